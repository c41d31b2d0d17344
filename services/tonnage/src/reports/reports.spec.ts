import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ActivityRecorded as ActivityFact,
  ActivityRecorded,
  type Author,
  DropOffRecorded,
  type EffectReport,
  GetSentReport,
  ListSentReports,
  type Outcome,
  QueryEffect,
  QueryYearReport,
  type RequestTo,
  SendYearReport,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Requests } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import {
  caughtUp,
  type FactSource,
  type Infrastructure,
  startFactSource,
  startInfrastructure,
} from '@selvbetjent/testing';
import { randomUUID } from 'node:crypto';
import { readTonnageConfig } from '../config';
import { describeTonnage } from '../tonnage.module';

const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['trosterud'] };

let infrastructure: Infrastructure;
let service: RunningService;
let dropoffs: FactSource;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  const config = readTonnageConfig({
    ...{ DATABASE_URL: infrastructure.databaseUrl, NATS_URL: infrastructure.natsUrl },
    ...{ TONNAGE_PORT: '0', LOG_LEVEL: 'silent' },
  });
  [dropoffs, service] = await Promise.all([
    startFactSource('dropoffs', infrastructure),
    startService(describeTonnage(config)),
  ]);
});

afterAll(async () => {
  await dropoffs?.stop();
  await service?.close();
  await infrastructure?.stop();
});

async function ask<Reply, Body extends RequestTo<Reply>>(
  contract: new () => Body & RequestTo<Reply>,
  body: Omit<Body, 'replyType'>,
): Promise<Outcome<Reply>> {
  await caughtUp(infrastructure);
  return service.app.get(Requests).ask(contract, body);
}

