import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Activity,
  type ActivityGoods,
  type ActivityView,
  type Author,
  CancelActivity,
  CorrectActivity,
  ListActivities,
  type Outcome,
  RecordActivity,
  type RequestTo,
  StationChanged,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { randomUUID } from 'node:crypto';
import { type DropoffsSystem, startDropoffs, TROSTERUD } from '../dropoffs.test-kit';

const STAFF: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] };
const BENCH: ActivityGoods = {
  ...{ stream: 'reuse', fraction: 'construction', grams: 350_000, method: 'estimated', origin: 'household' },
};
const ACTIVITY: Activity = {
  ...{
    localDate: '2021-08-15',
    place: 'Parken',
    kind: 'construction',
    title: 'Benk',
    goods: [BENCH],
    residentEvents: 0,
  },
  ...{ programme: null, visitors: null, items: null, repairedItems: null, helpers: 12, note: null },
};

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
  await system.stations.publish(StationChanged, { ...TROSTERUD, stationId: 'tveita', containers: [] });
  await system.caughtUp();
});
afterAll(() => system?.stop());

function ask<Reply, Body extends RequestTo<Reply>>(
  contract: new () => Body & RequestTo<Reply>,
  body: Omit<Body, 'replyType'>,
): Promise<Outcome<Reply>> {
  return system.service.app.get(Requests).ask(contract, body);
}

function record(
  activity: Partial<Activity> = {},
  more: { activityId?: string; author?: Author; stationId?: string } = {},
) {
  const named = { author: STAFF, stationId: 'trosterud', activityId: randomUUID(), ...more };
  return ask(RecordActivity, { ...named, activity: { ...ACTIVITY, ...activity } });
}

