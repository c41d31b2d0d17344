import { Inject, Injectable } from '@nestjs/common';
import {
  type ChangeOpeningHours,
  denied,
  type HoursPreview,
  ok,
  type Outcome,
  type StationChanged,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { hoursWarnings } from './domain/hours-warnings';
import { syntaxRefusal } from './domain/hours-syntax';
import { refusalFor, unknownStation } from './domain/may-change';
import { withVersion } from './domain/with-version';
import { ChangeRecorder } from './record-change';
import { StationStore } from './station.store';

/** Saves a version of the hours from its first day on; today takes effect at once. */
@Injectable()
export class ChangeOpeningHoursHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: ChangeOpeningHours): Promise<Outcome<StationChanged>> {
    const { author, stationId } = request;
    const refusal = refusalFor(author, stationId) ?? syntaxRefusal(request.hours);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      const before = await this.stations.lock(tx, stationId);
      if (!before) return unknownStation(stationId);
      const conflict = this.conflict(before, request);
      if (conflict) return conflict;
      const after = withVersion(before, request);
      return ok(await this.changes.record(tx, { author, action: 'opening_hours_changed', before, after }));
    });
  }

  private conflict(station: StationChanged, request: ChangeOpeningHours): Outcome<never> | null {
    const { validFrom, expectedVersion, confirm } = request;
    if (station.hoursVersion !== expectedVersion) return staleVersion(station);
    const today = localDateOf(this.clock.now(), station.timeZone);
    if (validFrom < today)
      return denied('valid_from_past', `Åpningstider kan ikke endres bakover. Velg ${today} eller senere.`, { today });
    const warnings = hoursWarnings(station, request);
    return warnings.length > 0 && !confirm ? confirmationNeeded(warnings) : null;
  }
}

function staleVersion({ hoursVersion, openingHours }: StationChanged): Outcome<never> {
  const message = 'Noen andre har endret åpningstidene mens du holdt på. Se over det som gjelder nå, og lagre på nytt.';
  return denied('stale_version', message, { version: hoursVersion, versions: openingHours });
}

function confirmationNeeded(warnings: HoursPreview['warnings']): Outcome<never> {
  const message = `${warnings.map((warning) => warning.message).join(' ')} Bekreft at det skal være slik.`;
  return denied('confirmation_needed', message, { warnings });
}
