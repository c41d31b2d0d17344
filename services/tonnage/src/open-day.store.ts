import { type Transaction } from '@selvbetjent/database';
import { type Dates } from './domain/kept-days';
import { type OpenDay, type OpenInterval } from './domain/open-days';
import { sumPieces } from './domain/sum-pieces';
import { measuredDays, sumOpenDays } from './open-sums';
import { type ReadModelTables } from './read-model-tables';
import { BoundValues, type DateRange, inPieces } from './summed-range';

/** How long stations were open, and in how many minutes of it every scale of theirs worked; null while nothing is known of any scale. */
export interface OpenTime {
  openMs: number;
  weighedMinutes: number | null;
}

const TOTAL = `coalesce(sum(open_ms), 0)::bigint AS "openMs", sum(weighed_minutes)::bigint AS "weighedMinutes"`;
const MONTHS = `starts_on >= date_trunc('month', $2::date::timestamp) AND starts_on < date_trunc('month', $3::date::timestamp) + interval '1 month'`;

/** When stations are open, by local date, and what that comes to by day and month. */
export class OpenDayStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** Removes the days from a local date on, and their sums; of the month that it lies in nothing is left until it is summed again. */
  async removeSince(tx: Transaction, stationId: string, since: string): Promise<void> {
    await tx.query(`DELETE FROM ${this.tables.open_days} WHERE station_id = $1 AND local_date >= $2`, [
      stationId,
      since,
    ]);
    await tx.query(
      `DELETE FROM ${this.tables.open_sums}
       WHERE station_id = $1 AND starts_on >= CASE grain WHEN 'day' THEN $2::date ELSE date_trunc('month', $2::date::timestamp)::date END`,
      [stationId, since],
    );
  }

  async add(tx: Transaction, stationId: string, days: readonly OpenDay[]): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.tables.open_days} (station_id, local_date, open)
       SELECT $1, local_date, open FROM unnest($2::date[], $3::tstzmultirange[]) AS day (local_date, open)`,
      [stationId, ...columnsOf(days)],
    );
  }

  /** Brings the sums of these days, and of their months, in line with what is known. */
  async sum(tx: Transaction, stationId: string, { from, to }: Dates): Promise<void> {
    const where = {
      days: 'station_id = $1 AND local_date BETWEEN $2::date AND $3::date',
      months: `station_id = $1 AND ${MONTHS}`,
    };
    for (const statement of sumOpenDays(this.tables, where)) await tx.query(statement, [stationId, from, to]);
  }

  /** @param hour the instant at which an hour begins @returns the local dates on which the station is open within it */
  async datesOpenIn(tx: Transaction, stationId: string, hour: string): Promise<string[]> {
    const rows = await tx.query<{ date: string }>(
      `SELECT to_char(local_date, 'YYYY-MM-DD') AS date FROM ${this.tables.open_days}
       WHERE station_id = $1 AND local_date BETWEEN ($2::timestamptz AT TIME ZONE 'UTC')::date - 1 AND ($2::timestamptz AT TIME ZONE 'UTC')::date + 1
         AND open && tstzrange($2::timestamptz, $2::timestamptz + interval '1 hour')
       ORDER BY 1`,
      [stationId, hour],
    );
    return rows.map(({ date }) => date);
  }

  /** Of the days that are kept. */
  async total(db: Pick<Transaction, 'query'>, range: DateRange): Promise<OpenTime> {
    const bound = new BoundValues();
    const rows = inPieces(this.tables.open_sums, sumPieces(range.from, range.to, 'year'), range, bound);
    return only(await db.query<OpenTime>(`SELECT ${TOTAL} FROM (${rows}) AS in_range`, bound.values));
  }

  /** Of days that aren't kept. */
  async measure(db: Pick<Transaction, 'query'>, stationId: string, days: readonly OpenDay[]): Promise<OpenTime> {
    const asked = `(SELECT $1::text AS station_id, open FROM unnest($2::tstzmultirange[]) AS open)`;
    const [, open] = columnsOf(days);
    return only(
      await db.query<OpenTime>(`SELECT ${TOTAL} FROM ${measuredDays(this.tables, asked)}`, [stationId, open]),
    );
  }
}

function columnsOf(days: readonly OpenDay[]): [dates: string[], open: string[]] {
  return [days.map(({ localDate }) => localDate), days.map(({ open }) => multirange(open))];
}

/** As PostgreSQL writes it. */
function multirange(open: readonly OpenInterval[]): string {
  return `{${open.map(({ start, end }) => `[${start.toISOString()},${end.toISOString()})`).join(',')}}`;
}

function only([row]: OpenTime[]): OpenTime {
  return row ?? { openMs: 0, weighedMinutes: null };
}
