import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DropOffRecorded, ENTRY_KINDS, PERIODS, type Period, type TonnageRow } from '@selvbetjent/contracts';
import { type Database } from '@selvbetjent/database';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { type AttemptCopy, type VisitCopy } from './fact-copies';
import { ReadModel } from './read-model';
import { LIVE, REBUILT } from './read-model-tables';
import { compareModels, FACT_TABLES } from './rebuild/compare-models';
import { recomputeSums } from './recompute-sums';
import { type DateRange } from './summed-range';
import { startTonnageTables } from './tonnage-tables.test-kit';

const RUNS = 40;
const DATES = ['2024-11-30', '2024-12-01', '2024-12-29', '2024-12-30', '2024-12-31', '2025-01-01', '2025-01-05'];

let infrastructure: Infrastructure;
let tables: Awaited<ReturnType<typeof startTonnageTables>>;
let database: Database;
const model = new ReadModel(LIVE);

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  tables = await startTonnageTables(infrastructure);
  database = tables.database;
});
afterAll(async () => {
  await tables?.close();
  await infrastructure?.stop();
});

const date = fc.constantFrom(...DATES);
const visitIds = Array.from(
  { length: 12 },
  (_each, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
);
/** What a weighing says at some time; a correction may come on another day, with other goods. */
const said = fc.record({
  grams: fc.integer({ min: -300_000, max: 300_000 }),
  kind: fc.constantFrom(...ENTRY_KINDS),
  quality: fc.constantFrom('ok' as const, 'uncertain' as const, 'quarantine' as const),
  stream: fc.constantFrom('reuse' as const, 'recycling' as const),
  method: fc.constantFrom('weighed' as const, 'estimated' as const),
  localDate: date,
  visits: fc.subarray(visitIds, { minLength: 0, maxLength: 3 }),
  isAddition: fc.boolean(),
});
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never;

/** Each statement takes the one before it back, or adds to it; in the end all may be taken back. */
function rowsOf(stationId: string, history: Said[], endsInNothing: boolean): DropOffRecorded[] {
  const weighingId = randomUUID();
  const rows: DropOffRecorded[] = [];
  const append = ({ visits, isAddition: _, ...what }: Said, grams: number, reason: string | null): unknown =>
    rows.push({
      ...{
        ...what,
        grams,
        reason,
        entryId: randomUUID(),
        weighingId,
        stationId,
        containerId: 'ombruk',
        fraction: 'mixed',
      },
      ...{ visitIds: visits, at: `${what.localDate}T11:00:00.000Z`, origin: 'household', revision: rows.length + 1 },
    });
  let standing: Said | null = null;
  for (const each of history) {
    if (standing && !each.isAddition) append(standing, -standing.grams, 'reversed');
    append(each, each.grams, null);
    standing = each;
  }
  if (standing && endsInNothing) append(standing, -standing.grams, 'reversed');
  return rows;
}

const histories = fc.array(fc.tuple(fc.array(said, { minLength: 1, maxLength: 4 }), fc.boolean()), { maxLength: 8 });

/** All of them and some twice, in any order. */
function shuffled<T>(rows: T[], ranks: fc.Stream<number>): T[] {
  return [...rows, ...rows.filter((_row, index) => index % 3 === 0)]
    .map((row) => ({ row, rank: ranks.next().value as number }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ row }) => row);
}

