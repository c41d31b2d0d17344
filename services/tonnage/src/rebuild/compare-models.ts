import { type Transaction } from '@selvbetjent/database';
import { LIVE, READ_MODEL_TABLES, REBUILT, type ReadModelTable, type ReadModelTables } from '../read-model-tables';

/** A row that the two copies don't agree about; null where a copy has none. */
export interface Difference {
  table: ReadModelTable;
  live: Record<string, unknown> | null;
  rebuilt: Record<string, unknown> | null;
}

export interface TableComparison {
  table: ReadModelTable;
  differences: number;
  /** Rows that only the live copy has. */
  onlyLive: number;
  /** The first ones. */
  examples: Difference[];
}

interface Shape {
  key: string;
  /** Everything is compared where this is absent. */
  columns?: string;
  /** Rows that say something; a count that went up and down again says nothing. */
  where?: string;
}

const MOST_EXAMPLES = 20;
const CELL = 'station_id, grain, starts_on, container_id, stream, fraction';
/** How far both copies keep open days of a station: the one that heard of it last may keep another year. */
const BOTH_KEPT = (stationId: string): string =>
  `(SELECT least(one.open_until, other.open_until) FROM ${LIVE.stations} AS one JOIN ${REBUILT.stations} AS other USING (station_id)
    WHERE station_id = ${stationId})`;
const SHAPES: Record<ReadModelTable, Shape> = {
  stations: { key: 'station_id', columns: 'station_id, revision, snapshot' },
  entries: { key: 'entry_id' },
  visits: { key: 'visit_id', where: 'revision > 0 OR doubts <> 0' },
  attempts: { key: 'attempt_id' },
  gram_sums: { key: `${CELL}, kind, quality, origin, method` },
  drop_off_counts: { key: CELL, where: 'drop_offs <> 0' },
  spread_weighings: { key: 'weighing_id' },
  visit_hours: { key: 'station_id, container_id, hour', where: 'opened <> 0 OR closed <> 0 OR doubtful <> 0' },
  attempt_hours: { key: 'station_id, container_id, hour, ending, reason', where: 'attempts <> 0' },
  scale_hours: { key: 'station_id, container_id, hour' },
  visit_sums: { key: 'station_id, grain, starts_on, container_id', where: 'closed <> 0 OR doubtful <> 0' },
  open_days: { key: 'station_id, local_date', where: `local_date <= ${BOTH_KEPT('copy.station_id')}` },
  open_sums: { key: 'station_id, grain, starts_on', where: `starts_on <= ${BOTH_KEPT('copy.station_id')}` },
  activities: { key: 'activity_id' },
};

/** Tables that hold what facts say, and not what follows from it. */
export const FACT_TABLES: readonly ReadModelTable[] = [
  'stations',
  'entries',
  'visits',
  'attempts',
  'scale_hours',
  'activities',
];

/** Holds one copy of the read model against another, table by table and row by row. @returns only the tables that differ. */
export async function compareModels(
  db: Pick<Transaction, 'query'>,
  live: ReadModelTables,
  rebuilt: ReadModelTables,
): Promise<TableComparison[]> {
  const comparisons: TableComparison[] = [];
  for (const table of READ_MODEL_TABLES) {
    const rows = await differingRows(db, SHAPES[table], [live[table], rebuilt[table]]);
    const [first] = rows;
    if (!first) continue;
    const examples = rows.map((row) => ({ table, live: row.live, rebuilt: row.rebuilt }));
    comparisons.push({ table, differences: first.differences, onlyLive: first.only_live, examples });
  }
  return comparisons;
}

function differingRows(
  db: Pick<Transaction, 'query'>,
  { key, columns = '*', where = 'true' }: Shape,
  [live, rebuilt]: [string, string],
): Promise<{ differences: number; only_live: number; live: Difference['live']; rebuilt: Difference['rebuilt'] }[]> {
  return db.query(
    `WITH differing AS (
       SELECT live, rebuilt FROM (SELECT ${columns} FROM ${live} AS copy WHERE ${where}) AS live
         FULL JOIN (SELECT ${columns} FROM ${rebuilt} AS copy WHERE ${where}) AS rebuilt USING (${key})
       WHERE live IS DISTINCT FROM rebuilt)
     SELECT (SELECT count(*) FROM differing) AS differences,
            (SELECT count(*) FROM differing WHERE rebuilt IS NULL) AS only_live,
            to_jsonb(live) AS live, to_jsonb(rebuilt) AS rebuilt
     FROM differing LIMIT ${MOST_EXAMPLES}`,
  );
}
