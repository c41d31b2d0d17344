import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { type DropOffRecorded } from '@selvbetjent/contracts';
import { type Database } from '@selvbetjent/database';
import { Delivery, Inbox } from '@selvbetjent/messaging';
import { crossing, type Infrastructure, startInfrastructure, waitingForLocks } from '@selvbetjent/testing';
import { randomUUID } from 'node:crypto';
import { CountAttempt } from './count-attempt';
import { CountDropOff } from './count-drop-off';
import { CountVisit } from './count-visit';
import { type AttemptCopy, type VisitCopy } from './fact-copies';
import { LiveModel } from './live-model';
import { LIVE, REBUILT } from './read-model-tables';
import { compareModels, FACT_TABLES } from './rebuild/compare-models';
import { recomputeSums } from './recompute-sums';
import { startTonnageTables } from './tonnage-tables.test-kit';

const [NINE, TEN, ELEVEN] = ['2025-06-02T09:10:00Z', '2025-06-02T10:10:00Z', '2025-06-02T11:10:00Z'];
const [FIRST, SECOND] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

let infrastructure: Infrastructure;
let tables: Awaited<ReturnType<typeof startTonnageTables>>;
let database: Database;
let model: LiveModel;
const warn = jest.spyOn(Logger.prototype, 'warn');

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  tables = await startTonnageTables(infrastructure);
  database = tables.database;
  model = new LiveModel(database);
});
afterAll(async () => {
  await tables?.close();
  await infrastructure?.stop();
});
beforeEach(() =>
  database.query(`TRUNCATE inbox, ${Object.values(LIVE).join(', ')}, ${Object.values(REBUILT).join(', ')}`),
);

afterEach(() => expect(warn.mock.calls.flat()).not.toContainEqual(expect.stringContaining('done again')));

type Fact = { visit: VisitCopy } | { attempt: AttemptCopy } | { entry: DropOffRecorded };

/** As the reader of its type does it. */
function handle(fact: Fact): Promise<void> {
  if ('visit' in fact) return new CountVisit(model).handle(fact.visit);
  if ('attempt' in fact) return new CountAttempt(model).handle(fact.attempt);
  const { entry } = fact;
  const delivery = new Delivery(entry.entryId, 'dropoffs.drop-off.recorded.v1', new Date(), entry.stationId, 1);
  return new CountDropOff(new Inbox(), model).handle(entry, delivery);
}

function visit(
  visitId: string,
  revision: number,
  openedAt: string | null,
  closedAt: string | null = null,
): { visit: VisitCopy } {
  const place = { stationId: 'trosterud', containerId: 'ombruk' };
  return { visit: { ...place, visitId, revision, openedAt, closedAt, withdrawn: openedAt === null } };
}

function attempt(attemptId: string, revision: number, at: string): Fact {
  const place = { stationId: 'trosterud', containerId: 'ombruk' };
  return { attempt: { ...place, attemptId, revision, at, ending: 'denied', reason: 'closure' } };
}

function entry(weighingId: string, revision: number, what: Partial<DropOffRecorded>): Fact {
  return {
    entry: {
      ...{ entryId: randomUUID(), weighingId, revision, stationId: 'trosterud', containerId: 'ombruk' },
      ...{ stream: 'reuse', fraction: 'mixed', kind: 'drop-off', quality: 'ok', origin: 'household' },
      ...{ method: 'weighed', reason: null, grams: 1_000, visitIds: [FIRST], at: NINE, localDate: '2025-06-02' },
      ...what,
    },
  };
}

