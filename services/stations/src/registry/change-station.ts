import { Inject, Injectable } from '@nestjs/common';
import { type ChangeStation, denied, ok, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { confirmationOf } from '../domain/confirmation';
import { withRecordedChecks } from '../domain/door-exposure';
import { doorWarnings } from '../domain/door-warnings';
import { operatorRefusal, unknownStation } from '../domain/may-change';
import { leftOutOf } from '../domain/merge-entry';
import { sameContent } from '../domain/same-content';
import { type StationEntry } from '../domain/station-entry';
import { without } from '../domain/without';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';
import { idsTaken, notChecked, placesShared } from './refusals';
import { stationOf } from './station-of';

/** Replaces what a station is; what lets residents in more than before is confirmed. Hours have their own way; nothing is removed, only retired. */
@Injectable()
export class ChangeStationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: ChangeStation): Promise<Outcome<StationChanged>> {
    const { author, stationId, expectedRevision, station } = request;
    const refusal = operatorRefusal(author, stationId);
    if (refusal) return refusal;
    return this.database.transaction(async (tx) => {
      await this.stations.lockRegistry(tx);
      const before = await this.stations.lock(tx, stationId);
      if (!before) return unknownStation(stationId);
      if (before.revision !== expectedRevision) return staleRevision(before);
      const { openingHours, exceptions } = before;
      const entry = stationOf({ id: stationId, openingHours, exceptions, ...station });
      if (entry.outcome !== 'ok') return entry;
      const after = withRecordedChecks(before, replaced(before, entry.value));
      const refused = refusalOf(before, entry.value) ?? notChecked(before, after);
      if (refused) return refused;
      const now = this.clock.now();
      const taken =
        idsTaken(await this.stations.takenIds(tx, after)) ??
        placesShared(await this.stations.sharedPlaces(tx, [after], now));
      if (taken) return taken;
      const unconfirmed = confirmationOf(doorWarnings(before, after, now), request, now);
      return unconfirmed ?? ok(await this.changes.record(tx, { author, action: 'station_changed', before, after }));
    });
  }
}

function replaced(
  { stationId, revision, hoursVersion, closures }: StationChanged,
  entry: StationEntry,
): StationChanged {
  return { ...without(entry, 'id'), stationId, revision, hoursVersion, closures };
}

function refusalOf(before: StationChanged, entry: StationEntry): Outcome<never> | null {
  if (entry.id !== before.stationId) return denied('bad_id', 'En stasjon kan ikke bytte id.');
  const leftOut = leftOutOf(entry, before);
  if (leftOut.length > 0) {
    const message = `Dette mangler: ${leftOut.join(', ')}. Det som ikke er i bruk lenger, får retiredAt.`;
    return denied('left_out', message, { leftOut });
  }
  const sameHours =
    sameContent(entry.openingHours, before.openingHours) && sameContent(entry.exceptions, before.exceptions);
  return sameHours ? null : denied('hours_elsewhere', 'Åpningstider og unntak endres på sin egen side.');
}

function staleRevision({ revision }: StationChanged): Outcome<never> {
  const message = 'Noen andre har endret stasjonen mens du holdt på. Se over det som gjelder nå, og lagre på nytt.';
  return denied('stale_revision', message, { revision });
}
