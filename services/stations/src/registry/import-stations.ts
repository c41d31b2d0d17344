import { Inject, Injectable } from '@nestjs/common';
import {
  type Author,
  denied,
  type ImportedStation,
  type ImportStations,
  ok,
  type Outcome,
  type StationChanged,
} from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { doorWarnings } from '../domain/door-warnings';
import { entryDifferences } from '../domain/entry-differences';
import { hoursWarnings, newStationWarnings } from '../domain/hours-warnings';
import { locatedOn } from '../domain/located-on';
import { operatorRefusal } from '../domain/may-change';
import { createFromEntry, leftOutOf, mergeEntry } from '../domain/merge-entry';
import { oldSignIn } from '../domain/recent-sign-in';
import { entryOf, type StationEntry } from '../domain/station-entry';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';
import { parseStationsFile, StationsFileError } from '../stations-file/parse-stations-file';
import { idsTaken, placesShared } from './refusals';

interface Plan {
  before: StationChanged | null;
  after: StationChanged;
  told: ImportedStation;
}

/**
 * Takes over all that a stations file says, whole or not at all. As at start, known exceptions, closures and what the file leaves
 * out stay. What STATIONS_FILE last said is another file's matter and isn't touched.
 */
@Injectable()
export class ImportStationsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: ImportStations): Promise<Outcome<{ applied: boolean; stations: ImportedStation[] }>> {
    const { author, yaml, dryRun } = request;
    const refusal = operatorRefusal(author, '*');
    if (refusal) return refusal;
    const entries = entriesOf(yaml);
    if (entries.outcome !== 'ok') return entries;
    return this.database.transaction(async (tx) => {
      await this.stations.lockRegistry(tx);
      const plans: Plan[] = [];
      for (const entry of entries.value) plans.push(await this.plan(tx, entry));
      const afters = plans.map(({ after }) => after);
      const taken =
        idsTaken(await this.takenIds(tx, plans)) ??
        placesShared(await this.stations.sharedPlaces(tx, afters, this.clock.now()));
      if (taken) return taken;
      const stations = plans.map(({ told }) => told);
      if (dryRun) return ok({ applied: false, stations });
      const unconfirmed = this.confirmation(stations, request);
      if (unconfirmed) return unconfirmed;
      for (const plan of plans) await this.apply(tx, author, plan);
      return ok({ applied: true, stations });
    });
  }

  private async plan(tx: Transaction, entry: StationEntry): Promise<Plan> {
    const before = await this.stations.lock(tx, entry.id);
    const now = this.clock.now();
    const today = localDateOf(now, entry.timeZone);
    const merged = before ? mergeEntry(before, entryOf(before), entry) : createFromEntry(entry);
    const after = locatedOn(merged, today);
    const fields = entryDifferences(before ? entryOf(before) : {}, entryOf(after));
    const kind = before ? (fields.length > 0 ? 'changed' : 'unchanged') : 'created';
    const leftOut = leftOutOf(entry, after);
    const warnings = before
      ? [...hoursWarnings(before, after, today), ...doorWarnings(before, after, now)]
      : newStationWarnings(after, today);
    return { before, after, told: { stationId: entry.id, kind, fields, leftOut, warnings } };
  }

  private async takenIds(tx: Transaction, plans: readonly Plan[]): Promise<string[]> {
    const taken = [];
    for (const { after } of plans) taken.push(...(await this.stations.takenIds(tx, after)));
    return [...new Set(taken)];
  }

  private confirmation(stations: readonly ImportedStation[], { author, confirm }: ImportStations) {
    const risky = stations.filter(({ warnings }) => warnings.length > 0);
    if (risky.length === 0) return null;
    if (confirm) return oldSignIn(author, this.clock.now());
    const message = `Dører kan åpnes når de ikke kunne det før, eller åpningstidene er uvanlige. Bekreft: ${risky.map(({ stationId }) => stationId).join(', ')}.`;
    return denied('confirmation_needed', message, {
      stations: risky.map(({ stationId, warnings }) => ({ stationId, warnings })),
    });
  }

  private async apply(tx: Transaction, author: Author, { before, after }: Plan): Promise<void> {
    const action = before ? 'station_imported' : 'station_created_by_import';
    await this.changes.record(tx, { author, action, before, after });
  }
}

function entriesOf(yaml: string): Outcome<StationEntry[]> {
  try {
    return ok(parseStationsFile(yaml, 'stations.yaml'));
  } catch (error) {
    if (!(error instanceof StationsFileError)) throw error;
    return denied('bad_file', error.faults.join('\n'), { faults: error.located });
  }
}
