import { type StationChanged } from '@selvbetjent/contracts';
import { Database, prepareDataSource } from '@selvbetjent/database';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { readTonnageConfig } from '../src/config';
import { LiveModel } from '../src/live-model';
import { QueryTonnageHandler } from '../src/query-tonnage';
import { ReadModel } from '../src/read-model';
import { LIVE } from '../src/read-model-tables';
import { type DateRange } from '../src/summed-range';
import { sumVisitHours } from '../src/recompute-sums';
import { TONNAGE_MIGRATIONS } from '../src/tonnage.module';

const DAYS = 3_650;
const FIRST_DAY = '2016-01-01';
const DROP_OFFS = 1_800_000;
const SEED = 0.42;
const STATIONS = 50;
const RUNS = 15;
const INGESTED = 1_000;
const QUESTIONS = [
  ['one year, one station, by month', 's7', '2024-01-01', '2024-12-31'],
  ['one year, all stations, by month', null, '2024-01-01', '2024-12-31'],
  ['ten years, all stations, by month', null, FIRST_DAY, '2025-12-31'],
] as const;
const model = new ReadModel(LIVE);

/** A range of whole months, as the parameters $1, $2 and $3. */
const IN_RANGE = `BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3)`;
/** The same answer from the rows themselves: drop-offs are counted by weighing. */
const FROM_ROWS = `
  WITH counted AS (
    SELECT date_trunc('month', local_date::timestamp) AS period, station_id, stream, fraction, weighing_id,
           sum(grams) FILTER (WHERE kind IN ('drop-off', 'correction', 'manual', 'import')) AS put_in,
           -sum(grams) FILTER (WHERE kind = 'take-out') AS taken_out,
           (array_agg(cardinality(visit_ids) ORDER BY revision DESC))[1] AS visits
    FROM entries WHERE local_date ${IN_RANGE} AND quality <> 'quarantine'
    GROUP BY 1, 2, 3, 4, 5)
  SELECT period, station_id, stream, fraction, sum(put_in), sum(taken_out), sum(visits) FILTER (WHERE put_in > 0)
  FROM counted GROUP BY 1, 2, 3, 4`;
/** Less than the same answer: kilos alone, no drop-offs. */
const KILOS_FROM_ROWS = `
  SELECT date_trunc('month', local_date::timestamp) AS period, station_id, stream, fraction,
         sum(grams) FILTER (WHERE kind IN ('drop-off', 'correction', 'manual', 'import')),
         -sum(grams) FILTER (WHERE kind = 'take-out')
  FROM entries WHERE local_date ${IN_RANGE} AND quality <> 'quarantine' GROUP BY 1, 2, 3, 4`;
/** Only the rows that the sums are read from, of their columns those that are needed: kilos, and drop-offs. */
const RAW = [
  'station_id, starts_on, stream, fraction, kind, quality, grams FROM gram_sums',
  'station_id, starts_on, stream, fraction, drop_offs FROM drop_off_counts',
].map((rows) => `SELECT ${rows} WHERE grain = 'month' AND starts_on ${IN_RANGE}`);

