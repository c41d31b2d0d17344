import { jest } from '@jest/globals';
import { SystemClock } from '@selvbetjent/platform';
import { realTime, type SimulationEnvironment } from '@selvbetjent/simulation';
import { type Monotonic, realMonotonic } from '../doors/monotonic';

/** Real time, and as much more as a test has let pass: for this process's clock, its monotonic time, and simulated devices. */
export class MovedTime {
  private aheadMs = 0;
  readonly monotonic: Monotonic = {
    nowMs: () => realMonotonic.nowMs() + this.aheadMs,
    after: (delayMs, callback) => realMonotonic.after(delayMs, callback),
  };
  readonly environment: SimulationEnvironment = {
    ...realTime,
    now: () => this.now(),
    monotonicMs: () => realTime.monotonicMs() + this.aheadMs,
  };

  /** To be undone by `jest.restoreAllMocks()`. */
  start(): void {
    jest.spyOn(SystemClock.prototype, 'now').mockImplementation(() => this.now());
  }

  pass(ms: number): void {
    this.aheadMs += ms;
  }

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}
