import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, StationChanged } from '@selvbetjent/contracts';
import { createHash } from 'node:crypto';
import { DeviceKeys } from './device-keys';
import { type DropoffsSystem, idOf, readingsTopic, startDropoffs, TROSTERUD, until } from './dropoffs.test-kit';
import { ListPoisonHandler } from './list-poison';
import { ListScaleDevicesHandler } from './list-scale-devices';
import { malformedPayload } from './malformed.test-kit';
import { ReceiveScaleMessage } from './receive-scale-message';
import { ReplayPoisonHandler } from './replay-poison';
import { UploadReadingsHandler } from './upload-readings';

const OLA: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
const MALFORMED = Number(process.env.MALFORMED_PAYLOADS ?? 5_000);
const GOOD = Number(process.env.GOOD_READINGS ?? MALFORMED / 100);

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

const body = (boot: string, ...seqs: number[]): string =>
  JSON.stringify({ boot, readings: seqs.map((seq) => ({ seq, at: `2026-01-05T10:00:0${seq}Z`, grams: 1_000 })) });
const send = (payload: string | Buffer, topic = readingsTopic('ombruk-vekt')) =>
  system.device.publishAsync(topic, payload, { qos: 1 });

const goodPayload = (seq: number): string =>
  JSON.stringify({ boot: 'good', readings: [{ seq, at: Date.UTC(2026, 0, 5) + seq * 1_000, grams: 1_000 }] });

async function has(sql: string, ...parameters: unknown[]): Promise<boolean> {
  return (await system.query(sql, parameters)).length > 0;
}

describe('what cannot be used', () => {
  it('is shown to operators, and taken in once when it can be, however often it is replayed', async () => {
    const topic = readingsTopic('ny-vekt');
    await send(body('before-its-scale', 1, 2), topic);
    await until(() => has('SELECT 1 FROM poison_payloads WHERE topic = $1', topic));
    const shown = await system.service.app.get(ListPoisonHandler).handle({ stationId: 'trosterud', limit: 10 });
    expect(shown).toMatchObject([{ topic, reason: 'unknown_device', replayable: true, replayedAt: null }]);
    const replaying = system.service.app.get(ReplayPoisonHandler);
    expect(await replaying.handle({ author: OLA })).toMatchObject({ value: { replayed: 0, unusable: 1 } });
    const scales = [
      { ...TROSTERUD.containers[0]?.scales[0], id: 'ny-vekt' },
    ] as (typeof TROSTERUD.containers)[0]['scales'];
    const containers = TROSTERUD.containers.map((container, index) =>
      index === 0 ? { ...container, scales } : container,
    );
    await system.stations.publish(StationChanged, { ...TROSTERUD, containers, revision: 2 });
    await system.caughtUp();
    expect(await replaying.handle({ author: OLA })).toMatchObject({ value: { replayed: 1, unusable: 0 } });
    await system.query('UPDATE poison_payloads SET replayed_at = NULL');
    expect(await replaying.handle({ author: OLA })).toMatchObject({ value: { replayed: 1, unusable: 0 } });
    expect(await system.query(`SELECT seq FROM readings WHERE boot = 'before-its-scale' ORDER BY 1`)).toEqual([
      { seq: 1 },
      { seq: 2 },
    ]);
    await system.stations.publish(StationChanged, { ...TROSTERUD, revision: 3 });
    await system.caughtUp();
  });

  it('is kept without its secrets', async () => {
    await send('{"appSKey":"00112233445566778899","password":"hunter2hunter2","kg":1}');
    await until(() => has(`SELECT 1 FROM poison_payloads WHERE reason = 'bad_readings'`));
    const [kept] = await system.service.app.get(ListPoisonHandler).handle({ limit: 1 });
    expect(kept).toMatchObject({ replayable: false });
    expect(kept?.text).not.toMatch(/0011223|hunter2/);
  });

  it(`neither stops nor delays what can be: ${MALFORMED} malformed payloads, evenly among ${GOOD} good readings`, async () => {
    const before = await system.query('SELECT sum(grams) AS grams FROM ledger');
    const seed = Number(process.env.MALFORMED_SEED ?? 7);
    const all = MALFORMED + GOOD;
    const badsUntil = (index: number): number => Math.floor((index * MALFORMED) / all);
    for (let first = 0; first < all; first += 100) {
      const hundred = Array.from({ length: Math.min(100, all - first) }, (_, offset) => first + offset);
      const payloads = hundred.map((index) =>
        badsUntil(index + 1) > badsUntil(index)
          ? malformedPayload(seed + index)
          : goodPayload(index - badsUntil(index) + 1),
      );
      await Promise.all(payloads.map((payload) => send(payload)));
    }
    await until(() =>
      has(`SELECT 1 FROM boots WHERE boot = 'good' AND stored = int8multirange(int8range(1, $1))`, GOOD + 1),
    );
    expect(await system.query('SELECT sum(grams) AS grams FROM ledger')).toEqual(before);
    const [kept] = await system.query<{ count: number }>('SELECT count(*)::int AS count FROM poison_payloads');
    expect(kept?.count).toBeLessThanOrEqual(1_000);
    expect((await fetch(`${system.service.url}/health/ready`)).status).toBe(200);
  });

  it('of an upload by HTTPS is taken in again as the upload it was', async () => {
    await system.query(
      `INSERT INTO poison_payloads (topic, reason, payload, whole, received_at) VALUES ('https/metall-vekt', 'then', $1, true, now())
       RETURNING id`,
      [Buffer.from(body('uploaded-then', 1))],
    );
    await system.service.app.get(ReplayPoisonHandler).handle({ author: OLA });
    expect(await has(`SELECT 1 FROM readings WHERE boot = 'uploaded-then' AND device_id = 'metall-vekt'`)).toBe(true);
  });

  it('by one scale of a topic is replayed without taking in again what another one said', async () => {
    const shared = (dialect: string, revision: number) => {
      const scale = { topic: 'vekt/delt', resolutionGrams: 100, maxKg: 3000, unit: 'kg' as const };
      const containers = TROSTERUD.containers.slice(0, 2).map((container, index) => ({
        ...container,
        scales: [{ ...scale, id: `delt-${index}`, dialect: index === 0 ? 'esphome' : dialect }],
      })) as (typeof TROSTERUD)['containers'];
      return system.stations.publish(StationChanged, { ...TROSTERUD, containers, revision });
    };
    await shared('tasmota-hx711', 4);
    await system.caughtUp();
    const receivedAt = new Date();
    const receive = system.service.app.get(ReceiveScaleMessage);
    await receive.record(await receive.decode([{ topic: 'vekt/delt', payload: Buffer.from('12'), receivedAt }]));
    await shared('esphome', 5);
    await system.caughtUp();
    await system.service.app.get(ReplayPoisonHandler).handle({ author: OLA });
    const heard = `SELECT device_id, count(*)::int AS readings FROM readings WHERE device_id LIKE 'delt-%' GROUP BY 1 ORDER BY 1`;
    expect(await system.query(heard)).toEqual([
      { device_id: 'delt-0', readings: 1 },
      { device_id: 'delt-1', readings: 1 },
    ]);
    await system.stations.publish(StationChanged, { ...TROSTERUD, revision: 6 });
    await system.caughtUp();
  });
});

