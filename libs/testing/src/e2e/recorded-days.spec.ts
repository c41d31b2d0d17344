import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedDay, type RecordedDay, recordedMessages, SeededRandom } from '@selvbetjent/simulation';
import { caughtUp } from '../caught-up';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { type ProcessName, startSystem, type System } from '../system';
import { ApiClient } from './api-client';
import { stationsFileOf } from './stations-file';

const SEED = 20261120;
/** One station per way of delivery, so that all ways can be compared in one run. */
const STATIONS = ['in-order', 'twice', 'shuffled', 'other-batches', 'killed', 'noisy'];
const NOISE_GRAMS = 50;
/** Noise of a day's station total that is still right: half a per cent. */
const DAY_TOLERANCE = 0.005;
const DATES = ['2026-11-13', '2026-11-16', '2026-11-18', '2026-11-19'];
const VISITS_PER_DAY = 50;

interface Rows {
  rows: { period: string; stationId: string; grams: number; takenOutGrams: number; dropOffs: number }[];
}

let system: System;
let operator: ApiClient;

beforeAll(async () => {
  system = await startSystem({ env: { SIMULATOR: 'off' }, stationsFile: stationsFileOf(STATIONS) });
  operator = await ApiClient.signIn(system, 'demo-operator');
}, 240_000);

afterAll(() => system?.stop(), 60_000);

function day(stationId: string, date: string, index: number, noiseGrams = 0): RecordedDay {
  const random = new SeededRandom(SEED + index);
  const visits = Array.from({ length: VISITS_PER_DAY }, (_, visit) => ({
    at: `${String(11 + Math.floor((visit * 6) / 60)).padStart(2, '0')}:${String((visit * 6) % 60).padStart(2, '0')}`,
    // Whole steps of the scale's resolution, so that truth and display agree to the gram; one in six takes something out.
    grams: (visit % 6 === 5 ? -1 : 1) * 100 * (5 + random.integer(245)),
  }));
  return recordedDay({
    stationId,
    doorId: `${stationId}-dor`,
    scaleId: `${stationId}-vekt`,
    date,
    timeZone: 'Europe/Oslo',
    visits,
    seed: SEED + index,
    noiseGrams,
    resolutionGrams: 100,
  });
}

function days(stationId: string, noiseGrams = 0): RecordedDay[] {
  return DATES.map((date, index) => day(stationId, date, index, noiseGrams));
}

async function tonnage(stationId: string): Promise<Rows['rows']> {
  const { rows } = await operator.get<Rows>(
    `/api/tonnage?station=${stationId}&from=${DATES[0]}&to=${DATES.at(-1)}&by=day`,
  );
  return rows.filter(({ grams, takenOutGrams }) => grams > 0 || takenOutGrams > 0);
}

function truth(stationId: string): { period: string; grams: number; takenOutGrams: number; dropOffs: number }[] {
  return days(stationId).map(({ truth: { visits } }, index) => {
    const delivered = visits.filter(({ grams }) => grams > 0);
    const takenOut = visits.filter(({ grams }) => grams < 0);
    return {
      period: DATES[index]!,
      grams: delivered.reduce((sum, { grams }) => sum + grams, 0),
      takenOutGrams: -takenOut.reduce((sum, { grams }) => sum + grams, 0),
      dropOffs: delivered.length,
    };
  });
}

async function expectTruth(stationId: string): Promise<void> {
  await caughtUp(system);
  expect(await tonnage(stationId)).toMatchObject(truth(stationId));
}

describe(`${DATES.length * VISITS_PER_DAY} visits on recorded days at Trosterud, seed ${SEED}`, () => {
  it('come out to the gram, live order', async () => {
    for (const recorded of days('in-order')) await playUntilAcknowledged(system.mqttUrl, recorded.messages);
    await expectTruth('in-order');
  }, 1_200_000);

  it('come out to the gram when everything is sent twice', async () => {
    for (const { messages } of days('twice')) await playUntilAcknowledged(system.mqttUrl, [...messages, ...messages]);
    await expectTruth('twice');
  }, 1_200_000);

  it('come out to the gram in another order', async () => {
    const random = new SeededRandom(SEED);
    const messages = days('shuffled').flatMap((recorded) => recorded.messages);
    await playUntilAcknowledged(system.mqttUrl, random.shuffled(messages));
    await expectTruth('shuffled');
  }, 1_200_000);

  it('come out to the gram in other batches', async () => {
    for (const recorded of days('other-batches')) {
      const device = { stationId: 'other-batches', doorId: 'other-batches-dor', scaleId: 'other-batches-vekt' };
      const messages = recordedMessages(device, recorded, { readingsPerMessage: 137, changesPerMessage: 1 });
      await playUntilAcknowledged(system.mqttUrl, messages);
    }
    await expectTruth('other-batches');
  }, 1_200_000);

  it(`come out within half a per cent a day with noise of ${NOISE_GRAMS} g`, async () => {
    for (const { messages } of days('noisy', NOISE_GRAMS)) await playUntilAcknowledged(system.mqttUrl, messages);
    await caughtUp(system);
    const rows = await tonnage('noisy');
    const expected = truth('noisy');
    const [weighed, placed] = [rows, expected].map((all) => all.reduce((sum, { grams }) => sum + grams, 0));
    console.log(`Noisy: ${placed} g placed, ${weighed} g weighed, difference ${weighed! - placed!} g`);
    expect(rows.map(({ period, dropOffs }) => ({ period, dropOffs }))).toEqual(
      expected.map(({ period, dropOffs }) => ({ period, dropOffs })),
    );
    for (const [index, { grams, takenOutGrams }] of rows.entries()) {
      const { grams: trueGrams, takenOutGrams: trueTakenOutGrams } = expected[index]!;
      expect(Math.abs(grams - trueGrams) / trueGrams).toBeLessThan(DAY_TOLERANCE);
      expect(Math.abs(takenOutGrams - trueTakenOutGrams) / trueTakenOutGrams).toBeLessThan(2 * DAY_TOLERANCE);
    }
  }, 1_200_000);

  it('come out to the gram while each process is killed once in the middle', async () => {
    const victims: ProcessName[] = ['access', 'dropoffs', 'stations', 'tonnage', 'portal', 'nats', 'postgres', 'mqtt'];
    const messages = days('killed').flatMap((recorded) => recorded.messages);
    const every = Math.floor(messages.length / (victims.length + 1));
    await playUntilAcknowledged(system.mqttUrl, messages, async (published) => {
      const victim = published % every === 0 ? victims.shift() : undefined;
      if (victim) await system.kill(victim);
    });
    expect(victims).toEqual([]);
    await system.ready();
    await expectTruth('killed');
  }, 1_200_000);
});
