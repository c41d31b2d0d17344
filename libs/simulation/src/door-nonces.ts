import { type SimulationEnvironment, randomHex } from './simulation-environment';

interface Nonce {
  value: string;
  madeAtMs: number;
}

const NONCE_BYTES = 16;

/** The door's nonces and their age by its own monotonic clock. Only the current and the previous one are known. */
export class DoorNonces {
  private current: Nonce;
  private previous: Nonce | undefined;

  constructor(private readonly environment: SimulationEnvironment) {
    this.current = this.made();
  }

  get value(): string {
    return this.current.value;
  }

  renew(): string {
    this.previous = this.current;
    this.current = this.made();
    return this.current.value;
  }

  /** @returns the age in milliseconds of a nonce that is still known. */
  ageMs(value: string): number | undefined {
    const nonce = [this.current, this.previous].find((known) => known?.value === value);
    return nonce && this.environment.monotonicMs() - nonce.madeAtMs;
  }

  private made(): Nonce {
    return { value: randomHex(this.environment, NONCE_BYTES), madeAtMs: this.environment.monotonicMs() };
  }
}
