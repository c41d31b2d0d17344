import { type ScaleCovered, type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type OpenInterval } from './domain/open-intervals';
import { type ReadModelTables } from './read-model-tables';

/** In which minutes the scales worked. */
export class ScaleHourStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** The newest revision wins, whatever the order of arrival. */
  async keep(tx: Transaction, covered: ScaleCovered): Promise<void> {
    const { stationId, containerId, hour, minutes, revision } = covered;
    await tx.query(
      `INSERT INTO ${this.tables.scale_hours} AS known (station_id, container_id, hour, revision, minutes)
       VALUES ($1, $2, $3, $4, ('x' || $5)::bit(60))
       ON CONFLICT (station_id, container_id, hour) DO UPDATE
         SET revision = excluded.revision, minutes = excluded.minutes WHERE known.revision < excluded.revision`,
      [stationId, containerId, hour, revision, minutes],
    );
  }

  /**
   * The minutes of these intervals, in order of time, in which every scale of the station worked.
   * @returns null while nothing is known of any scale in that time
   */
  async minutesWithin(
    db: Pick<Transaction, 'query'>,
    { stationId, containers }: StationChanged,
    open: readonly OpenInterval[],
  ): Promise<number | null> {
    const weighed = containers.filter(({ scales }) => scales.length > 0).map(({ id }) => id);
    if (weighed.length === 0 || open.length === 0) return null;
    const [row] = await db.query<{ minutes: number | null }>(
      `SELECT sum(bit_count(minutes & (${ALL_MINUTES} >> first) & (${ALL_MINUTES} << (60 - last))))::bigint AS minutes
       FROM unnest($3::timestamptz[], $4::timestamptz[]) AS open (starts_at, ends_at),
            generate_series(date_trunc('hour', starts_at), ends_at - interval '1 second', '1 hour') AS hour
            JOIN (SELECT hour, CASE WHEN count(*) = cardinality($2::text[]) THEN bit_and(minutes) ELSE 0::bit(60) END AS minutes
                  FROM ${this.tables.scale_hours}
                  WHERE station_id = $1 AND container_id = ANY($2) AND hour > ($3::timestamptz[])[1] - interval '1 hour' AND hour < ($4::timestamptz[])[cardinality($4)]
                  GROUP BY hour) AS known USING (hour),
            LATERAL (SELECT greatest(0, extract(epoch FROM starts_at - hour) / 60)::int AS first,
                            least(60, extract(epoch FROM ends_at - hour) / 60)::int AS last) AS within`,
      [stationId, weighed, open.map(({ start }) => start), open.map(({ end }) => end)],
    );
    return row?.minutes ?? null;
  }
}

const ALL_MINUTES = `(~ 0::bit(60))`;
