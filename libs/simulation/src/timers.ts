import type { SimulationEnvironment } from './simulation-environment';

/** What a device has yet to do; its power takes all of it along. */
export class Timers {
  private readonly running = new Set<unknown>();

  constructor(private readonly environment: Pick<SimulationEnvironment, 'setTimeout' | 'clearTimeout'>) {}

  after(delayMs: number, callback: () => void): void {
    const timer = this.environment.setTimeout(() => {
      this.running.delete(timer);
      callback();
    }, delayMs);
    this.running.add(timer);
  }

  clear(): void {
    for (const timer of this.running) this.environment.clearTimeout(timer);
    this.running.clear();
  }
}
