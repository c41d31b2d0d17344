import { type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type ReadModelTables } from './read-model-tables';

/** The copy of the stations: time zones, hours, which containers have scales. */
export class StationStore {
  constructor(private readonly tables: ReadModelTables) {}

  async keep(tx: Transaction, station: StationChanged, receivedAt: Date): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.tables.stations} AS known (station_id, revision, snapshot, received_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (station_id) DO UPDATE
         SET revision = excluded.revision, snapshot = excluded.snapshot, received_at = excluded.received_at
         WHERE known.revision <= excluded.revision`,
      [station.stationId, station.revision, station, receivedAt],
    );
  }

  /** @param stationId null for all */
  async find(db: Pick<Transaction, 'query'>, stationId: string | null): Promise<StationChanged[]> {
    const rows = await db.query<{ snapshot: StationChanged }>(
      `SELECT snapshot FROM ${this.tables.stations} WHERE $1::text IS NULL OR station_id = $1 ORDER BY station_id`,
      [stationId],
    );
    return rows.map((row) => row.snapshot);
  }
}