describe('two facts of a station at the same moment', () => {
  it.each<{ what: string; known: Fact[]; facts: [Fact, Fact]; stopAt: keyof typeof LIVE }>([
    {
      what: 'a weighing that doubts two visits, and the close of the second',
      known: [visit(FIRST, 1, TEN, TEN), visit(SECOND, 1, NINE)],
      facts: [entry(FIRST, 1, { quality: 'uncertain', visitIds: [FIRST, SECOND] }), visit(SECOND, 2, NINE, TEN)],
      stopAt: 'visit_hours',
    },
    {
      what: 'visits of hours that cross',
      known: [visit(FIRST, 1, NINE), visit(SECOND, 1, TEN)],
      facts: [visit(FIRST, 2, NINE, TEN), visit(SECOND, 2, NINE, ELEVEN)],
      stopAt: 'visit_hours',
    },
    {
      what: 'attempts of hours that cross',
      known: [attempt(FIRST, 1, NINE), attempt(SECOND, 1, TEN)],
      facts: [attempt(FIRST, 2, TEN), attempt(SECOND, 2, NINE)],
      stopAt: 'attempt_hours',
    },
    {
      what: 'weighings of fractions that cross',
      known: [entry(FIRST, 1, { fraction: 'mixed' }), entry(SECOND, 1, { fraction: 'textiles' })],
      facts: [entry(FIRST, 2, { fraction: 'textiles' }), entry(SECOND, 2, { fraction: 'mixed' })],
      stopAt: 'drop_off_counts',
    },
  ])('$what: both count at the first try', async ({ known, facts, stopAt }) => {
    for (const fact of known) await handle(fact);
    await crossing(database, [LIVE[stopAt]], () => facts.map(handle));
    await expectSumsOfFacts();
  });
});

it('a backlog of one station, told by all readers at once, counts at the first try', async () => {
  const numbers = Array.from({ length: 40 }, (_each, index) => index);
  const id = (prefix: number, n: number): string =>
    `0000000${prefix}-0000-4000-8000-${String((n * 17) % 40).padStart(12, '0')}`;
  const at = (n: number): string => new Date(Date.parse(NINE) + n * 1_700_000).toISOString();
  const readers: Fact[][] = [
    numbers.map((n) => visit(id(1, n), 1, at(n))),
    numbers.map((n) => visit(id(1, n), 2, at(n), at(n + 2))),
    numbers.map((n) => visit(id(1, n), 3, n % 5 === 0 ? null : at(n + 1), n % 5 === 0 ? null : at(n))),
    numbers.map((n) => entry(id(2, n), 1, { quality: n % 2 ? 'uncertain' : 'ok', visitIds: [id(1, n), id(1, n + 1)] })),
    numbers.map((n) => entry(id(2, n), 2, { fraction: n % 3 ? 'textiles' : 'mixed', visitIds: [id(1, n + 1)] })),
    numbers.map((n) => attempt(id(3, n), 1, at(n))),
    numbers.map((n) => attempt(id(3, n), 2, at(39 - n))),
  ];
  await Promise.all(
    readers.map(async (facts) => {
      for (const fact of facts) await handle(fact);
    }),
  );
  await expectSumsOfFacts();
});

it('facts of a station wait for one another, and those of other stations for none of them', async () => {
  const told = visit(FIRST, 1, NINE);
  const elsewhere = { visit: { ...told.visit, visitId: SECOND, stationId: 'manglerud' } };
  let waited: Promise<void> = Promise.resolve();
  await model.change('trosterud', async (tx) => {
    let isOver = false;
    waited = handle(told).finally(() => (isOver = true));
    while (!isOver && (await waitingForLocks(database)) === 0);
    await handle(elsewhere);
    expect(await tx.query('SELECT station_id FROM visits')).toEqual([{ station_id: 'manglerud' }]);
  });
  await waited;
  expect(await database.query('SELECT station_id FROM visits ORDER BY 1')).toEqual([
    { station_id: 'manglerud' },
    { station_id: 'trosterud' },
  ]);
});

async function expectSumsOfFacts(): Promise<void> {
  for (const table of FACT_TABLES) await database.query(`INSERT INTO ${REBUILT[table]} SELECT * FROM ${LIVE[table]}`);
  for (const statement of recomputeSums(REBUILT)) await database.query(statement);
  expect(await compareModels(database, LIVE, REBUILT)).toEqual([]);
}
