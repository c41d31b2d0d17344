import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Author,
  denied,
  type DeviceRegistry,
  type DoorView,
  ListDoors,
  ListScaleDevices,
  MakeDeviceKey,
  ok,
  permanent,
  type ScaleDeviceView,
  temporary,
  UploadReadings,
} from '@selvbetjent/contracts';
import { type RunningService, startService } from '@selvbetjent/platform';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { createHash } from 'node:crypto';
import { TestingOwners } from './owners.test-kit';
import { describePortal } from './portal.module';
import { SessionCookies } from './sign-in/session-cookies';
import { SessionStore } from './sign-in/session.store';

const STAFF: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] };
const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
const BODY = JSON.stringify({ boot: 'b', readings: [{ seq: 1, at: '2026-11-20T10:00:00Z', grams: 1 }] });

let system: Infrastructure;
let portal: RunningService;
const owners = new TestingOwners();

beforeAll(async () => {
  system = await startInfrastructure();
  await owners.start(system.natsUrl);
  portal = await startService(
    describePortal({
      ...{ host: '127.0.0.1', port: 0, logLevel: 'silent', databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
      ...{
        publicUrl: 'http://127.0.0.1',
        sessionSecret: 'only-for-these-tests',
        webRoot: __dirname,
        services: {},
        trustedProxies: ['loopback'],
      },
      oidc: {
        ...{ clientId: 'portal', clientSecret: null, audience: 'selvbetjent', rolesClaim: 'roles' },
        ...{ issuer: 'http://127.0.0.1:1/oidc', embedded: false },
      },
    }),
  );
});
afterAll(async () => {
  await portal?.close();
  await owners.close();
  await system?.stop();
});

async function asPerson(author: Author): Promise<Record<string, string>> {
  const cookies = portal.app.get(SessionCookies);
  const sessionId = await portal.app.get(SessionStore).create(author);
  return { cookie: `${cookies.session}=${sessionId}`, 'x-csrf-token': cookies.csrfToken(sessionId) };
}

let deviceCount = 0;
/** Each device has its own rate. */
const newDevice = (): string => `vekt-${(deviceCount += 1)}`;

function upload(deviceId: string, key: string | null, body = BODY): Promise<Response> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (key !== null) headers.authorization = `Bearer ${key}`;
  return fetch(`${portal.url}/api/devices/${deviceId}/readings`, { method: 'POST', headers, body });
}

async function makeKey(deviceId: string): Promise<{ key: string; keyId: string }> {
  const headers = { ...(await asPerson(STAFF)), 'idempotency-key': `key-of-${deviceId}` };
  const response = await fetch(`${portal.url}/api/devices/${deviceId}/keys`, { method: 'POST', headers });
  return (await response.json()) as { key: string; keyId: string };
}

describe('a device key', () => {
  it('is shown once, leaves the portal only as a hash, and is kept nowhere', async () => {
    const { key } = await makeKey('vekt');
    const asked = owners.asked.findLast(({ contract }) => contract === MakeDeviceKey);
    expect(asked?.body.keyHash).toBe(createHash('sha256').update(key).digest('hex'));
    expect(JSON.stringify(owners.asked)).not.toContain(key);
    expect((await makeKey('vekt')).key).not.toBe(key);
  });
});

describe('an upload', () => {
  it('reaches the owner byte by byte, and gets its ack', async () => {
    const device = newDevice();
    const { key } = await makeKey(device);
    const response = await upload(device, key);
    expect([response.status, await response.json()]).toEqual([200, { boot: 'b', seq: 1 }]);
    const { body } = owners.asked.at(-1) ?? { body: {} };
    expect(body).toMatchObject({ deviceId: device, body: Buffer.from(BODY).toString('base64') });
  });

  it('may hold 256 KiB, and no more', async () => {
    const device = newDevice();
    const { key } = await makeKey(device);
    expect((await upload(device, key, 'x'.repeat(256 * 1024))).status).toBe(200);
    expect((await upload(device, key, 'x'.repeat(256 * 1024 + 1))).status).toBe(413);
  });

  it.each([
    ['no key', null],
    ['no key of ours', 'abc'],
    ['a signed token', 'made.up.token'],
  ])('with %s asks nobody', async (_name, key) => {
    const before = owners.asked.length;
    expect((await upload(newDevice(), key)).status).toBe(401);
    expect(owners.asked.length).toBe(before);
  });

  it.each([
    [denied('bad_key', 'no'), 401, null],
    [temporary('unavailable', 'later'), 503, '10'],
    [permanent('not_json', 'no'), 400, null],
  ] as const)('that is answered with %j gets %d', async (outcome, status, retryAfter) => {
    const device = newDevice();
    const { key } = await makeKey(device);
    owners.answerOnce(UploadReadings, outcome);
    const response = await upload(device, key);
    expect([response.status, response.headers.get('retry-after')]).toEqual([status, retryAfter]);
    expect(await response.json()).toHaveProperty('code');
    expect((await upload(device, key)).status).toBe(200);
  });

  it('of one that never stops is told to wait, and others are not', async () => {
    const [busy, calm] = [newDevice(), newDevice()];
    const { key } = await makeKey(busy);
    let limited: Response | undefined;
    for (let tries = 0; tries < 200 && limited?.status !== 429; tries += 1) limited = await upload(busy, key);
    expect([limited?.status, limited?.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await upload(calm, key)).status).toBe(200);
  });
});

