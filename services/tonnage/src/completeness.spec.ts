import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scheduleOf, type ScaleCovered, type StationChanged } from '@selvbetjent/contracts';
import { type Database } from '@selvbetjent/database';
import { compileSchedule, intervals, plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import fc from 'fast-check';
import { LiveModel } from './live-model';
import { QueryTonnageHandler } from './query-tonnage';
import { ReadModel } from './read-model';
import { LIVE, REBUILT } from './read-model-tables';
import { compareModels } from './rebuild/compare-models';
import { recomputeSums } from './recompute-sums';
import { startTonnageTables } from './tonnage-tables.test-kit';

const RUNS = 25;
const HEARD_AT = new Date('2025-06-01T12:00:00Z');
/** Both changes of the clock, a New Year, and the last day that is kept beside the first that isn't. */
const DATES = [
  '2024-03-30',
  '2024-03-31',
  '2024-10-27',
  '2024-12-31',
  '2025-01-01',
  '2025-03-31',
  '2026-12-31',
  '2027-01-01',
];
/** Around the first day that is kept. */
const LONG_AGO = ['2009-12-31', '2010-01-01'];
const HOURS = ['24/7', 'Mo-Su 09:00-16:00', 'Mo-Su 20:00-26:00', 'Su 01:30-03:30', 'Mo-Su 10:15-10:45,11:00-12:10'];
const EVERY_MINUTE = 'fffffffffffffff';

let infrastructure: Infrastructure;
let tables: Awaited<ReturnType<typeof startTonnageTables>>;
let database: Database;
let tonnage: QueryTonnageHandler;
const model = new ReadModel(LIVE);

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  tables = await startTonnageTables(infrastructure);
  database = tables.database;
  tonnage = new QueryTonnageHandler(database, new LiveModel(database));
});
afterAll(async () => {
  await tables?.close();
  await infrastructure?.stop();
});

type News = { station: StationChanged } | { covered: ScaleCovered };

const date = fc.oneof(
  { arbitrary: fc.constantFrom(...DATES), weight: 300 },
  { arbitrary: fc.constantFrom(...LONG_AGO), weight: 1 },
);
const hours = fc.constantFrom(...HOURS);
/** Seconds and their parts too: somebody ends a closure when they press. */
const instant = fc
  .tuple(date, fc.integer({ min: 0, max: 86_399_999 }))
  .map(([day, ms]) => new Date(Date.parse(`${day}T00:00:00Z`) + ms).toISOString());
const snapshot = fc.record({
  timeZone: fc.constantFrom('Europe/Oslo', 'Europe/Oslo', 'Europe/London'),
  openingHours: fc.array(fc.record({ validFrom: date, hours }), { minLength: 1, maxLength: 3 }),
  exceptions: fc.array(fc.record({ date, hours: fc.oneof(hours, fc.constant('off')) }), { maxLength: 2 }),
  closures: fc.array(
    fc.record({
      id: fc.uuid(),
      from: instant,
      until: fc.option(instant),
      containers: fc.constantFrom(null, ['ombruk']),
      appliesTo: fc.constantFrom('residents' as const, 'everyone' as const),
      reason: fc.constant({ nb: 'Stengt', en: 'Closed' }),
    }),
    { maxLength: 2 },
  ),
  retiredAt: fc.option(instant, { nil: undefined, freq: 5 }),
  containers: fc.constantFrom(
    ['ombruk'],
    ['ombruk', 'gjenvinning'],
    ['ombruk', 'gjenvinning', 'uten-vekt'],
    ['uten-vekt'],
  ),
});
type Snapshot = typeof snapshot extends fc.Arbitrary<infer T> ? T : never;
const FIELDS = ['timeZone', 'openingHours', 'exceptions', 'closures', 'retiredAt', 'containers'] as const;
/** One thing changes at a time. */
const change = fc.record({ field: fc.constantFrom(...FIELDS), to: snapshot });
const coverage = fc.record({
  containerId: fc.constantFrom('ombruk', 'ombruk', 'gjenvinning'),
  hour: fc
    .tuple(fc.constantFrom(...DATES.slice(1, 5)), fc.integer({ min: -2, max: 10 }))
    .map(([day, hour]) => new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000).toISOString()),
  minutes: fc.oneof(
    fc.constant(EVERY_MINUTE),
    fc.bigInt({ min: 0n, max: (1n << 60n) - 1n }).map((bits) => bits.toString(16).padStart(15, '0')),
  ),
});

