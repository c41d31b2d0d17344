import { Database, prepareDataSource } from '@selvbetjent/database';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readTonnageConfig } from '../src/config';
import { ReadModel } from '../src/read-model';
import { LIVE } from '../src/read-model-tables';
import { recomputeSums } from '../src/recompute-sums';
import { type DateRange } from '../src/sum.store';
import { TONNAGE_MIGRATIONS } from '../src/tonnage.module';

const DAYS = 3_650;
const FIRST_DAY = '2016-01-01';
const DROP_OFFS = 1_800_000;
const SEED = 0.42;
const STATIONS = 50;
const RUNS = 5;
const INGESTED = 1_000;
const model = new ReadModel(LIVE);

/** The same answer from the rows themselves: drop-offs are counted by weighing. */
const FROM_ROWS = `
  WITH counted AS (
    SELECT to_char(local_date, 'YYYY-MM') AS period, station_id, stream, fraction, weighing_id,
           sum(grams) FILTER (WHERE kind IN ('drop-off', 'correction', 'manual', 'import')) AS put_in,
           -sum(grams) FILTER (WHERE kind = 'take-out') AS taken_out,
           (array_agg(cardinality(visit_ids) ORDER BY revision DESC))[1] AS visits
    FROM entries
    WHERE local_date BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3) AND quality <> 'quarantine'
    GROUP BY 1, 2, 3, 4, 5)
  SELECT period, station_id, stream, fraction, sum(put_in), sum(taken_out), sum(visits) FILTER (WHERE put_in > 0)
  FROM counted GROUP BY 1, 2, 3, 4`;
/** Only the rows that the sums are read from. */
const RAW = `
  SELECT station_id, starts_on, stream, fraction, kind, quality, grams FROM gram_sums
  WHERE grain = 'month' AND starts_on BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3)`;

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { 'drop-offs': { type: 'string', default: String(DROP_OFFS) } } });
  const options = { schema: 'tonnage', url: readTonnageConfig().databaseUrl, migrations: TONNAGE_MIGRATIONS };
  const dataSource = await prepareDataSource({ ...options, unhurried: true });
  const database = new Database(dataSource);
  try {
    const dropOffs = Number(values['drop-offs']);
    const seconds = await generate(database, dropOffs);
    console.log(`${dropOffs} drop-offs, ${DAYS} days × ${STATIONS} stations, summed in ${seconds.toFixed(1)} s`);
    await compare(database, 'ten years, all stations, by month', {
      stationId: null,
      from: FIRST_DAY,
      to: '2025-12-31',
    });
    await compare(database, 'one year, all stations, by month', {
      stationId: null,
      from: '2024-01-01',
      to: '2024-12-31',
    });
    await compare(database, 'one year, one station, by month', {
      stationId: 's7',
      from: '2024-01-01',
      to: '2024-12-31',
    });
    for (const stations of [10, 10_000]) await ingest(database, stations);
  } finally {
    await dataSource.destroy();
  }
}

/** @returns how long the sums took, in seconds */
async function generate(database: Database, dropOffs: number): Promise<number> {
  await database.transaction(async (tx) => {
    await tx.query('SELECT setseed($1)', [SEED]);
    await tx.query(
      `INSERT INTO entries
       SELECT gen_random_uuid(), gen_random_uuid(), 1, $2::date + (n % $3)::int, 's' || (n % $4), 'c' || (n / 7 % 2),
              CASE WHEN n / 7 % 2 = 0 THEN 'reuse' ELSE 'recycling' END, 'mixed',
              CASE WHEN random() < 0.2 THEN 'take-out' ELSE 'drop-off' END, CASE WHEN random() < 0.05 THEN 'uncertain' ELSE 'ok' END,
              'household', 'weighed', NULL, (random() * 20000)::bigint, ARRAY[gen_random_uuid()]
       FROM generate_series(1, $1::bigint) AS n`,
      [dropOffs, FIRST_DAY, DAYS, STATIONS],
    );
  });
  const started = performance.now();
  for (const statement of recomputeSums(LIVE)) await database.query(statement);
  await database.query('CREATE INDEX ON entries (local_date, station_id)');
  await database.query('VACUUM ANALYZE entries, gram_sums, drop_off_counts');
  return (performance.now() - started) / 1_000;
}

async function compare(database: Database, name: string, range: DateRange): Promise<void> {
  const parameters = [range.from, range.to, range.stationId];
  const sums = await best(() => model.sums.sums(database, range, 'month'));
  const rows = await best(() => database.query(FROM_ROWS, parameters), 2);
  const raw = await best(() => database.query(RAW, parameters));
  const ratios = `${(rows / sums).toFixed(0)} × faster than GROUP BY over the rows, ${(sums / raw).toFixed(1)} × the time of reading the sums raw`;
  console.log(`${name}: ${sums.toFixed(1)} ms; ${ratios}`);
}

async function ingest(database: Database, stations: number): Promise<void> {
  const started = performance.now();
  for (let n = 0; n < INGESTED; n += 1) {
    await database.transaction((tx) =>
      model.count(tx, {
        ...{
          entryId: randomUUID(),
          weighingId: randomUUID(),
          kind: 'drop-off',
          stationId: `n${n % stations}`,
          revision: 1,
        },
        ...{
          containerId: 'c0',
          stream: 'reuse',
          fraction: 'mixed',
          visitIds: [randomUUID()],
          grams: 1_000,
          quality: 'ok',
        },
        ...{
          at: '2026-11-20T10:00:00Z',
          localDate: '2026-11-20',
          reason: null,
          method: 'weighed',
          origin: 'household',
        },
      }),
    );
  }
  const perSecond = INGESTED / ((performance.now() - started) / 1_000);
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  console.log(
    `${stations} stations: ${perSecond.toFixed(0)} rows a second, one transaction each; ${megabytes.toFixed(0)} MB of memory`,
  );
}

/** The fastest of some runs, in milliseconds: what the machine does beside it only adds. */
async function best(work: () => Promise<unknown>, runs = RUNS): Promise<number> {
  let fastest = Infinity;
  for (let n = 0; n < runs; n += 1) {
    const started = performance.now();
    await work();
    fastest = Math.min(fastest, performance.now() - started);
  }
  return fastest;
}

run().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
