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
/** After so many pieces of a backlog it looks again for what is newest. */
const AT_ONCE = 10;

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

  /**
   * Weighs what is due, the first pieces of it.
   * @returns whether there may be more
   */
  async sweep(): Promise<boolean> {
    await this.due.markSilent(this.clock.now());
    const pieces = await this.due.list(AT_ONCE);
    let weighed = 0;
    for (const piece of pieces) {
      if (this.stopped) return false;
      try {
        await this.weighContainer.handle(piece);
        weighed += 1;
      } catch (error) {
        this.logger.error({ err: error, ...piece }, 'A container could not be weighed; it stays due');
      }
    }
    return weighed === AT_ONCE;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let hasMore = false;
      try {
        hasMore = await this.sweep();
      } catch (error) {
        this.logger.warn(`Weighing waits, trying again: ${(error as Error).message}`);
      }
      if (!this.stopped && !hasMore) await this.waking.wait(SWEEP_MS);
      if (!this.stopped) await delay(BURST_MS);
    }
  }
}
