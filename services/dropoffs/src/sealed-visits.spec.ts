import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VisitClosed, VisitWithdrawn } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { CheckConservation } from './check-conservation';
import { type DropoffsSystem, idOf, startDropoffs, until } from './dropoffs.test-kit';
import { ReadingDays } from './reading-days';
import { SampleStore } from './sample.store';
import { aStation, type Story } from './story.test-kit';

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

const VISITS: NonNullable<Parameters<Story['day']>[0]> = [
  { at: '09:05', grams: 12_300 },
  { at: '11:00', grams: 4_700 },
  { at: '13:00', grams: 7_200 },
  { at: '15:00', grams: 2_500 },
];

/** The whole day's readings are here; visits come as the test wants them. */
async function readDay(stationId: string, visits = VISITS) {
  const story = await aStation(system, stationId);
  const day = story.day(visits);
  await story.play(day.messages);
  await story.weighed(day);
  const facts = story.facts(day);
  const tell = async (...told: number[]): Promise<void> => {
    for (const visit of told) await system.access.publish(VisitClosed, facts[visit]!.closed);
    await system.caughtUp();
  };
  return { story, facts, tell };
}

const visitId = ({ stationId }: Story, visit: number): string => idOf(`${stationId}-${visit}`);

/** As when the raw readings of their weighings have gone. */
async function seal(story: Story, ...visits: number[]): Promise<void> {
  await system.query('UPDATE visits SET sealed = true WHERE visit_id = ANY($1)', [
    visits.map((visit) => visitId(story, visit)),
  ]);
}

async function bookedGrams(stationId: string): Promise<number> {
  const [row] = await system.query<{ grams: number }>(
    `SELECT coalesce(sum(grams), 0)::bigint AS grams FROM ledger WHERE station_id = $1 AND kind <> 'drift'`,
    [stationId],
  );
  return row?.grams ?? NaN;
}

const breaches = () => system.service.app.get(CheckConservation).handle();

describe('sealed visits', () => {
  it('keep their kilos to themselves when a visit in front of them comes late', async () => {
    const { story, tell } = await readDay('forseglet-foran');
    await tell(1, 2, 3);
    await seal(story, 1, 2);
    await tell(0);
    expect(await story.sums()).toMatchObject({
      '{visit 0}': 12_300,
      '{visit 1}': 4_700,
      '{visit 2}': 7_200,
      '{visit 3}': 2_500,
    });
    expect(await bookedGrams(story.stationId)).toBe(26_700);
    expect(await breaches()).toEqual([]);
  });

  it('keep their kilos when one that was weighed together with others is withdrawn', async () => {
    const { story, facts, tell } = await readDay('forseglet-trukket', [
      { at: '09:05', grams: 12_300 },
      ...[
        { at: '09:40', grams: 4_700, stayMs: 40_000 },
        { at: '09:41', grams: 2_500, stayMs: 30_000 },
      ],
    ]);
    await tell(0, 1, 2);
    expect(await story.rows(2)).toMatchObject([{ grams: 7_200 }]);
    await seal(story, 0, 1, 2);
    const { stationId, containerId } = facts[1]!.closed;
    await system.access.publish(VisitWithdrawn, { visitId: visitId(story, 1), stationId, containerId, revision: 3 });
    await system.caughtUp();
    expect(await bookedGrams(stationId)).toBe(19_500);
    expect(await story.rows(2)).toMatchObject([{ grams: 7_200 }]);
  });
});

describe('late readings of a day long past', () => {
  it('stay while somebody weighs with them, so that no visit is weighed without', async () => {
    const { app } = system.service;
    const farAhead = new Date('2030-01-01T00:00:00Z');
    const odd = 'SELECT 1 FROM readings_of_odd_days WHERE boot = $1';
    // Days that go keep it waiting anyway.
    await app.get(ReadingDays).dropOld(farAhead);
    await system.query(
      `INSERT INTO readings (device_id, boot, seq, station_id, container_id, at, raw_at, received_at, status)
       VALUES ('x', 'long-past', 1, 'trosterud', 'ombruk', '2020-01-01', '2020-01-01', now(), 'fault')`,
    );
    let dropping: Promise<unknown> = Promise.resolve();
    await app.get(Database).transaction(async (tx) => {
      await app.get(SampleStore).scaleOf(tx, { stationId: 'trosterud', containerId: 'ombruk' }, farAhead);
      let isOver = false;
      dropping = app
        .get(ReadingDays)
        .dropOld(farAhead)
        .finally(() => (isOver = true));
      const waits = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'readings_of_odd_days'::regclass`;
      await until(async () => isOver || (await system.query(waits)).length > 0);
      expect(await tx.query(odd, ['long-past'])).toHaveLength(1);
    });
    await dropping;
    expect(await system.query(odd, ['long-past'])).toEqual([]);
  });
});
