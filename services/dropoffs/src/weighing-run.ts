import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { Clock, WakeUp } from '@selvbetjent/platform';
import { setTimeout as delay } from 'node:timers/promises';
import { WeighContainer } from './weigh-container';
import { WeighingDueStore } from './weighing-due.store';

const SWEEP_MS = 1_000;
/** News comes in bursts; one weighing does for all of a burst. */
const BURST_MS = 100;

/** Weighs what is marked as due: at once when woken, and by sweeping, so that a crash in between loses nothing. */
@Injectable()
export class WeighingRun implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WeighingRun.name);
  private readonly waking = new WakeUp();
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(WeighingDueStore) private readonly due: WeighingDueStore,
    @Inject(WeighContainer) private readonly weighContainer: WeighContainer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  wake(): void {
    this.waking.wake();
  }

  /** Weighs everything that is due now. */
  async sweep(): Promise<void> {
    await this.due.markSilent(this.clock.now());
    for (const container of await this.due.list()) {
      if (this.stopped) return;
      try {
        await this.weighContainer.handle(container);
      } catch (error) {
        this.logger.error({ err: error, ...container }, 'A container could not be weighed; it stays due');
      }
    }
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.sweep();
      } catch (error) {
        this.logger.warn(`Weighing waits, trying again: ${(error as Error).message}`);
      }
      if (!this.stopped) await this.waking.wait(SWEEP_MS);
      if (!this.stopped) await delay(BURST_MS);
    }
  }
}
