import { Inject, Injectable } from '@nestjs/common';
import { ScaleCovered } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { certaintyOf } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { coveredMinutes } from '../domain/covered-minutes';
import { CoverageStore, type DueHour } from './coverage.store';

/** Tells, once an hour is over, in which of its minutes each scale worked; and again when readings come late. */
@Injectable()
export class TellCoverage {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CoverageStore) private readonly coverage: CoverageStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** One replica at a time; what it doesn't get to, the next time does. */
  async handle(stopping?: AbortSignal): Promise<void> {
    await this.database.withLock('coverage', async () => {
      const now = this.clock.now();
      for (const due of await this.coverage.dueHours(now)) {
        if (stopping?.aborted) return;
        await this.tell(due);
      }
      await this.coverage.lookedUntil(now);
    });
  }

  private async tell(due: DueHour): Promise<void> {
    const silenceMs = certaintyOf(due.dialect).silentAfterMs;
    await this.database.transaction(async (tx) => {
      const readings = await this.coverage.readingsAround(tx, due, silenceMs);
      const minutes = coveredMinutes(readings, due.hour.getTime(), silenceMs);
      const revision = await this.coverage.keep(tx, due, minutes);
      if (revision === null) return;
      const { stationId, containerId, hour } = due;
      await this.outbox.append(tx, ScaleCovered, {
        stationId,
        containerId,
        hour: hour.toISOString(),
        minutes,
        revision,
      });
    });
  }
}