function stationOf({ containers, ...hoursOf }: Snapshot, revision: number): StationChanged {
  return {
    ...{ stationId: 'trosterud', revision, ...hoursOf },
    containers: containers.map((id) => ({
      id,
      name: id,
      doors: [],
      scales: id === 'uten-vekt' ? [] : [{ id: `${id}-vekt` }],
    })),
  } as unknown as StationChanged;
}

const NINE_TO_TEN = stationOf(
  {
    ...{ timeZone: 'Europe/Oslo', openingHours: [{ validFrom: '2020-01-01', hours: 'Mo-Su 09:00-10:00' }] },
    ...{ exceptions: [], closures: [], retiredAt: undefined, containers: ['ombruk', 'gjenvinning', 'uten-vekt'] },
  },
  1,
);

/** The definition, in one piece over the range: the newest station's hours, held against the newest news of its scales. */
async function definition({ stationId, from, to }: { stationId: string; from: string; to: string }): Promise<unknown> {
  const [row] = await database.query<{ snapshot: StationChanged }>(
    'SELECT snapshot FROM stations WHERE station_id = $1',
    [stationId],
  );
  if (!row) return { openMinutes: 0, weighedMinutes: null };
  const [start, end] = [
    startOfLocalDate(from, row.snapshot.timeZone),
    startOfLocalDate(plusDays(to, 1), row.snapshot.timeZone),
  ];
  const open = intervals(compileSchedule(scheduleOf(row.snapshot)), start, end);
  const weighed = row.snapshot.containers.filter(({ scales }) => scales.length > 0).map(({ id }) => id);
  const known = await database.query<{ hour: Date; minutes: string; container: string }>(
    `SELECT hour, minutes::text AS minutes, container_id AS container FROM scale_hours WHERE station_id = $1`,
    [stationId],
  );
  const openMs = open.reduce((total, part) => total + part.end.getTime() - part.start.getTime(), 0);
  const told = known.filter(({ container }) => weighed.includes(container));
  let weighedMinutes: number | null = null;
  for (const part of open) {
    for (
      let hour = Math.floor(part.start.getTime() / 3_600_000) * 3_600_000;
      hour <= part.end.getTime() - 1_000;
      hour += 3_600_000
    ) {
      const scales = told.filter((each) => each.hour.getTime() === hour);
      if (scales.length === 0) continue;
      const [first, last] = [
        Math.max(0, Math.round((part.start.getTime() - hour) / 60_000)),
        Math.min(60, Math.round((part.end.getTime() - hour) / 60_000)),
      ];
      const minutes = Array.from({ length: 60 }, (_each, minute) => minute).filter(
        (minute) => minute >= first && minute < last && scales.every((scale) => scale.minutes[minute] === '1'),
      );
      weighedMinutes = (weighedMinutes ?? 0) + (scales.length === weighed.length ? minutes.length : 0);
    }
  }
  return { openMinutes: openMs / 60_000, weighedMinutes };
}

/** The definition of visits, from the visits themselves. */
async function visitsOf(stationId: string | null, from: string, to: string): Promise<unknown> {
  const [row] = await database.query(
    `SELECT count(*)::int AS visits, (count(*) FILTER (WHERE doubts = 0 AND container_id <> 'uten-vekt'))::int AS "trustedVisits"
     FROM visits JOIN stations USING (station_id)
     WHERE NOT withdrawn AND (closed_at AT TIME ZONE (snapshot ->> 'timeZone'))::date BETWEEN $1::date AND $2::date
       AND ($3::text IS NULL OR station_id = $3)`,
    [from, to, stationId],
  );
  return row;
}

async function keep(into: ReadModel, news: readonly News[]): Promise<void> {
  for (const each of news) {
    await database.transaction((tx) =>
      'station' in each ? into.keepStation(tx, each.station, HEARD_AT) : into.keepScaleHour(tx, each.covered),
    );
  }
}

async function answer(range: { stationId: string; from: string; to: string }): Promise<unknown> {
  const outcome = await tonnage.handle({ ...range, by: 'year' });
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  const { openMinutes, weighedMinutes } = outcome.value.complete;
  return { openMinutes, weighedMinutes };
}

const emptied = `TRUNCATE ${[...Object.values(LIVE), ...Object.values(REBUILT)].join(', ')}`;

