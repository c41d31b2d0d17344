import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@selvbetjent/database';
import { connectAsync } from 'mqtt';
import { type DropoffsSystem, idOf, readingsTopic, startDropoffs, until } from './dropoffs.test-kit';
import { ListScaleAlarmsHandler } from './list-scale-alarms';
import { ReadingDays } from './reading-days';
import { ScaleListener } from './scale.listener';
import { WeighingDueStore } from './weighing-due.store';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

async function send(
  boot: string,
  seqs: number[],
  { at = Date.UTC(2026, 0, 5), grams = 1_000, more = {} } = {},
): Promise<void> {
  const readings = seqs.map((seq) => ({ seq, at: new Date(at + seq * 1_000).toISOString(), grams }));
  await system.device.publishAsync(readingsTopic('ombruk-vekt'), JSON.stringify({ boot, readings, ...more }), {
    qos: 1,
  });
}

async function has(sql: string, ...parameters: unknown[]): Promise<boolean> {
  return (await system.query(sql, parameters)).length > 0;
}

const tables = async (): Promise<string[]> =>
  (
    await system.query<{ name: string }>(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'readings'::regclass ORDER BY 1`,
    )
  ).map(({ name }) => name);

describe('a reading', () => {
  it('that comes again with other content changes nothing, and is kept beside the first one', async () => {
    await send('first-stays', [1, 2]);
    await send('first-stays', [1, 2, 3], { grams: 7_000 });
    await send('first-stays', [1, 2, 3], { grams: 7_000 });
    await until(() => has(`SELECT 1 FROM boots WHERE boot = 'first-stays' AND received @> 3::bigint`));
    expect(await system.query(`SELECT seq, grams FROM readings WHERE boot = 'first-stays' ORDER BY seq`)).toEqual([
      { seq: 1, grams: 1_000 },
      { seq: 2, grams: 1_000 },
      { seq: 3, grams: 7_000 },
    ]);
    expect(await system.query(`SELECT conflicts FROM boots WHERE boot = 'first-stays'`)).toEqual([{ conflicts: 2 }]);
    const metrics = await (await fetch(`${system.service.url}/metrics`)).text();
    expect(metrics).toContain('selvbetjent_readings_conflicting 2');
    const alarms = (question: object) =>
      system.service.app.get(ListScaleAlarmsHandler).handle({ stationId: 'trosterud', limit: 10, ...question });
    const alarm = { kind: 'reading_conflict', containerId: 'ombruk', deviceId: 'ombruk-vekt' };
    expect(await alarms({ standing: true })).toMatchObject([{ ...alarm, clearedAt: null }]);
    await system.query(`UPDATE conflicting_readings SET received_at = received_at - interval '2 days'`);
    expect(await alarms({ standing: true })).toEqual([]);
    expect(await alarms({})).toMatchObject([{ ...alarm, clearedAt: expect.any(String) }]);
    expect(await alarms({ stationId: 'tveita' })).toEqual([]);
  });

  it('that the device had given up for lost is taken in when it comes after all', async () => {
    await send('lost', [5], { more: { oldestSeq: 5 } });
    await send('lost', [3]);
    await until(() => has(`SELECT 1 FROM readings WHERE boot = 'lost' AND seq = 3`));
  });

  it('of two devices that speak under one name in turns is noticed', async () => {
    for (const [boot, seq] of [
      ['one', 1],
      ['other', 1],
      ['one', 2],
    ] as const) {
      await send(boot, [seq], { at: Date.now() - 3_000 });
      await until(() => has('SELECT 1 FROM boots WHERE boot = $1 AND stored @> $2::bigint', boot, seq));
    }
    expect(await system.query(`SELECT boot FROM boots WHERE contested_at IS NOT NULL`)).toEqual([{ boot: 'one' }]);
  });
});

describe('raw readings', () => {
  it('lie by day, and those of no expected day beside them until theirs comes', async () => {
    const at = Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS;
    const name = `readings_${new Date(at).toISOString().slice(0, 10).replaceAll('-', '_')}`;
    await system.query(
      `INSERT INTO readings (device_id, boot, seq, station_id, container_id, at, raw_at, received_at, status)
       VALUES ('x', 'early', 1, 'trosterud', 'ombruk', $1, $1, now(), 'fault')`,
      [new Date(at + 1_000)],
    );
    await send('by-day', [1, 2], { at });
    await until(() => has(`SELECT 1 FROM readings WHERE boot = 'by-day'`));
    expect(await system.query(`SELECT boot, seq FROM ${name} ORDER BY 1, 2`)).toEqual([
      { boot: 'by-day', seq: 1 },
      { boot: 'by-day', seq: 2 },
      { boot: 'early', seq: 1 },
    ]);
  });

  it.each([
    { clock: 'an-hour-behind', behindMs: HOUR_MS, daysAgo: 30, intoDayMs: HOUR_MS / 2 },
    { clock: 'an-hour-ahead', behindMs: -HOUR_MS, daysAgo: 34, intoDayMs: DAY_MS - HOUR_MS / 2 },
    { clock: 'three-years-behind', behindMs: 3 * 365 * DAY_MS, daysAgo: 38, intoDayMs: HOUR_MS },
  ])('lie in the day that it was when the clock is $clock', async ({ clock, behindMs, daysAgo, intoDayMs }) => {
    const trueAt = Math.floor(Date.now() / DAY_MS) * DAY_MS - daysAgo * DAY_MS + intoDayMs;
    const day = (atMs: number): string => `readings_${new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '_')}`;
    const sentAt = new Date(Date.now() - behindMs).toISOString();
    await send(clock, [1, 2], { at: trueAt - behindMs, more: { sentAt } });
    await until(() => has('SELECT 1 FROM readings WHERE boot = $1', clock));
    const places = 'SELECT DISTINCT tableoid::regclass::text AS day FROM readings WHERE boot = $1';
    expect(await system.query(places, [clock])).toEqual([{ day: day(trueAt) }]);
    expect(await tables()).not.toContain(day(trueAt - behindMs));
  });

  it('go with their day after their time, are never taken in again, and leave the ledger alone', async () => {
    const at = Math.floor(Date.now() / DAY_MS) * DAY_MS - 90 * DAY_MS;
    const name = `readings_${new Date(at).toISOString().slice(0, 10).replaceAll('-', '_')}`;
    await send('old', [1, 2], { at });
    await until(() => has(`SELECT 1 FROM readings WHERE boot = 'old'`));
    expect(await tables()).toContain(name);
    const days = system.service.app.get(ReadingDays);
    expect(await days.dropOld(new Date())).toEqual([]);
    expect(await days.dropOld(new Date(Date.now() + DAY_MS))).toEqual([name]);
    expect(await tables()).not.toContain(name);
    await send('old', [1, 2], { at });
    await send('old', [3], { at });
    await until(() => has(`SELECT 1 FROM readings WHERE boot = 'old'`));
    expect(await system.query(`SELECT seq FROM readings WHERE boot = 'old'`)).toEqual([{ seq: 3 }]);
  });

  it('stay after their time until they are weighed', async () => {
    const place = { stationId: 'trosterud', containerId: 'ombruk' };
    const at = Math.floor(Date.now() / DAY_MS) * DAY_MS - 89 * DAY_MS;
    const name = `readings_${new Date(at).toISOString().slice(0, 10).replaceAll('-', '_')}`;
    const [days, due] = [system.service.app.get(ReadingDays), system.service.app.get(WeighingDueStore)];
    await send('late', [1], { at });
    await until(() => has(`SELECT 1 FROM readings WHERE boot = 'late'`));
    await system.service.app.get(Database).transaction(async (tx) => {
      await due.serialise(tx, place);
      await system.query(
        `INSERT INTO weighing_due (station_id, container_id, from_at, until_at) VALUES ('trosterud', 'ombruk', $1, $1)`,
        [new Date(at + 3_600_000)],
      );
      expect(await days.dropOld(new Date(Date.now() + 2 * DAY_MS))).not.toContain(name);
    });
    await until(async () => !(await has(`SELECT 1 FROM weighing_due`)));
    expect(await days.dropOld(new Date(Date.now() + 2 * DAY_MS))).toContain(name);
  });

  it('that go seal a weighing as a whole, never a part of its visits, and none whose readings came late', async () => {
    const at = Math.floor(Date.now() / DAY_MS) * DAY_MS - 80 * DAY_MS;
    const longAgo = at - 20 * DAY_MS;
    await send('seals', [1], { at: at - DAY_MS - 60_000 });
    await send('long-ago', [1], { at: longAgo });
    await until(() => has(`SELECT 1 FROM readings WHERE boot = 'seals'`));
    await until(() => has(`SELECT 1 FROM readings_of_odd_days WHERE boot = 'long-ago'`));
    for (const [weighing, visit, closedAt] of [
      ['over-midnight', 'before-midnight', at - 60_000],
      ['over-midnight', 'after-midnight', at + 60_000],
      ['alone', 'alone', at - 60_000],
      ['told-late', 'told-late', longAgo + 60_000],
    ] as const) {
      await system.query(
        `INSERT INTO weighings (weighing_id, station_id, container_id, state, visit_ids)
         VALUES ($1, 'trosterud', 'ombruk', 'final', '{}') ON CONFLICT DO NOTHING`,
        [idOf(weighing)],
      );
      await system.query(
        `INSERT INTO visits (visit_id, station_id, container_id, revision, opened_at, closed_at, heard_at, weighing_id)
         VALUES ($1, 'trosterud', 'ombruk', 1, $2::timestamptz - interval '1 minute', $2, now(), $3)`,
        [idOf(visit), new Date(closedAt), idOf(weighing)],
      );
    }
    await system.service.app.get(ReadingDays).dropOld(new Date(at + 89 * DAY_MS));
    const sealed = await system.query<{ visit_id: string }>('SELECT visit_id FROM visits WHERE sealed');
    expect(sealed).toEqual([{ visit_id: idOf('alone') }]);
  });
});

describe('a client that uses our id', () => {
  it('is noticed, and nothing is lost to it', async () => {
    const thief = await connectAsync(system.infrastructure.mqttUrl, {
      clientId: 'selvbetjent-dropoffs',
      clean: false,
      reconnectPeriod: 50,
    });
    try {
      await until(() => has('SELECT 1 FROM scale_listener WHERE contested'));
    } finally {
      await thief.endAsync(true);
    }
    await until(async () => {
      await send('after-the-thief', [1]);
      return has(`SELECT 1 FROM readings WHERE boot = 'after-the-thief'`);
    });
    expect(system.service.app.get(ScaleListener).subscriptions.size).toBeGreaterThan(0);
  });
});
