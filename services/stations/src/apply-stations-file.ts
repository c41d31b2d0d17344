import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { ConfigurationError } from '@selvbetjent/platform';
import { createFromEntry, leftOutOf, mergeEntry } from './domain/merge-entry';
import { ChangeRecorder } from './record-change';
import { StationStore } from './station.store';
import { type StationEntry } from './domain/station-entry';

const AUTHOR = { subject: 'stations-file', name: 'Stasjonsfilen' };
const UNIQUE_VIOLATION = '23505';

/** Creates what isn't known and updates what changed in the file since it was last applied; see `mergeEntry` for the rules. */
@Injectable()
export class ApplyStationsFileHandler {
  private readonly logger = new Logger(ApplyStationsFileHandler.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(ChangeRecorder) private readonly changes: ChangeRecorder,
  ) {}

  /** All or nothing. Throws ConfigurationError when a device's id belongs to a station outside the file. */
  async handle(entries: readonly StationEntry[]): Promise<void> {
    try {
      await this.database.transaction(async (tx) => {
        await this.stations.lockRegistry(tx);
        for (const entry of entries) await this.apply(tx, entry);
        await this.mentionLeftOut(tx, entries);
      });
    } catch (error) {
      const { code, detail } = error as { code?: string; detail?: string };
      if (code !== UNIQUE_VIOLATION) throw error;
      throw new ConfigurationError([`STATIONS_FILE: a device belongs to another station already: ${detail}`]);
    }
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
