import { FIGURES, type Tonnage } from '@selvbetjent/contracts';
import { Client } from 'pg';
import { type ApiClient } from '../e2e/api-client';
import { KiloCells } from './kilo-cells';

export interface MonthRange {
  from: string;
  to: string;
}

/** What the portal's API says of the range, by day. */
export async function shownCells(operator: ApiClient, { from, to }: MonthRange): Promise<KiloCells> {
  const { rows } = await operator.get<Tonnage>(`/api/tonnage?from=${from}&to=${to}&by=day`);
  const cells = new KiloCells();
  for (const { period, grams, takenOutGrams, ...goods } of rows) {
    cells.addTo({ ...goods, localDate: period }, 'in', grams);
    cells.addTo({ ...goods, localDate: period }, 'out', takenOutGrams);
  }
  return cells;
}

/** What the ledger's own rows add up to. */
export async function ledgerCells(databaseUrl: string, { from, to }: MonthRange): Promise<KiloCells> {
  const cells = new KiloCells();
  for (const [direction, { kinds, qualities, sign }] of [
    ['in', FIGURES.grams],
    ['out', FIGURES.takenOutGrams],
  ] as const) {
    const rows = await query<{ localDate: string; stationId: string; stream: string; fraction: string; grams: string }>(
      databaseUrl,
      `SELECT local_date::text AS "localDate", station_id AS "stationId", stream, fraction, sum(grams) AS grams
       FROM dropoffs.ledger WHERE local_date BETWEEN $1 AND $2 AND kind = ANY($3) AND quality = ANY($4) GROUP BY 1, 2, 3, 4`,
      [from, to, kinds, qualities],
    );
    for (const { grams, ...place } of rows) cells.addTo(place, direction, sign * Number(grams));
  }
  return cells;
}

/** The sum of all rows of the ledger by station, of whatever kind and quality. */
export async function ledgerGrams(databaseUrl: string): Promise<Record<string, number>> {
  const sql = 'SELECT station_id, sum(grams) AS grams FROM dropoffs.ledger GROUP BY 1';
  const rows = await query<{ station_id: string; grams: string }>(databaseUrl, sql, []);
  return Object.fromEntries(rows.map(({ station_id, grams }) => [station_id, Number(grams)]));
}

/** How many rows of each kind there are: what the month consisted of. */
export async function ledgerKinds(databaseUrl: string): Promise<Record<string, number>> {
  const sql = 'SELECT kind, count(*)::int AS rows FROM dropoffs.ledger GROUP BY 1 ORDER BY 1';
  const rows = await query<{ kind: string; rows: number }>(databaseUrl, sql, []);
  return Object.fromEntries(rows.map(({ kind, rows: count }) => [kind, count]));
}

async function query<T extends object>(databaseUrl: string, sql: string, parameters: unknown[]): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(sql, parameters)).rows;
  } finally {
    await client.end();
  }
}
