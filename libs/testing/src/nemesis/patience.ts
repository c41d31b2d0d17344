import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;
/** Where one thing is stuck, others that depend on it need not be waited for as long again. */
const SHORT_MS = 5_000;

/** Waits for what must come to pass after the faults; what doesn't in time is remembered, and everything else goes on. */
export class Patience {
  readonly stuck: string[] = [];

  constructor(private readonly longestMs: number) {}

  get ms(): number {
    return this.stuck.length === 0 ? this.longestMs : Math.min(SHORT_MS, this.longestMs);
  }

  /** @param left what it still waits for, by names under which one finds it */
  async until(
    what: string,
    holds: () => Promise<boolean> | boolean,
    left: () => readonly string[] = () => [],
  ): Promise<void> {
    const deadline = performance.now() + this.ms;
    while (!(await this.isTrue(holds))) {
      if (performance.now() > deadline) return void this.stuck.push([what, ...left()].join('; '));
      await delay(POLL_MS);
    }
  }

  /** @param wait rejects when it has waited for `ms` in vain */
  async atMost(wait: (ms: number) => Promise<void>): Promise<void> {
    await wait(this.ms).catch((error: unknown) => this.stuck.push((error as Error).message));
  }

  private async isTrue(holds: () => Promise<boolean> | boolean): Promise<boolean> {
    try {
      return await holds();
    } catch {
      return false;
    }
  }
}