/** The definition, from the rows themselves. */
function definition({ stationId, from, to }: DateRange, by: Period): Promise<TonnageRow[]> {
  const formats = { day: 'YYYY-MM-DD', week: 'IYYY"-W"IW', month: 'YYYY-MM', year: 'YYYY' };
  return database.query<TonnageRow>(
    `WITH counted AS (
       SELECT to_char(local_date, $4) AS period, station_id, stream, fraction, weighing_id,
              coalesce(sum(grams) FILTER (WHERE kind = ANY($5)), 0) AS put_in,
              coalesce(-sum(grams) FILTER (WHERE kind = 'take-out'), 0) AS taken_out,
              coalesce(sum(grams) FILTER (WHERE kind = ANY($5) AND quality = 'uncertain'), 0) AS uncertain,
              (array_agg(cardinality(visit_ids) ORDER BY revision DESC))[1] AS visits
       FROM entries WHERE local_date BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3) AND quality <> 'quarantine'
       GROUP BY 1, 2, 3, 4, 5)
     SELECT * FROM (
       SELECT period, station_id AS "stationId", stream, fraction, sum(put_in)::bigint AS grams,
              sum(taken_out)::bigint AS "takenOutGrams",
              coalesce(sum(visits) FILTER (WHERE put_in > 0), 0)::bigint AS "dropOffs",
              sum(uncertain)::bigint AS "uncertainGrams"
       FROM counted GROUP BY 1, 2, 3, 4) AS each
     WHERE grams <> 0 OR "takenOutGrams" <> 0 OR "uncertainGrams" <> 0 OR "dropOffs" <> 0 ORDER BY 1, 2, 3, 4`,
    [from, to, stationId, formats[by], ['drop-off', 'correction', 'manual', 'import']],
  );
}

describe('the sums', () => {
  it('are those of the rows, by whatever period and range, order of arrival, repetition, correction and day of it', async () => {
    const property = fc.asyncProperty(
      histories,
      fc.infiniteStream(fc.nat()),
      fc.array(fc.tuple(date, date), { minLength: 1, maxLength: 3 }),
      async (all, ranks, ranges) => {
        const stationId = `s-${randomUUID().slice(0, 8)}`;
        const rows = all.flatMap(([history, endsInNothing]) => rowsOf(stationId, history, endsInNothing));
        await database.transaction(async (tx) => {
          for (const row of shuffled(rows, ranks)) await model.count(tx, row);
        });
        for (const [one, other] of ranges) {
          const [from, to] = [one, other].sort();
          const range = { stationId, from: from ?? one, to: to ?? other };
          for (const by of PERIODS)
            expect(await model.sums.sums(database, range, by)).toEqual(await definition(range, by));
        }
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });

  it('row by row are the same as computed in one piece', async () => {
    const instant = fc
      .integer({ min: 0, max: 400 })
      .map((quarters) => new Date(1_750_000_000_000 + quarters * 900_000).toISOString());
    const visit = fc.record({
      visitId: fc.constantFrom(...visitIds),
      stationId: fc.constant('trosterud'),
      containerId: fc.constant('ombruk'),
      revision: fc.constant(0),
      openedAt: instant,
      closedAt: fc.option(instant),
      withdrawn: fc.boolean(),
    });
    const attempt = fc.record({
      attemptId: fc.constantFrom(...visitIds),
      stationId: fc.constant('trosterud'),
      containerId: fc.constant('ombruk'),
      revision: fc.constant(0),
      at: instant,
      ending: fc.constantFrom('unlocked' as const, 'denied' as const),
      reason: fc.constantFrom('outside_hours', 'closure'),
    });
    const property = fc.asyncProperty(
      histories,
      fc.array(visit, { maxLength: 20 }),
      fc.array(attempt, { maxLength: 20 }),
      fc.infiniteStream(fc.nat()),
      async (all, visits, attempts, ranks) => {
        const news = [
          ...all.flatMap(([history, endsInNothing]) =>
            rowsOf('trosterud', history, endsInNothing).map((entry) => ({ entry })),
          ),
          ...visits.map((each, index) => ({ visit: { ...each, revision: index + 1 } satisfies VisitCopy })),
          ...attempts.map((each, index) => ({ attempt: { ...each, revision: index + 1 } satisfies AttemptCopy })),
        ];
        await database.query(`TRUNCATE ${Object.values(LIVE).join(', ')}, ${Object.values(REBUILT).join(', ')}`);
        await database.transaction(async (tx) => {
          for (const each of shuffled<(typeof news)[number]>(news, ranks)) {
            if ('entry' in each) await model.count(tx, each.entry);
            else if ('visit' in each) await model.visits.keep(tx, each.visit);
            else await model.attempts.keep(tx, each.attempt);
          }
        });
        for (const table of FACT_TABLES)
          await database.query(`INSERT INTO ${REBUILT[table]} SELECT * FROM ${LIVE[table]}`);
        for (const statement of recomputeSums(REBUILT)) await database.query(statement);
        expect(await compareModels(database, LIVE, REBUILT)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });
});
