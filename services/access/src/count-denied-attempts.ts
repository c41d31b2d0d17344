import { Inject, Injectable } from '@nestjs/common';
import { type CountDeniedAttempts, denied, type DeniedAttempts, ok, type Outcome } from '@selvbetjent/contracts';
import { HoursSyntaxError } from '@selvbetjent/opening-hours';
import { AttemptStore } from './attempt.store';
import { servedRefusals } from './domain/served-refusals';
import { REFUSED_FOR_THE_HOURS } from './refused-for-the-hours';
import { StationStore } from './station.store';

/** Attempts are kept to the minute for 30 days; four whole weeks have every weekday equally often. */
const DAYS = 28;

/** How many residents stood at a closed door lately, and for how many of them other hours would have opened it. */
@Injectable()
export class CountDeniedAttemptsHandler {
  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
  ) {}

  async handle({ stationId, validFrom, hours }: CountDeniedAttempts): Promise<Outcome<DeniedAttempts>> {
    const station = await this.stations.find(stationId);
    if (!station) return denied('not_found', `Stasjonen «${stationId}» finnes ikke.`);
    const refusals = await this.attempts.refusals(stationId, { days: DAYS, reasons: REFUSED_FOR_THE_HOURS });
    try {
      const served = servedRefusals(station, { validFrom, hours }, refusals);
      return ok({ days: DAYS, denied: refusals.length, wouldServe: served.length });
    } catch (error) {
      if (!(error instanceof HoursSyntaxError)) throw error;
      return denied('bad_hours', error.reason, { position: error.position });
    }
  }
}