describe('keys that are tried', () => {
  const from = (address: string, deviceId: string, key: string): Promise<Response> =>
    fetch(`${portal.url}/api/devices/${deviceId}/readings`, {
      ...{ method: 'POST', body: BODY },
      headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': address, 'content-type': 'application/json' },
    });
  const wrong = (turn: number): string => String(turn).padStart(43, 'x');

  it('are told to wait by address, whatever device they name; a device whose key was good goes on', async () => {
    const [known, unknown] = [newDevice(), newDevice()];
    const keys = [(await makeKey(known)).key, (await makeKey(unknown)).key] as const;
    expect((await from('203.0.113.30', known, keys[0])).status).toBe(200);
    const statuses: number[] = [];
    owners.refuseAll(denied('bad_key', 'no'));
    for (let turn = 0; turn < 200 && statuses.at(-1) !== 429; turn += 1)
      statuses.push((await from('203.0.113.30', newDevice(), wrong(turn))).status);
    owners.refuseAll(null);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(60);
    const refused = await from('203.0.113.30', unknown, keys[1]);
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true]);
    expect((await from('203.0.113.30', known, keys[0])).status).toBe(200);
    expect((await from('203.0.113.31', unknown, keys[1])).status).toBe(200);
  });
});

describe('the registry', () => {
  const get = async (path: string, author: Author): Promise<Response> =>
    fetch(`${portal.url}${path}`, { headers: await asPerson(author) });

  it('shows staff the scales, the doors and the listener of their station', async () => {
    const response = await get('/api/devices?station=trosterud', STAFF);
    expect([response.status, await response.json()]).toEqual([200, { scales: [], doors: [], listening: null }]);
    expect((await get('/api/devices?station=tveita', STAFF)).status).toBe(403);
  });

  it('tells what the word of each make is worth', async () => {
    const scale = (dialect: ScaleDeviceView['dialect']) => ({ deviceId: `vekt-${dialect}`, dialect });
    const door = (dialect?: DoorView['dialect']) => ({ doorId: `dor-${dialect}`, ...(dialect && { dialect }) });
    owners.answerOnce(ListScaleDevices, ok({ devices: [scale('selvbetjent'), scale('esphome')], listening: null }));
    owners.answerOnce(ListDoors, ok([door('selvbetjent'), door('tasmota'), door()]));
    const { scales, doors } = (await (await get('/api/devices?station=trosterud', STAFF)).json()) as DeviceRegistry;
    expect(scales.map(({ certainty }) => [certainty.identity, certainty.resend, certainty.clock])).toEqual([
      ['device', true, 'device'],
      ['edge', false, 'arrival'],
    ]);
    expect(doors?.map(({ promises }) => promises && [promises.lateCommandsDie, promises.boltIs])).toEqual([
      [true, 'measured'],
      [false, 'relay'],
      null,
    ]);
  });

  it('shows the scales without the doors while nobody tells of those', async () => {
    owners.answerOnce(ListDoors, temporary('unavailable', 'later'));
    const response = await get('/api/devices?station=trosterud', STAFF);
    expect(await response.json()).toEqual({ scales: [], doors: null, listening: null });
  });

  it('lets staff read the rows of their own station, and no others', async () => {
    owners.asked.length = 0;
    const response = await get('/api/stations/trosterud/drop-offs?container=ombruk&from=2026-11-20', STAFF);
    expect([response.status, await response.json()]).toEqual([200, { items: [], next: null }]);
    expect(owners.asked.at(-1)?.body).toMatchObject({ stationId: 'trosterud', containerId: 'ombruk', limit: 100 });
    expect((await get('/api/stations/tveita/drop-offs?station=trosterud', STAFF)).status).toBe(403);
    expect((await get('/api/drop-offs?station=trosterud', STAFF)).status).toBe(403);
  });

  it('lets operators of all stations replay poison, and nobody else', async () => {
    const replay = async (author: Author): Promise<Response> =>
      fetch(`${portal.url}/api/devices/poison/replay`, {
        method: 'POST',
        headers: { ...(await asPerson(author)), 'content-type': 'application/json' },
        body: '{}',
      });
    expect((await replay(STAFF)).status).toBe(403);
    expect((await replay({ ...OPERATOR, stations: ['trosterud'] })).status).toBe(403);
    const response = await replay(OPERATOR);
    expect([response.status, await response.json()]).toEqual([200, { replayed: 1, unusable: 0 }]);
  });
});
