import { Inject, Injectable } from '@nestjs/common';
import { denied, type ListUnmetDemand, ok, type Outcome, type UnmetDemand } from '@selvbetjent/contracts';
import { AttemptStore } from './attempt.store';
import { unmetDemand } from './domain/unmet-demand';
import { REFUSED_FOR_THE_HOURS } from './refused-for-the-hours';
import { StationStore } from './station.store';

const DAYS_PER_WEEK = 7;

/** When residents stood at a closed door. */
@Injectable()
export class ListUnmetDemandHandler {
  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
  ) {}

  async handle({ stationId, weeks }: ListUnmetDemand): Promise<Outcome<UnmetDemand>> {
    const station = await this.stations.find(stationId);
    if (!station) return denied('not_found', `Stasjonen «${stationId}» finnes ikke.`);
    const asked = { days: weeks * DAYS_PER_WEEK, reasons: REFUSED_FOR_THE_HOURS };
    const presses = await this.attempts.refusedPresses(station, asked);
    return ok({ weeks, presses: presses.length, hours: unmetDemand(presses) });
  }
}
