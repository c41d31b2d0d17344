import { Inject, Injectable } from '@nestjs/common';
import { type CreateStation, denied, ok, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { withRecordedChecks } from '../domain/door-exposure';
import { operatorRefusal } from '../domain/may-change';
import { createFromEntry } from '../domain/merge-entry';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';
import { idsTaken, notChecked, placesShared } from './refusals';
import { stationOf } from './station-of';

/** A new station; its doors are exposed once somebody has been there and tried their handles. */
@Injectable()
export class CreateStationHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, station }: CreateStation): Promise<Outcome<StationChanged>> {
    const refusal = operatorRefusal(author, '*');
    if (refusal) return refusal;
    const entry = stationOf(station);
    if (entry.outcome !== 'ok') return entry;
    const after = withRecordedChecks(null, createFromEntry(entry.value));
    const unchecked = notChecked(null, after);
    if (unchecked) return unchecked;
    return this.database.transaction(async (tx) => {
      await this.stations.lockRegistry(tx);
      if (await this.stations.lock(tx, after.stationId)) {
        return denied('already_exists', `Stasjonen «${after.stationId}» finnes allerede.`);
      }
      const taken =
        idsTaken(await this.stations.takenIds(tx, after)) ??
        placesShared(await this.stations.sharedPlaces(tx, [after], this.clock.now()));
      return taken ?? ok(await this.changes.record(tx, { author, action: 'station_created', before: null, after }));
    });
  }
}