describe('how complete figures are', () => {
  it('is what hours and scales say, whatever came when and was changed for the past, and the same when it is rebuilt', async () => {
    const told = fc.oneof(
      change.map((changed) => ({ changed })),
      coverage.map((covered) => ({ covered })),
    );
    const property = fc.asyncProperty(
      snapshot,
      fc.array(told, { maxLength: 14 }),
      fc.array(fc.tuple(date, date), { minLength: 1, maxLength: 3 }),
      async (first, said, ranges) => {
        let standing = first;
        const news: News[] = [{ station: stationOf(first, 1) }];
        for (const [index, each] of said.entries()) {
          const revision = index + 2;
          if ('covered' in each) news.push({ covered: { stationId: 'trosterud', revision, ...each.covered } });
          else {
            standing = { ...standing, [each.changed.field]: each.changed.to[each.changed.field] };
            news.push({ station: stationOf(standing, revision) });
          }
        }
        await database.query(emptied);
        await keep(model, news);
        for (const [one, other] of [...ranges, ['2024-01-01', '2025-12-31'] as const]) {
          const [from = one, to = other] = [one, other].sort();
          const range = { stationId: 'trosterud', from, to };
          expect(await answer(range)).toEqual(await definition(range));
        }
        const rebuilt = new ReadModel(REBUILT);
        await keep(rebuilt, news.toReversed());
        expect(await compareModels(database, LIVE, REBUILT)).toEqual([]);
        for (const statement of recomputeSums(REBUILT)) await database.query(statement);
        expect(await compareModels(database, LIVE, REBUILT)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: RUNS });
  });

  it('counts visits by the local date of their close in zones of their own, and trusts those that nothing doubts', async () => {
    const zones = { trosterud: 'Europe/Oslo', halifax: 'America/Halifax', auckland: 'Pacific/Auckland' };
    const stations = Object.entries(zones).map(([stationId, timeZone]) => ({ ...NINE_TO_TEN, stationId, timeZone }));
    await database.query(emptied);
    await keep(
      model,
      stations.map((station) => ({ station })),
    );
    const visits = fc.array(
      fc.record({
        ...{
          visitId: fc.uuid(),
          stationId: fc.constantFrom(...Object.keys(zones)),
          containerId: fc.constantFrom('ombruk', 'uten-vekt'),
        },
        ...{
          openedAt: instant,
          closedAt: fc.option(instant, { freq: 8 }),
          withdrawn: fc.integer({ max: 9 }).map((n) => n === 0),
        },
        ...{ revision: fc.integer({ min: 1, max: 3 }), isDoubted: fc.boolean() },
      }),
      { maxLength: 12 },
    );
    const ranges = fc.array(fc.tuple(date, date), { minLength: 2, maxLength: 4 });
    const property = fc.asyncProperty(visits, ranges, async (told, asked) => {
      await database.transaction(async (tx) => {
        for (const { isDoubted, ...visit } of told) {
          await model.visits.keep(tx, visit);
          if (isDoubted) await model.visits.doubt(tx, visit, 1);
        }
      });
      for (const [one, other] of asked) {
        const [from = one, to = other] = [one, other].sort();
        for (const stationId of [null, 'trosterud'])
          expect(await model.visits.count(database, { stationId, from, to })).toEqual(
            await visitsOf(stationId, from, to),
          );
      }
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  it('is worked out only for days that a snapshot changes', async () => {
    await database.query(emptied);
    const first = { ...NINE_TO_TEN, openingHours: [{ validFrom: '2020-01-01', hours: '24/7' }] };
    await keep(model, [{ station: first }]);
    const rows = (): Promise<unknown[]> => database.query('SELECT local_date, xmin::text FROM open_days ORDER BY 1');
    const before = await rows();
    await keep(model, [{ station: { ...first, revision: 2, name: 'Another' } }]);
    expect(await rows()).toEqual(before);
    await keep(model, [{ station: { ...first, revision: 3, exceptions: [{ date: '2026-12-23', hours: 'off' }] } }]);
    const after = await rows();
    expect(before.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(after[index]))).toBe(
      daysFrom('2020-01-01', '2026-12-23'),
    );
    expect(after).toHaveLength(before.length - 1);
  });

  it('is told of stations that nothing is kept of yet, and of one whose hours cannot be read', async () => {
    await database.query(emptied);
    const unreadable = {
      ...NINE_TO_TEN,
      stationId: 'a',
      openingHours: [{ validFrom: '2020-01-01', hours: 'never on time' }],
    };
    await keep(model, [{ station: NINE_TO_TEN }, { station: unreadable }]);
    await database.query(`DELETE FROM open_days; DELETE FROM open_sums; UPDATE stations SET open_until = NULL`);
    const outcome = await tonnage.handle({
      from: '2024-12-01',
      to: '2025-01-31',
      by: 'year',
    });
    expect(outcome).toMatchObject({
      outcome: 'ok',
      value: { complete: { openMinutes: 62 * 60, weighedMinutes: null } },
    });
  });
});

function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
