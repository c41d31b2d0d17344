import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { ApiClient } from '../e2e/api-client';
import { stationsFileOf } from '../e2e/stations-file';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';

const STATION = 'trosterud';
const AT = '2026-11-20T11:06:00Z';
const REASON = 'Veid for hånd';
const PRELOAD = resolve(__dirname, 'die-before-answer.cjs').replace(/([/\\])dist[/\\]/, '$1');
const ACTIVITY = {
  ...{ localDate: '2026-11-20', place: 'Låven', kind: 'market', title: 'Marked', residentEvents: 1 },
  goods: [{ stream: 'reuse', fraction: 'books', grams: 7_000, method: 'estimated', origin: 'household' }],
};

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;
let folder: string;
let order: string;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  folder = await mkdtemp(join(tmpdir(), 'selvbetjent-death-'));
  order = join(folder, 'die');
  services = await ServiceProcesses.start(infrastructure, {
    names: ['access', 'stations', 'dropoffs', 'tonnage', 'portal'],
    ...{ stationsFile: stationsFileOf([STATION]), preload: PRELOAD, env: { ANSWER_DEATH: order } },
  });
  operator = await ApiClient.signIn(services, 'demo-operator');
});

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Each creates something; `count` tells of how many of it there are. */
const WRITES: [name: string, path: string, body: object, count: () => Promise<number>][] = [
  [
    'a drop-off',
    '/api/drop-offs',
    { stationId: STATION, containerId: 'ombruk', at: AT, grams: 12_300, reason: REASON },
    async () => (await rows()).filter(({ kind }) => kind === 'manual').length,
  ],
  [
    'an activity',
    `/api/activities?station=${STATION}`,
    ACTIVITY,
    async () => (await rows()).filter(({ kind }) => kind === 'activity').length,
  ],
  [
    'a closure',
    `/api/stations/${STATION}/closures`,
    { appliesTo: 'residents', reason: { nb: 'Is', en: 'Ice' } },
    async () => (await operator.get<{ closures: object[] }>(`/api/stations/${STATION}/schedule`)).closures.length,
  ],
  [
    'a report that is sent',
    `/api/reports/years/2026/sent?station=${STATION}`,
    { note: 'Sendt til KOSTRA' },
    async () => (await operator.get<object[]>(`/api/reports/sent?station=${STATION}`)).length,
  ],
];

describe('a portal that dies between its owner’s commit and its answer', () => {
  it.each(WRITES)('does %s once, whoever asks again with the same key', async (name, path, body, count) => {
    const key = { 'idempotency-key': `death of ${name}` };
    expect(await count()).toBe(0);
    await writeFile(order, '');
    await expect(operator.send('POST', path, body, key)).rejects.toThrow('fetch failed');
    expect(existsSync(order)).toBe(false);
    await services.ready();
    expect(await count()).toBe(1);

    expect(await operator.send('POST', path, body, key)).toMatchObject({
      status: 409,
      body: { code: 'write_under_way' },
    });
    const other = { ...body, reason: 'Noe annet', note: 'Noe annet', title: 'Noe annet' };
    expect(await operator.send('POST', path, other, key)).toMatchObject({ status: 422 });
    await twoMinutesPass();
    expect(await operator.send('POST', path, other, key)).toMatchObject({ status: 422 });
    const again = await operator.send('POST', path, body, key);
    expect(again).toMatchObject({ status: 201 });
    expect(await operator.send('POST', path, body, key)).toEqual(again);
    expect(await count()).toBe(1);
  });
});

async function rows(): Promise<{ kind: string }[]> {
  return (await operator.get<{ items: { kind: string }[] }>(`/api/drop-offs?station=${STATION}`)).items;
}

/** For writes that have no answer. */
async function twoMinutesPass(): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl });
  await client.connect();
  await client.query(
    `UPDATE portal.answered_write SET begun_at = begun_at - interval '2 minutes' WHERE status IS NULL`,
  );
  await client.end();
}
