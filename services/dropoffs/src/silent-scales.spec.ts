import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VisitClosed, VisitOpened } from '@selvbetjent/contracts';
import { FixedClock } from '@selvbetjent/testing';
import { CheckConservation } from './check-conservation';
import { DropOldReadings } from './drop-old-readings';
import { type DropoffsSystem, startDropoffs, until } from './dropoffs.test-kit';
import { FinishSilentWeighings } from './finish-silent-weighings';
import { ReadingDays } from './reading-days';
import { aStation, type Story } from './story.test-kit';

const LAST_READING = '2026-11-20T08:10:00.000Z';
const DAY = 'readings_2026_11_20';
const AFTER_90_DAYS = new Date('2027-02-20T00:00:00Z');

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

/** What the hourly run does at that time. */
function dropAt(now: Date): Promise<string[]> {
  const { app } = system.service;
  return new DropOldReadings(app.get(ReadingDays), app.get(FinishSilentWeighings), new FixedClock(now)).handle();
}

/** A visit at 09:05 local time whose scale says its last word some minutes after the close. */
async function silentAfter(stationId: string): Promise<Story> {
  const story = await aStation(system, stationId);
  const day = story.day([{ at: '09:05', grams: 12_300 }]);
  const [{ opened, closed }] = story.facts(day) as [ReturnType<Story['facts']>[number]];
  const readings = day.messages.filter(({ kind, payload }) => kind === 'scale' && lastAt(payload) <= LAST_READING);
  await story.play(readings);
  const newest = lastAt(readings.at(-1)?.payload ?? '');
  await until(async () => {
    const has = 'SELECT 1 FROM readings WHERE station_id = $1 AND at >= $2';
    return (await system.query(has, [stationId, newest])).length > 0;
  });
  await system.access.publish(VisitOpened, opened);
  await system.access.publish(VisitClosed, closed);
  await system.caughtUp();
  return story;
}

function lastAt(payload: string): string {
  const { readings } = JSON.parse(payload) as { readings: { at: string }[] };
  return readings.at(-1)?.at ?? '';
}

const weighings = (stationId: string) =>
  system.query(
    `SELECT state, booking ->> 'grams' AS grams, booking ->> 'reason' AS reason FROM weighings WHERE station_id = $1`,
    [stationId],
  );

describe('a weighing whose scale is never heard again', () => {
  it('ends as uncertain with what was last known before its readings go; they stay while another visit needs them', async () => {
    const story = await silentAfter('stille');
    expect(await weighings(story.stationId)).toEqual([{ state: 'provisional', grams: '12300', reason: null }]);
    expect(await dropAt(new Date('2027-02-17T00:00:00Z'))).not.toContain(DAY);
    expect(await weighings(story.stationId)).toMatchObject([{ state: 'provisional' }]);

    const lasting = await aStation(system, 'varer');
    const day = lasting.day([{ at: '09:05', grams: 12_300 }]);
    const [{ opened, closed }] = lasting.facts(day) as [ReturnType<Story['facts']>[number]];
    await system.access.publish(VisitOpened, opened);
    await lasting.play(day.messages);
    await system.caughtUp();
    expect(await dropAt(AFTER_90_DAYS)).not.toContain(DAY);
    expect(await weighings(story.stationId)).toEqual([{ state: 'final', grams: '12300', reason: 'silent' }]);
    const booked = (await story.rows(0)).map(({ grams, quality, reason }) => ({ grams, quality, reason }));
    expect(booked).toEqual([
      { grams: 12_300, quality: 'ok', reason: null },
      { grams: -12_300, quality: 'ok', reason: 'reversed' },
      { grams: 12_300, quality: 'uncertain', reason: 'silent' },
    ]);

    await system.access.publish(VisitClosed, closed);
    await lasting.weighed(day);
    expect(await dropAt(AFTER_90_DAYS)).toContain(DAY);
    expect(await lasting.sums()).toEqual({ '{visit 0}': 12_300 });
    const late = story.day([{ at: '09:05', grams: 12_300 }]).messages.filter(({ kind }) => kind === 'scale');
    await story.play(late.slice(-30));
    await system.caughtUp();
    expect((await story.rows(0)).length).toBe(3);
    expect(await system.service.app.get(CheckConservation).handle()).toEqual([]);
  });
});
