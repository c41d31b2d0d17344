import type { SimulationEnvironment } from './simulation-environment';
import { SeededRandom } from './seeded-random';

interface ManualTimer {
  dueMs: number;
  callback: () => void;
}

/** Time that stands still until a test moves it, and bytes that are the same in each run. */
export class ManualEnvironment implements SimulationEnvironment {
  private elapsedMs = 0;
  private readonly timers = new Set<ManualTimer>();
  private readonly random: SeededRandom;

  constructor(
    private readonly startsAt: Date = new Date('2026-11-20T10:00:00.000Z'),
    seed = 1,
  ) {
    this.random = new SeededRandom(seed);
  }

  now(): Date {
    return new Date(this.startsAt.getTime() + this.elapsedMs);
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  randomBytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.random.integer(256));
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    const timer: ManualTimer = { dueMs: this.elapsedMs + delayMs, callback };
    this.timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as ManualTimer);
  }

  /** Moves time; what falls due on the way runs at its own instant, in order. */
  advance(ms: number): void {
    const untilMs = this.elapsedMs + ms;
    for (let next = this.nextDue(untilMs); next; next = this.nextDue(untilMs)) {
      this.elapsedMs = next.dueMs;
      this.timers.delete(next);
      next.callback();
    }
    this.elapsedMs = untilMs;
  }

  private nextDue(untilMs: number): ManualTimer | undefined {
    const due = [...this.timers].filter(({ dueMs }) => dueMs <= untilMs);
    return due.sort((one, other) => one.dueMs - other.dueMs)[0];
  }
}
