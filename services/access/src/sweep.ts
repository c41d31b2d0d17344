import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

const SWEEP_MS = 2_000;

/** What time alone makes due, by name; the deadlines are in the database, so that a restart forgets none. */
export class SweepJobs {
  constructor(readonly jobs: Record<string, () => Promise<void>>) {}
}

/** Runs each job every two seconds, none twice at once, and none hindered by another that fails or hangs. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Sweep.name);
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | null = null;

  constructor(@Inject(SweepJobs) private readonly sweep: SweepJobs) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      for (const name of Object.keys(this.sweep.jobs)) this.start(name);
    }, SWEEP_MS);
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await Promise.all(this.running.values());
  }

  private start(name: string): void {
    if (this.running.has(name)) return;
    this.running.set(name, this.run(name));
  }

  private async run(name: string): Promise<void> {
    try {
      await this.sweep.jobs[name]?.();
    } catch (error) {
      this.logger.warn(`${name} failed and runs again soon: ${(error as Error).message}`);
    } finally {
      this.running.delete(name);
    }
  }
}