describe('an upload by HTTPS', () => {
  const keyHash = createHash('sha256').update('a key').digest('hex');
  const keyId = idOf('key');
  const upload = (payload: string, hash = keyHash, deviceId = 'metall-vekt') =>
    system.service.app
      .get(UploadReadingsHandler)
      .handle({ deviceId, keyHash: hash, body: Buffer.from(payload).toString('base64') });

  it('is committed before its ack, once, of whatever dialect the scale is', async () => {
    await system.service.app.get(DeviceKeys).make({ keyId, deviceId: 'metall-vekt', keyHash, author: OLA });
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await upload(body('by-https', 1, 3))).toMatchObject({
        outcome: 'ok',
        value: { boot: 'by-https', seq: 1 },
      });
    }
    expect(await system.query(`SELECT device_id, seq FROM readings WHERE boot = 'by-https' ORDER BY 2`)).toEqual([
      { device_id: 'metall-vekt', seq: 1 },
      { device_id: 'metall-vekt', seq: 3 },
    ]);
    const { devices } = await system.service.app.get(ListScaleDevicesHandler).handle({ stationId: 'trosterud' });
    expect(devices.find(({ deviceId }) => deviceId === 'metall-vekt')).toMatchObject({
      missing: 1,
      key: { keyId },
      conflicts: 0,
    });
  });

  it('that cannot be used is kept, shown with its station, and taken in after a fix', async () => {
    expect(await upload('{"boot":"mended"}')).toMatchObject({ outcome: 'permanent', reason: { code: 'bad_readings' } });
    const [kept] = await system.service.app.get(ListPoisonHandler).handle({ stationId: 'trosterud', limit: 1 });
    expect(kept).toMatchObject({ topic: 'https/metall-vekt', reason: 'bad_readings', replayable: true });
    const replay = () => system.service.app.get(ReplayPoisonHandler).handle({ author: OLA, ids: [kept?.id ?? 0] });
    expect(await replay()).toMatchObject({ value: { replayed: 0, unusable: 1 } });
    const mended = body('mended', 1, 2);
    await system.query('UPDATE poison_payloads SET payload = $2 WHERE id = $1', [kept?.id, Buffer.from(mended)]);
    expect(await replay()).toMatchObject({ value: { replayed: 1, unusable: 0 } });
    expect(await system.query(`SELECT device_id, seq FROM readings WHERE boot = 'mended' ORDER BY 2`)).toEqual([
      { device_id: 'metall-vekt', seq: 1 },
      { device_id: 'metall-vekt', seq: 2 },
    ]);
  });

  it('with another key, for another device, or after the key was revoked is refused', async () => {
    const strange = createHash('sha256').update('another').digest('hex');
    expect(await upload(body('refused', 1), strange)).toMatchObject({ outcome: 'denied' });
    expect(await upload(body('refused', 1), keyHash, 'metall2-vekt')).toMatchObject({ outcome: 'denied' });
    expect(await upload('[]')).toMatchObject({ outcome: 'permanent', reason: { code: 'not_an_object' } });
    const keys = system.service.app.get(DeviceKeys);
    expect(
      await keys.revoke({ keyId, deviceId: 'metall-vekt', author: { ...OLA, stations: ['tveita'] } }),
    ).toMatchObject({ outcome: 'denied' });
    expect(await keys.revoke({ keyId, deviceId: 'metall-vekt', author: OLA })).toMatchObject({ outcome: 'ok' });
    expect(await upload(body('refused', 1))).toMatchObject({ outcome: 'denied' });
    expect(await has(`SELECT 1 FROM readings WHERE boot = 'refused'`)).toBe(false);
  });
});
