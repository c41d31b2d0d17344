import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { FinishSilentWeighings } from './finish-silent-weighings';
import { ReadingDays } from './reading-days';

/** Drops the raw readings that are older than RAW_RETENTION_DAYS, once nothing depends on them. The ledger stays for good. */
@Injectable()
export class DropOldReadings {
  private readonly logger = new Logger(DropOldReadings.name);

  constructor(
    @Inject(ReadingDays) private readonly days: ReadingDays,
    @Inject(FinishSilentWeighings) private readonly finishing: FinishSilentWeighings,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @returns the names of the dropped days. */
  async handle(): Promise<string[]> {
    const finished = await this.finishing.handle(this.clock.now());
    if (finished.length > 0) this.logger.warn({ finished }, 'Weighings ended without their scale: its readings go');
    const dropped = await this.days.dropOld(this.clock.now());
    if (dropped.length > 0) this.logger.log({ dropped }, 'Raw readings were dropped after their time');
    return dropped;
  }
}
