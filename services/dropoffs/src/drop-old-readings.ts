import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { FinishSilentWeighings } from './finish-silent-weighings';
import { ReadingDays } from './reading-days';

const PAUSE_MS = 60 * 60_000;

/** Drops, every hour, the raw readings that are older than RAW_RETENTION_DAYS, once nothing depends on them. The ledger stays for good. */
@Injectable()
export class DropOldReadings implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DropOldReadings.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(ReadingDays) private readonly days: ReadingDays,
    @Inject(FinishSilentWeighings) private readonly finishing: FinishSilentWeighings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const begin = (): void => void (this.running = this.attempt());
    this.timer = setInterval(begin, PAUSE_MS);
    begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  /** @returns the names of the dropped days. */
  async handle(): Promise<string[]> {
    const finished = await this.finishing.handle(this.clock.now());
    if (finished.length > 0) this.logger.warn({ finished }, 'Weighings ended without their scale: its readings go');
    const dropped = await this.days.dropOld(this.clock.now());
    if (dropped.length > 0) this.logger.log({ dropped }, 'Raw readings were dropped after their time');
    return dropped;
  }

  private async attempt(): Promise<void> {
    try {
      await this.handle();
    } catch (error) {
      this.logger.warn({ err: error }, 'Old readings were not dropped; tried again in an hour');
    }
  }
}