const CELL = 'station_id, grain, date_trunc(grain, local_date)::date, container_id, stream, fraction';
const SUMMED = [
  `CREATE TEMP TABLE day_sums ON COMMIT DROP AS
   SELECT station_id, local_date, container_id, stream, fraction, kind, quality, sum(grams) AS grams, count(*) AS entries
   FROM entries GROUP BY 1, 2, 3, 4, 5, 6, 7`,
  `INSERT INTO gram_sums
   SELECT ${CELL}, kind, quality, 'household', 'weighed', sum(grams), sum(entries)
   FROM day_sums, unnest(ARRAY['day', 'month']) AS grain GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
  `INSERT INTO drop_off_counts
   SELECT ${CELL}, sum(entries) FROM day_sums, unnest(ARRAY['day', 'month']) AS grain
   WHERE kind = 'drop-off' GROUP BY 1, 2, 3, 4, 5, 6`,
];

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { 'drop-offs': { type: 'string', default: String(DROP_OFFS) } } });
  const options = { schema: 'tonnage', url: readTonnageConfig().databaseUrl, migrations: TONNAGE_MIGRATIONS };
  const dataSource = await prepareDataSource({ ...options, unhurried: true });
  const database = new Database(dataSource);
  try {
    const dropOffs = Number(values['drop-offs']);
    await generate(database, dropOffs);
    await generateStations(database);
    for (const [name, stationId, from, to] of QUESTIONS) await compare(database, name, { stationId, from, to });
    await changeHours(database);
    for (const stations of [10, 10_000]) await ingest(database, stations);
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Ascending ids, indexes afterwards, no log: so that making them takes less time than asking of them. A weighing has one row, so its day is
 * all that its sums need; that they are those of the rows is looked at in `compare`.
 */
async function generate(database: Database, dropOffs: number): Promise<void> {
  const started = performance.now();
  await database.transaction(async (tx) => {
    await tx.query(`SET LOCAL work_mem = '512MB'; SET LOCAL maintenance_work_mem = '512MB'`);
    await tx.query(`SELECT setseed(${SEED})`);
    await tx.query('DROP TABLE entries');
    await tx.query(
      `CREATE UNLOGGED TABLE entries AS
       SELECT id AS entry_id, id AS weighing_id, 1 AS revision, '${FIRST_DAY}'::date + (n % ${DAYS})::int AS local_date, 's' || (n % ${STATIONS}) AS station_id,
              'c' || (n / 7 % 2) AS container_id, CASE WHEN n / 7 % 2 = 0 THEN 'reuse' ELSE 'recycling' END AS stream, 'mixed' AS fraction,
              CASE WHEN random() < 0.2 THEN 'take-out' ELSE 'drop-off' END AS kind,
              CASE WHEN random() < 0.05 THEN 'uncertain' ELSE 'ok' END AS quality, 'household' AS origin, 'weighed' AS method,
              NULL::text AS reason, (1 + random() * 20000)::bigint AS grams, ARRAY[id] AS visit_ids
       FROM generate_series(1, ${dropOffs}) AS n, LATERAL (SELECT lpad(to_hex(n), 32, '0')::uuid AS id) AS named`,
    );
    await tx.query('ALTER TABLE entries ADD PRIMARY KEY (entry_id)');
    await tx.query('CREATE INDEX ON entries (weighing_id, revision)');
    await tx.query('CREATE INDEX ON entries (station_id, local_date)');
    for (const statement of SUMMED) await tx.query(statement);
  });
  await database.query('VACUUM ANALYZE entries, gram_sums, drop_off_counts');
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`${dropOffs} drop-offs, ${DAYS} days × ${STATIONS} stations, made and summed in ${seconds} s`);
}

/** What completeness is told from: when each station is open, and scales that worked then. */
const HEARD_AT = new Date('2025-12-31T12:00:00Z');
const OPEN = { validFrom: '2000-01-01', hours: 'Mo-Fr 11:00-16:00' };
const SCALE_HOURS = `
  INSERT INTO scale_hours
  SELECT station_id, container_id, day + hour * interval '1 hour', 1, ~ 0::bit(60)
  FROM (SELECT 's' || n AS station_id FROM generate_series(0, ${STATIONS - 1}) AS n) AS stations,
       unnest(ARRAY['c0', 'c1']) AS container_id, generate_series(9, 15) AS hour,
       generate_series('${FIRST_DAY}'::timestamptz, '2025-12-31', '1 day') AS day`;
const VISIT_HOURS = `
  INSERT INTO visit_hours
  SELECT station_id, container_id, day + hour * interval '1 hour', 1, 1, 0 FROM (
    SELECT DISTINCT station_id, container_id, hour - extract(hour FROM hour) * interval '1 hour' AS day FROM scale_hours) AS days,
    generate_series(10, 14) AS hour`;

async function generateStations(database: Database): Promise<void> {
  for (const statement of [SCALE_HOURS, VISIT_HOURS, sumVisitHours(LIVE)]) await database.query(statement);
  await database.query('VACUUM ANALYZE scale_hours');
  for (let n = 0; n < STATIONS; n += 1) {
    const containers = ['c0', 'c1'].map((id) => ({
      id,
      access: 'self-service',
      doors: [],
      scales: [{ id: `s${n}-${id}` }],
    }));
    const known = {
      stationId: `s${n}`,
      revision: 1,
      timeZone: 'Europe/Oslo',
      openingHours: [OPEN],
      exceptions: [],
      closures: [],
    };
    const station = { ...known, containers } as unknown as StationChanged;
    await database.transaction((tx) => model.keepStation(tx, station, HEARD_AT));
  }
  await database.query('VACUUM ANALYZE visit_hours, visit_sums, stations, open_days, open_sums');
}

async function compare(database: Database, name: string, range: DateRange): Promise<void> {
  const parameters = [range.from, range.to, range.stationId];
  const sums = await best(() => model.sums.sums(database, range, 'month'), RUNS);
  const raw = await best(async () => {
    for (const rows of RAW) await database.query(rows, parameters);
  }, RUNS);
  const handler = new QueryTonnageHandler(database, new LiveModel(database));
  const asked = { stationId: range.stationId ?? undefined, from: range.from, to: range.to, by: 'month' as const };
  const before = process.cpuUsage();
  const whole = await best(() => handler.handle(asked), RUNS);
  const { user, system } = process.cpuUsage(before);
  const rows = await best(() => database.query(FROM_ROWS, parameters), 1);
  await expectSameAnswer(database, range);
  const kilos = await best(() => database.query(KILOS_FROM_ROWS, parameters), 1);
  const times = [sums, rows, kilos, raw].map((ms) => `${ms.toPrecision(3)} ms`);
  console.log(`${name}: ${times[0]}
  ${(rows / sums).toFixed(0)} × faster than GROUP BY over the rows (${times[1]}); over kilos alone ${(kilos / sums).toFixed(0)} × (${times[2]})
  ${(sums / raw).toFixed(2)} × the time of reading the sums raw (${times[3]})
  the whole answer, with what it consists of and how complete it is: ${whole.toPrecision(3)} ms, ${(whole / sums).toFixed(1)} × the sums
  alone; the processor time of this process, which no stop of its event loop can pass, is ${((user + system) / RUNS / 1_000).toFixed(1)} ms`);
}

async function expectSameAnswer(database: Database, range: DateRange): Promise<void> {
  const fromSums = await model.sums.sums(database, range, 'month');
  const total = (pick: (row: (typeof fromSums)[number]) => number): number =>
    fromSums.reduce((sum, row) => sum + pick(row), 0);
  const [rows] = await database.query<{ grams: number; dropOffs: number }>(
    `SELECT sum(grams)::bigint AS grams, count(*) AS "dropOffs" FROM entries WHERE kind = 'drop-off' AND local_date ${IN_RANGE}`,
    [range.from, range.to, range.stationId],
  );
  if (rows?.grams !== total(({ grams }) => grams) || rows.dropOffs !== total(({ dropOffs }) => dropOffs))
    throw new Error(`The sums say ${total(({ grams }) => grams)} g, the rows ${rows?.grams} g`);
}

/** What a station's news cost: hours that change for all ten years, hours that stay, and an hour of a scale. */
async function changeHours(database: Database): Promise<void> {
  const known = await model.stations.find(database, 's7');
  if (!known) throw new Error('The stations were made before');
  const keep = (changes: Partial<StationChanged>): Promise<number> =>
    best(() => database.transaction((tx) => model.keepStation(tx, { ...known.snapshot, ...changes }, HEARD_AT)), 1);
  const changed = await keep({ openingHours: [{ ...OPEN, hours: 'Mo-Fr 10:00-15:00' }] });
  const unchanged = await keep({ openingHours: [{ ...OPEN, hours: 'Mo-Fr 10:00-15:00' }], name: 'Another' });
  const covered = {
    stationId: 's7',
    containerId: 'c0',
    hour: '2025-12-15T10:00:00Z',
    minutes: 'ffffffff0000000',
    revision: 2,
  };
  const scale = await best(() => database.transaction((tx) => model.keepScaleHour(tx, covered)), 1);
  console.log(
    `a station's hours changed for all of the past: ${changed.toFixed(0)} ms; told again as they were: ${unchanged.toFixed(1)} ms; an hour of a scale: ${scale.toFixed(1)} ms`,
  );
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
async function best(work: () => Promise<unknown>, runs: number): Promise<number> {
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
