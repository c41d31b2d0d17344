import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';

/** The copy of the stations: time zones, hours, which containers have scales. */
@Injectable()
export class StationStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keep(tx: Transaction, station: StationChanged, receivedAt: Date): Promise<void> {
    await tx.query(
      `INSERT INTO stations (station_id, revision, snapshot, received_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (station_id) DO UPDATE
         SET revision = excluded.revision, snapshot = excluded.snapshot, received_at = excluded.received_at
         WHERE stations.revision <= excluded.revision`,
      [station.stationId, station.revision, station, receivedAt],
    );
  }

  /** @param stationId null for all */
  async find(stationId: string | null): Promise<StationChanged[]> {
    const rows = await this.database.query<{ snapshot: StationChanged }>(
      'SELECT snapshot FROM stations WHERE $1::text IS NULL OR station_id = $1 ORDER BY station_id',
      [stationId],
    );
    return rows.map((row) => row.snapshot);
  }
}