async function recorded(activity: Partial<Activity> = {}): Promise<ActivityView> {
  const outcome = await record(activity);
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

function correct({ activityId, revision }: ActivityView, activity: Partial<Activity>, expectedRevision = revision) {
  const named = { author: STAFF, stationId: 'trosterud', activityId, expectedRevision, reason: 'Veid på nytt' };
  return ask(CorrectActivity, { ...named, activity: { ...ACTIVITY, ...activity } });
}

function cancel(activityId: string) {
  return ask(CancelActivity, { author: STAFF, stationId: 'trosterud', activityId, reason: 'Ført to ganger' });
}

async function ledgerOf(activityId: string): Promise<unknown[][]> {
  const rows = await system.query(
    `SELECT kind, container_id, local_date, fraction, grams, reason, author, revision FROM ledger
     WHERE weighing_id = $1 ORDER BY revision`,
    [activityId],
  );
  return rows.map(Object.values);
}

async function factsOf(activityId: string): Promise<string[]> {
  const rows = await system.query<{ type: string }>(
    `SELECT envelope ->> 'type' AS type FROM outbox WHERE coalesce(body ->> 'activityId', body ->> 'weighingId') = $1
     ORDER BY position`,
    [activityId],
  );
  return rows.map(({ type }) => type);
}

const ENTERED = ['activity', 'none', '2021-08-15', 'construction', 350_000, null, 'kari', 1];
const FACTS = ['dropoffs.activity.recorded.v1', 'dropoffs.drop-off.recorded.v1'];

describe('an activity', () => {
  it('commits with its kilos and the facts of both', async () => {
    const view = await recorded();
    expect(view).toMatchObject({ activity: ACTIVITY, revision: 1, cancelled: false, author: 'Kari', reason: null });
    expect(await ledgerOf(view.activityId)).toEqual([ENTERED]);
    expect(await factsOf(view.activityId)).toEqual(FACTS);
  });

  it('entered again under its id is there once; another one under it is denied', async () => {
    const activityId = randomUUID();
    const both = await Promise.all([record({}, { activityId }), record({}, { activityId })]);
    expect(both.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    expect(both[0]).toEqual(both[1]);
    const other = await record({ title: 'En annen' }, { activityId });
    expect(other).toMatchObject({ outcome: 'denied', reason: { code: 'already_recorded' } });
    expect(await ledgerOf(activityId)).toEqual([ENTERED]);
  });

  it('is corrected by rows of the difference, with reason and author; nothing is edited', async () => {
    const first = await recorded();
    const second = await correct(first, { goods: [{ ...BENCH, grams: 340_000 }] });
    expect(second).toMatchObject({ outcome: 'ok', value: { revision: 2, reason: 'Veid på nytt' } });
    expect(await ledgerOf(first.activityId)).toEqual([
      ENTERED,
      ['activity', 'none', '2021-08-15', 'construction', -10_000, 'Veid på nytt', 'kari', 2],
    ]);
    await expect(system.query('DELETE FROM activity_versions')).rejects.toThrow(/append-only/);
  });

  it('that was on another day moves its kilos there', async () => {
    const first = await recorded();
    await correct(first, { localDate: '2022-01-02' });
    expect((await ledgerOf(first.activityId)).slice(1)).toEqual([
      ['activity', 'none', '2021-08-15', 'construction', -350_000, 'Veid på nytt', 'kari', 2],
      ['activity', 'none', '2022-01-02', 'construction', 350_000, 'Veid på nytt', 'kari', 3],
    ]);
  });

  it('corrected in other words only has no new rows of kilos', async () => {
    const first = await recorded();
    await correct(first, { title: 'Lang benk' });
    expect(await ledgerOf(first.activityId)).toEqual([ENTERED]);
    expect(await factsOf(first.activityId)).toEqual([...FACTS, FACTS[0]]);
  });

  it('is corrected by one of two who saw the same', async () => {
    const first = await recorded();
    const both = await Promise.all([correct(first, { helpers: 11 }), correct(first, { helpers: 13 })]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['denied', 'ok']);
    expect(both.find(({ outcome }) => outcome === 'denied')).toMatchObject({
      reason: { code: 'stale_version', details: { revision: 2 } },
    });
  });

  it('that is cancelled gives its kilos back, once, and stays to be seen', async () => {
    const first = await recorded();
    const outcomes = [await cancel(first.activityId), await cancel(first.activityId)];
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(outcomes[0]).toMatchObject({ outcome: 'ok', value: { cancelled: true, revision: 2 } });
    expect((await ledgerOf(first.activityId)).map((row) => row[4])).toEqual([350_000, -350_000]);
    expect(await correct(first, {}, 2)).toMatchObject({ outcome: 'denied', reason: { code: 'cancelled' } });
  });
});

describe('what is refused', () => {
  it.each([
    ['of another station', { stations: ['tveita'] }],
    ['without a role', { roles: ['resident'] }],
  ])('staff %s', async (_name, change) => {
    expect(await record({}, { author: { ...STAFF, ...change } })).toMatchObject({
      outcome: 'denied',
      reason: { code: 'forbidden' },
    });
  });

  it('a day that has not been, an unknown station, and an activity of another station', async () => {
    expect(await record({ localDate: '2098-01-01' })).toMatchObject({ reason: { code: 'date_in_future' } });
    const author = { ...STAFF, stations: ['*'] };
    expect(await record({}, { stationId: 'ukjent', author })).toMatchObject({ reason: { code: 'not_found' } });
    const { activityId } = await recorded();
    const elsewhere = { author, stationId: 'tveita', activityId, reason: 'x' };
    expect(await ask(CancelActivity, elsewhere)).toMatchObject({ reason: { code: 'not_found' } });
  });

  it('goods of no weight', async () => {
    expect(await record({ goods: [{ ...BENCH, grams: 0 }] })).toMatchObject({ outcome: 'permanent' });
  });
});

describe('the list', () => {
  it('has every activity of its days once, newest first, page by page', async () => {
    const dates = ['2019-03-01', '2019-03-02', '2019-03-02', '2019-03-04'];
    for (const localDate of dates) await recorded({ localDate });
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const range = { stationId: 'trosterud', from: '2019-03-01', to: '2019-03-31', limit: 1 };
      const page = await ask(ListActivities, { ...range, ...(cursor && { cursor }) });
      if (page.outcome !== 'ok') throw new Error(JSON.stringify(page));
      seen.push(...page.value.items.map(({ activity }) => activity.localDate));
      cursor = page.value.next;
    } while (cursor !== null);
    expect(seen).toEqual(dates.toReversed());
  });
});
