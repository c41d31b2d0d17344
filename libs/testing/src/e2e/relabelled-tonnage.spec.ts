import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DropOffView, type Tonnage } from '@selvbetjent/contracts';
import { recordedDay } from '@selvbetjent/simulation';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { stationsFileOf } from './stations-file';

const DATE = '2026-11-20';
const PUT_IN_AT = `${DATE}T11:06:00Z`;
const TAKEN_OUT_AT = `${DATE}T13:01:00Z`;
const REASON = 'Sett med egne øyne';
const STATIONS = ['annen-fraksjon', 'annen-vekt', 'hentet', 'skrevet-inn', 'flyttet'];
/** Of the last station. */
const WITHOUT_SCALE = `      - id: metall
        name: Metallcontainer
        stream: recycling
        fraction: metal
        capacityKg: 1500
        access: staffed
        doors: []
        scales: []
`;

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  services = await ServiceProcesses.start(infrastructure, { stationsFile: stationsFileOf(STATIONS) + WITHOUT_SCALE });
  operator = await ApiClient.signIn({ portalUrl: services.urlOf('portal') }, 'demo-operator');
  await caughtUp(infrastructure);
  for (const stationId of STATIONS) await playUntilAcknowledged(infrastructure.mqttUrl, dayOf(stationId));
  await caughtUp(infrastructure);
});

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
});

/** One visit puts in 12.3 kg, another takes out 5 kg. */
function dayOf(stationId: string) {
  return recordedDay({
    ...{ stationId, doorId: `${stationId}-dor`, scaleId: `${stationId}-vekt`, date: DATE, timeZone: 'Europe/Oslo' },
    visits: [
      { at: '12:05', grams: 12_300 },
      { at: '14:00', grams: -5_000 },
    ],
    ...{ seed: 7, noiseGrams: 0, resolutionGrams: 100 },
  }).messages;
}

/** What counts, as `<fraction>: <grams> in by <visits with a drop-off>, <grams> out`. */
async function tonnage(stationId: string): Promise<string[]> {
  await caughtUp(infrastructure);
  const { rows } = await operator.get<Tonnage>(`/api/tonnage?station=${stationId}&from=${DATE}&to=${DATE}&by=day`);
  return rows
    .filter(({ grams, takenOutGrams }) => grams !== 0 || takenOutGrams !== 0)
    .map((row) => `${row.fraction}: ${row.grams} in by ${row.dropOffs}, ${row.takenOutGrams} out`)
    .toSorted();
}

async function ledger(stationId: string): Promise<DropOffView[]> {
  return (await operator.get<{ items: DropOffView[] }>(`/api/drop-offs?station=${stationId}&limit=100`)).items;
}

async function held(stationId: string): Promise<number> {
  return (await ledger(stationId)).reduce((sum, { grams }) => sum + grams, 0);
}

async function enter(path: string, body: object): Promise<void> {
  const response = await operator.send('POST', path, { reason: REASON, ...body });
  expect(response).toMatchObject({ status: 201 });
}

async function correct(stationId: string, word: object): Promise<void> {
  const dropOff = (await ledger(stationId)).find(({ kind }) => kind === 'drop-off');
  await enter(`/api/drop-offs/${dropOff?.id}/corrections`, word);
}

it('a correction of the fraction moves the grams and the visit', async () => {
  const stationId = 'annen-fraksjon';
  expect(await tonnage(stationId)).toEqual(['mixed-reuse: 12300 in by 1, 5000 out']);
  await correct(stationId, { stream: 'recycling', fraction: 'metal' });
  expect(await tonnage(stationId)).toEqual(['metal: 12300 in by 1, 0 out', 'mixed-reuse: 0 in by 0, 5000 out']);
  expect(await held(stationId)).toBe(7_300);
});

it('a correction of the weight counts as it was corrected, and the container holds what the scale showed', async () => {
  await correct('annen-vekt', { grams: 10_000 });
  expect(await tonnage('annen-vekt')).toEqual(['mixed-reuse: 10000 in by 1, 5000 out']);
  expect(await held('annen-vekt')).toBe(7_300);
});

it('a collection takes the measured fall out of what residents took', async () => {
  await enter('/api/collections', { stationId: 'hentet', containerId: 'ombruk', at: TAKEN_OUT_AT });
  expect(await tonnage('hentet')).toEqual(['mixed-reuse: 12300 in by 1, 0 out']);
  expect(await held('hentet')).toBe(7_300);
});

it('a manual drop-off that the scale measured counts once', async () => {
  const place = { stationId: 'skrevet-inn', containerId: 'ombruk' };
  await enter('/api/drop-offs', { ...place, at: PUT_IN_AT, grams: 12_300, fraction: 'books' });
  expect(await tonnage('skrevet-inn')).toEqual(['books: 12300 in by 1, 0 out', 'mixed-reuse: 0 in by 0, 5000 out']);
  expect(await held('skrevet-inn')).toBe(7_300);
});

it('a transfer counts neither where it leaves nor where it comes, and what is entered without a scale does', async () => {
  const [from, to] = ['ombruk', 'metall'].map((containerId) => ({ stationId: 'flyttet', containerId }));
  await enter('/api/transfers', { from, to, at: TAKEN_OUT_AT, grams: 5_000 });
  expect(await tonnage('flyttet')).toEqual(['mixed-reuse: 12300 in by 1, 0 out']);
  expect(await held('flyttet')).toBe(12_300);
  await enter('/api/drop-offs', { ...to, at: PUT_IN_AT, grams: 3_000 });
  expect(await tonnage('flyttet')).toEqual(['metal: 3000 in by 0, 0 out', 'mixed-reuse: 12300 in by 1, 0 out']);
  expect(await held('flyttet')).toBe(15_300);
});
