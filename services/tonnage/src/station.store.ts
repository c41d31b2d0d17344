import { type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { KEPT_SINCE, type KnownDays } from './domain/kept-days';
import { type ReadModelTables } from './read-model-tables';
import { type DateRange } from './summed-range';

/** The copy of the stations: time zones, hours, which containers have scales. */
export class StationStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** @returns false when a newer one is known */
  async keep(tx: Transaction, station: StationChanged, receivedAt: Date): Promise<boolean> {
    const kept = await tx.query(
      `INSERT INTO ${this.tables.stations} AS known (station_id, revision, snapshot, received_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (station_id) DO UPDATE
         SET revision = excluded.revision, snapshot = excluded.snapshot, received_at = excluded.received_at
         WHERE known.revision <= excluded.revision
       RETURNING 1`,
      [station.stationId, station.revision, station, receivedAt],
    );
    return kept.length > 0;
  }

  async keepOpenUntil(tx: Transaction, stationId: string, until: string): Promise<void> {
    await tx.query(`UPDATE ${this.tables.stations} SET open_until = $2 WHERE station_id = $1`, [stationId, until]);
  }

  async find(db: Pick<Transaction, 'query'>, stationId: string): Promise<KnownDays | null> {
    const [known] = await db.query<KnownDays>(`SELECT ${KNOWN} FROM ${this.tables.stations} WHERE station_id = $1`, [
      stationId,
    ]);
    return known ?? null;
  }

  /** The range's stations that open days are not kept of for all of it. */
  withoutOpenDays(db: Pick<Transaction, 'query'>, { stationId, from, to }: DateRange): Promise<KnownDays[]> {
    return db.query<KnownDays>(
      `SELECT ${KNOWN} FROM ${this.tables.stations}
       WHERE ($1::text IS NULL OR station_id = $1) AND ($2::date < '${KEPT_SINCE}' OR open_until IS NULL OR open_until < $3::date)
       ORDER BY station_id`,
      [stationId, from, to],
    );
  }
}

const KNOWN = `snapshot, to_char(open_until, 'YYYY-MM-DD') AS "openUntil"`;
