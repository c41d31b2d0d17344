import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, type Outcome, type StaffEntry, VisitClosed, VisitWithdrawn } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import fc from 'fast-check';
import { CheckConservation } from './check-conservation';
import { CorrectDropOffHandler } from './correct-drop-off';
import { type DropoffsSystem, idOf, startDropoffs } from './dropoffs.test-kit';
import { ListScaleAlarmsHandler } from './list-scale-alarms';
import { aStation, type Story } from './story.test-kit';
import { UnplacedSayingStore } from './unplaced-saying.store';

const KARI: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['*'] };
const REASON = 'Sett med egne øyne';
/** What the story's day puts into the container in all. */
const DAY_GRAMS = 59_200;

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

let entries = 0;
async function correct(dropOffId: string, word: { grams?: number; stream?: 'recycling' }): Promise<StaffEntry> {
  const request = { entryId: idOf(`word-${(entries += 1)}`), dropOffId, reason: REASON, author: KARI, ...word };
  const outcome: Outcome<StaffEntry> = await system.service.app.get(CorrectDropOffHandler).handle(request);
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

interface Standing {
  rowId: string;
  weighingId: string;
  visitIds: string[];
  kind: string;
}

/** The weighings with kilos that nobody has spoken of, each with a row of it. */
const unspoken = (stationId: string): Promise<Standing[]> =>
  system.query<Standing>(
    `SELECT (SELECT entry_id FROM ledger WHERE ledger.weighing_id = weighings.weighing_id ORDER BY position DESC LIMIT 1) AS "rowId",
            weighing_id AS "weighingId", visit_ids AS "visitIds", booking ->> 'kind' AS kind
     FROM weighings WHERE station_id = $1 AND booking IS NOT NULL AND staff IS NULL AND booking ->> 'kind' <> 'drift'
     ORDER BY booking ->> 'at'`,
    [stationId],
  );

async function grams(stationId: string, condition = 'true'): Promise<number> {
  const [row] = await system.query<{ grams: number }>(
    `SELECT coalesce(sum(grams), 0)::bigint AS grams FROM ledger WHERE station_id = $1 AND ${condition}`,
    [stationId],
  );
  return row?.grams ?? NaN;
}

const alarms = async (stationId: string) =>
  (await system.service.app.get(ListScaleAlarmsHandler).handle({ stationId, standing: true, limit: 50 })).filter(
    ({ kind }) => kind === 'staff_entry_without_subject',
  );
const breaches = () => system.service.app.get(CheckConservation).handle();

/** The whole day's readings are here; visits come as the test wants them. */
async function readDay(stationId: string): Promise<{ story: Story; tell: (...visits: number[]) => Promise<void> }> {
  const story = await aStation(system, stationId);
  const day = story.day();
  await story.play(day.messages);
  await story.weighed(day);
  const facts = story.facts(day);
  const tell = async (...visits: number[]): Promise<void> => {
    for (const visit of visits) await system.access.publish(VisitClosed, facts[visit]!.closed);
    await system.caughtUp();
  };
  return { story, tell };
}

const visitId = (story: Story, visit: number): string => idOf(`${story.stationId}-${visit}`);
const rowOf = async (story: Story, visit: number): Promise<string> =>
  (await unspoken(story.stationId)).find(({ visitIds }) => visitIds.includes(visitId(story, visit)))?.rowId ?? '';

describe('what staff said of a visit', () => {
  it('stays when a visit that comes late is weighed together with it, in front of it', async () => {
    const { story, tell } = await readDay('ord-foran');
    await tell(0, 1, 2, 4, 5, 6, 7, 8);
    await correct(await rowOf(story, 4), { stream: 'recycling' });
    const labelled = await grams(story.stationId, `stream = 'recycling'`);
    expect(labelled).toBeGreaterThan(0);
    await tell(3);
    expect(await grams(story.stationId, `stream = 'recycling'`)).toBe(labelled);
    const counted = `kind IN ('drop-off', 'take-out', 'correction')`;
    expect(await grams(story.stationId, `${counted} AND '${visitId(story, 4)}' = ANY(visit_ids)`)).toBe(7_200);
    expect(await grams(story.stationId)).toBe(DAY_GRAMS);
    expect(await alarms(story.stationId)).toEqual([]);
    expect(await breaches()).toEqual([]);
  });

  it('goes to the step that is left when the visit is withdrawn', async () => {
    const { story, tell } = await readDay('ord-trukket');
    await tell(0, 6);
    await correct(await rowOf(story, 6), { stream: 'recycling', grams: 60_000 });
    const { stationId, containerId } = story.facts(story.day())[6]!.closed;
    await system.access.publish(VisitWithdrawn, { visitId: visitId(story, 6), stationId, containerId, revision: 3 });
    await system.caughtUp();
    expect(await grams(stationId, `stream = 'recycling'`)).toBe(60_000);
    expect(await alarms(stationId)).toEqual([]);
    expect(await breaches()).toEqual([]);
  });
});

describe('what staff said of a step that nobody explained', () => {
  it('is the word on the visit that comes late and made it', async () => {
    const { story, tell } = await readDay('ord-steg');
    await tell(0, 1, 2, 3, 4, 5, 7, 8);
    const step = (await unspoken(story.stationId)).find(({ kind }) => kind === 'unexplained');
    await correct(step?.rowId ?? '', { stream: 'recycling' });
    const labelled = await grams(story.stationId, `stream = 'recycling'`);
    await tell(6);
    expect(await grams(story.stationId, `stream = 'recycling'`)).toBe(63_200);
    expect(labelled).toBeGreaterThan(60_000);
    expect(await grams(story.stationId)).toBe(DAY_GRAMS);
    expect(await breaches()).toEqual([]);
  });
});

describe('what staff said of something that is nowhere any more', () => {
  it('is an alarm with author and reason until they enter what happened then anew', async () => {
    const { story, tell } = await readDay('ord-mistet');
    await tell(0, 6);
    const entryId = idOf('lost');
    await system.query(
      `INSERT INTO staff_entries (entry_id, kind, author_subject, author_name, reason, request, result, entered_at)
       VALUES ($1, 'correction', 'kari', 'Kari', $2, '{}', '{}', now())`,
      [entryId, REASON],
    );
    const { app } = system.service;
    const place = { stationId: story.stationId, containerId: 'ombruk' };
    const about = { visitIds: [idOf('of-nobody')], at: new Date('2026-11-20T08:30:00Z'), grams: 1 };
    const lost = { entryId, author: 'kari', word: { grams: 60_000 }, about, lines: [] };
    await app
      .get(Database)
      .transaction((tx) => app.get(UnplacedSayingStore).settle(tx, place, { placed: [], unplaced: [lost] }));
    const alarm = { entryId, author: 'Kari', note: REASON, containerId: 'ombruk', clearedAt: null };
    expect(await alarms(story.stationId)).toMatchObject([alarm]);
    await tell(1);
    expect(await alarms(story.stationId)).toMatchObject([alarm]);
    await correct(await rowOf(story, 0), { stream: 'recycling' });
    expect(await alarms(story.stationId)).toEqual([]);
  });
});

describe('visits that come late in any order', () => {
  it('leave the sum as the scale has it, and each word with its subject or among the alarms', async () => {
    let runs = 0;
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 });
    const word = fc.oneof(
      fc.constant({ stream: 'recycling' as const }),
      fc.integer({ min: 0, max: 70_000 }).map((said) => ({ grams: said, stream: 'recycling' as const })),
    );
    const story = fc.record({
      order,
      early: fc.integer({ min: 1, max: 8 }),
      words: fc.array(word, { minLength: 1, maxLength: 3 }),
    });
    const seed = Date.now() % 2 ** 31;
    process.stdout.write(`staff-words seed ${seed}\n`);
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const stationId = `ord-tilfeldig-${(runs += 1)}`;
        const { tell } = await readDay(stationId);
        await tell(...told.order.slice(0, told.early));
        const spokenOf: { entryId: string; visitIds: string[] }[] = [];
        for (const said of told.words) {
          const subject = (await unspoken(stationId)).at(-1);
          if (subject) spokenOf.push({ visitIds: subject.visitIds, ...(await correct(subject.rowId, said)) });
        }
        for (const visit of told.order.slice(told.early)) await tell(visit);
        const lost = (await alarms(stationId)).map(({ entryId }) => entryId);
        for (const { entryId, visitIds } of spokenOf) {
          const standing = await system.query<{ visitIds: string[] }>(
            `SELECT visit_ids AS "visitIds" FROM weighings
             WHERE station_id = $1 AND staff @> jsonb_build_array(jsonb_build_object('entryId', $2::text))`,
            [stationId, entryId],
          );
          const isWithItsVisits = standing.some((it) => visitIds.every((id) => it.visitIds.includes(id)));
          expect(standing.length).toBe(lost.includes(entryId) ? 0 : 1);
          if (visitIds.length > 0) expect(isWithItsVisits).toBe(true);
        }
        expect(await grams(stationId)).toBe(DAY_GRAMS);
        expect(await breaches()).toEqual([]);
      }),
      { numRuns: 3, seed },
    );
  });
});
