import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { Clock, ConfigurationError } from '@selvbetjent/platform';
import { createFromEntry, leftOutOf, mergeEntry } from './domain/merge-entry';
import { ChangeRecorder } from './record-change';
import { StationStore } from './station.store';
import { type StationEntry } from './domain/station-entry';

const AUTHOR = { subject: 'stations-file', name: 'Stasjonsfilen' };
const UNIQUE_VIOLATION = '23505';

/** Creates what isn't known and updates what changed in the file since it was last applied; see `mergeEntry` for the rules. */
@Injectable()
export class ApplyStationsFile {
  private readonly logger = new Logger(ApplyStationsFile.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All or nothing. Throws ConfigurationError when a device's id belongs to a station outside the file, or two devices would have one place. */
  async handle(entries: readonly StationEntry[]): Promise<void> {
    try {
      await this.database.transaction(async (tx) => {
        await this.stations.lockRegistry(tx);
        const sharedBefore = await this.sharedPlaces(tx);
        for (const entry of entries) await this.apply(tx, entry);
        refuseSharedPlaces(sharedBefore, await this.sharedPlaces(tx));
        await this.mentionLeftOut(tx, entries);
      });
    } catch (error) {
      const { code, detail } = error as { code?: string; detail?: string };
      if (code !== UNIQUE_VIOLATION) throw error;
      throw new ConfigurationError([`STATIONS_FILE: a device belongs to another station already: ${detail}`]);
    }
  }

  /** The file for itself has been looked through; what people changed, or it doesn't name, may have a place of its devices. */
  private async sharedPlaces(tx: Transaction): Promise<string[]> {
    return this.stations.sharedPlaces(tx, await this.stations.all(tx), this.clock.now());
  }

  private async apply(tx: Transaction, entry: StationEntry): Promise<void> {
    const before = await this.stations.lock(tx, entry.id);
    const last = await this.stations.fileEntry(tx, entry.id);
    const after = before ? mergeEntry(before, last ?? entry, entry) : createFromEntry(entry);
    const action = before ? 'station_updated_from_file' : 'station_created_from_file';
    const now = await this.changes.record(tx, { author: AUTHOR, action, before, after });
    await this.stations.saveFileEntry(tx, entry);
    if (now.revision !== before?.revision) this.logger.log(`${entry.id}: ${action}, revision ${now.revision}`);
    for (const kept of leftOutOf(entry, now))
      this.logger.warn(`${entry.id}: ${kept} is no longer in the file and stays`);
  }

  private async mentionLeftOut(tx: Transaction, entries: readonly StationEntry[]): Promise<void> {
    const inFile = new Set(entries.map(({ id }) => id));
    const stations = await this.stations.all(tx);
    for (const { stationId } of stations.filter((one) => !inFile.has(one.stationId))) {
      this.logger.warn(`${stationId} is not in the stations file and stays`);
    }
  }
}

/** Those that share a place since long ago can only be told apart by people: they need the API for it, so they don't stop the start. */
function refuseSharedPlaces(before: readonly string[], after: readonly string[]): void {
  const added = after.filter((id) => !before.includes(id));
  if (added.length === 0) return;
  throw new ConfigurationError([
    `STATIONS_FILE: these would be reached by the MQTT topic of another: ${added.join(', ')}`,
  ]);
}