async function valueOf<T>(asked: Promise<Outcome<T>>): Promise<T> {
  const outcome = await asked;
  if (outcome.outcome !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

function entry(changes: Partial<DropOffRecorded> & { localDate: string; grams: number }): DropOffRecorded {
  return {
    ...{ entryId: randomUUID(), weighingId: randomUUID(), kind: 'drop-off', stationId: 'trosterud', revision: 1 },
    ...{ containerId: 'ombruk', stream: 'reuse', fraction: 'mixed-reuse', visitIds: [], quality: 'ok', reason: null },
    ...{ method: 'weighed', origin: 'household', at: `${changes.localDate}T11:00:00.000Z` },
    ...changes,
  };
}

function activity(changes: Partial<ActivityFact['activity']>, more: Partial<ActivityFact> = {}): ActivityFact {
  const counts = { visitors: null, items: null, repairedItems: null, helpers: null, note: null };
  const words = { place: 'Låven', kind: 'market' as const, title: 'Marked', goods: [], programme: null };
  return {
    ...{ activityId: randomUUID(), stationId: 'trosterud', revision: 1, cancelled: false, ...more },
    activity: { localDate: '2021-05-01', residentEvents: 1, ...words, ...counts, ...changes },
  };
}

const effectOf = (year: number, stationId = 'trosterud'): Promise<EffectReport> =>
  valueOf(ask(QueryEffect, { stationId, from: `${year}-01-01`, to: `${year}-12-31` }));

const valuesOf = ({ rows }: EffectReport): Record<string, number | null | undefined> =>
  Object.fromEntries(rows.map(({ code, values }) => [code, values[0]]));

describe('the effect table', () => {
  it('tells the station’s kilos, activities’ and businesses’ apart, and programmes beside them', async () => {
    const own = activity({ localDate: '2021-05-01', residentEvents: 2 });
    const week = activity({ localDate: '2021-11-15', residentEvents: 29, programme: 'ombruksuka' });
    const used = { kind: 'activity', containerId: 'none', localDate: '2021-05-01' } as const;
    await dropoffs.publish(
      DropOffRecorded,
      entry({ localDate: '2021-03-01', grams: 5_000 }),
      entry({ localDate: '2021-03-01', grams: -2_000, kind: 'take-out' }),
      entry({ localDate: '2021-03-01', grams: 300, stream: 'recycling', kind: 'import' }),
      entry({ localDate: '2021-03-01', grams: 999_000, quality: 'quarantine', reason: 'implausible_weight' }),
      entry({ localDate: '2021-03-01', grams: -90_000, kind: 'emptying' }),
      entry({ ...used, weighingId: own.activityId, grams: 350_000 }),
      entry({ ...used, weighingId: own.activityId, grams: 800_000, origin: 'business', revision: 2 }),
      entry({ ...used, weighingId: week.activityId, grams: 70_000 }),
      entry({ ...used, grams: 40_000, stationId: 'andre' }),
    );
    await dropoffs.publish(ActivityRecorded, own, week);
    const effect = await effectOf(2021);
    expect(valuesOf(effect)).toEqual({
      ...{ 'station-reuse': 5_000, 'station-recycling': 300, 'activity-reuse': 350_000 },
      ...{ 'business-reuse': 800_000, 'resident-events': 2 },
    });
    expect(effect.takenOutGrams).toEqual([2_000]);
    expect(effect.programmes).toEqual([{ programme: 'ombruksuka', events: [29], grams: [70_000] }]);
  });

  it('follows an activity’s newest revision, whatever the order of arrival, and forgets a cancelled one', async () => {
    const first = activity({ localDate: '2022-05-01', residentEvents: 3 });
    const second = { ...first, revision: 2, activity: { ...first.activity, residentEvents: 5 } };
    await dropoffs.publish(ActivityRecorded, second, first, second);
    expect(valuesOf(await effectOf(2022))).toMatchObject({ 'resident-events': 5 });
    await dropoffs.publish(ActivityRecorded, { ...second, revision: 3, cancelled: true });
    expect(valuesOf(await effectOf(2022))).toMatchObject({ 'resident-events': null });
  });

  it.each([
    ['2021-01-02', '2021-01-01'],
    ['1990-01-01', '2026-01-01'],
  ])('refuses the range from %s to %s', async (from, to) => {
    expect(await ask(QueryEffect, { from, to })).toMatchObject({ reason: { code: 'bad_range' } });
  });
});

describe('a report that was sent', () => {
  const send = (year: number, reportId: string = randomUUID(), author = OPERATOR) =>
    ask(SendYearReport, { author, reportId, year, note: 'Til KOSTRA', stationId: 'trosterud' });
  const get = (reportId: string, stationId = 'trosterud') => ask(GetSentReport, { reportId, stationId });

  it('stays as it was; later corrections are its difference to now', async () => {
    const metal = { stream: 'recycling', fraction: 'metal', localDate: '2024-02-01' } as const;
    await dropoffs.publish(DropOffRecorded, entry({ ...metal, grams: 10_000 }));
    const sent = await valueOf(send(2024));
    expect(sent).toMatchObject({ year: 2024, author: 'Ola', note: 'Til KOSTRA', differences: [] });
    expect(sent.report.kostra).toMatchObject([{ use: 'waste', material: 'Metall', grams: 10_000 }]);
    await dropoffs.publish(DropOffRecorded, entry({ ...metal, grams: -400, kind: 'correction', reason: 'Feil tara' }));
    const read = await valueOf(get(sent.reportId));
    expect(read.report).toEqual(sent.report);
    expect(read.differences).toMatchObject([{ fraction: 'metal', sentGrams: 10_000, nowGrams: 9_600 }]);
    const now = await valueOf(ask(QueryYearReport, { year: 2024, stationId: 'trosterud' }));
    expect(now.ledgerGrams).toBe(9_600);
    await expect(service.app.get(Database).query('UPDATE sent_reports SET year = 1')).rejects.toThrow(/append-only/);
  });

  it('is kept once, however often it is sent under its id', async () => {
    const reportId = randomUUID();
    const first = await valueOf(send(2020, reportId));
    expect(await valueOf(send(2020, reportId))).toEqual(first);
    expect(await send(2019, reportId)).toMatchObject({ outcome: 'denied', reason: { code: 'already_sent' } });
    const listed = await valueOf(ask(ListSentReports, { stationId: 'trosterud' }));
    expect(listed.filter((one) => one.reportId === reportId)).toMatchObject([{ year: 2020, author: 'Ola' }]);
  });

  it('is for operators of what it is about', async () => {
    const forbidden = { outcome: 'denied', reason: { code: 'forbidden' } };
    expect(await send(2020, randomUUID(), { ...OPERATOR, roles: ['staff'] })).toMatchObject(forbidden);
    expect(await send(2020, randomUUID(), { ...OPERATOR, stations: ['andre'] })).toMatchObject(forbidden);
    const all = { author: OPERATOR, reportId: randomUUID(), year: 2020, note: 'x' };
    expect(await ask(SendYearReport, all)).toMatchObject(forbidden);
    const { reportId } = await valueOf(send(2020));
    expect(await get(reportId, 'andre')).toMatchObject({ outcome: 'denied', reason: { code: 'not_found' } });
  });
});
