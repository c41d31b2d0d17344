import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VisitClosed, VisitOpened } from '@selvbetjent/contracts';
import { topicOf } from '@selvbetjent/devices';
import { type DropoffsSystem, readingsTopic, startDropoffs, TROSTERUD, until, visitFacts } from './dropoffs.test-kit';

let system: DropoffsSystem;

beforeAll(async () => {
  system = await startDropoffs();
});
afterAll(() => system?.stop());

interface NativeReading {
  seq: number;
  at: string;
  grams: number;
  status: string;
}

const reading = (seq: number, grams = 1_000): NativeReading => ({
  seq,
  at: new Date(Date.UTC(2026, 0, 5, 9) + seq * 1_000).toISOString(),
  grams,
  status: 'ok',
});

async function send(boot: string, readings: unknown[], more: object = {}): Promise<void> {
  const payload = JSON.stringify({ boot, readings, ...more });
  await system.device.publishAsync(readingsTopic('ombruk-vekt'), payload, { qos: 1 });
}

/** Collects what the device is told, until it holds. */
async function listenToAcks(): Promise<object[]> {
  const heard: object[] = [];
  system.device.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString()) as object));
  await system.device.subscribeAsync(topicOf('trosterud', 'ombruk-vekt', 'ack'), { qos: 1 });
  return heard;
}

async function poisons(): Promise<{ topic: string; reason: string }[]> {
  return system.query('SELECT topic, reason FROM poison_payloads ORDER BY id');
}

describe('readings over MQTT', () => {
  it('are committed before the device is told, once, however often they come', async () => {
    const heard = await listenToAcks();
    await send('boot-a', [reading(1), reading(2)]);
    await until(() => heard.length >= 1);
    expect(heard).toEqual([{ boot: 'boot-a', seq: 2 }]);
    await send('boot-a', [reading(1, 9_999), reading(2)]);
    await until(() => heard.length >= 2);
    expect(heard[1]).toEqual({ boot: 'boot-a', seq: 2 });
    expect(await system.query(`SELECT seq, grams FROM readings WHERE boot = 'boot-a' ORDER BY seq`)).toEqual([
      { seq: 1, grams: 1_000 },
      { seq: 2, grams: 1_000 },
    ]);
  });

  it('are asked for again where some are missing, until the device says that they are gone', async () => {
    const heard = await listenToAcks();
    await send('boot-b', [reading(1), reading(4), reading(6)]);
    await until(() => heard.length >= 2);
    expect(heard).toEqual([
      { boot: 'boot-b', seq: 1 },
      { boot: 'boot-b', resend: [2, 3, 5] },
    ]);
    await send('boot-b', [reading(3)]);
    await until(() => heard.length >= 3);
    expect(heard[2]).toEqual({ boot: 'boot-b', seq: 1 });
    await send('boot-b', [reading(7)], { oldestSeq: 6 });
    await until(() => heard.length >= 4);
    expect(heard[3]).toEqual({ boot: 'boot-b', seq: 7 });
  });

  it('that cannot be used are kept as rejected, count as received, and spoil nothing', async () => {
    const heard = await listenToAcks();
    await send('boot-c', [reading(1), { ...reading(2), grams: 'many' }, { at: 'x' }, reading(3)]);
    await until(() => heard.some((ack) => JSON.stringify(ack) === '{"boot":"boot-c","seq":3}'));
    expect(await system.query(`SELECT seq, reason FROM rejected_readings WHERE boot = 'boot-c'`)).toEqual([
      { seq: 2, reason: 'bad_grams' },
    ]);
    await until(async () => (await poisons()).some(({ reason }) => reason === 'bad_seq'));
  });

  it('are corrected by the clock of a device that is an hour behind', async () => {
    const sentAt = new Date(Date.now() - 3_600_000);
    await send('boot-d', [{ ...reading(1), at: sentAt.toISOString() }], { sentAt: sentAt.toISOString() });
    await until(async () => (await system.query(`SELECT 1 FROM readings WHERE boot = 'boot-d'`)).length === 1);
    const [row] = await system.query<{ raw_at: Date; seconds: number }>(
      `SELECT raw_at, round(extract(epoch FROM at - raw_at))::int AS seconds FROM readings WHERE boot = 'boot-d'`,
    );
    expect(row?.raw_at).toEqual(sentAt);
    expect(Math.abs((row?.seconds ?? 0) - 3_600)).toBeLessThanOrEqual(30);
  });

  it('are not corrected where a new boot may only have waited while we were away', async () => {
    const correctedBy = async (boot: string): Promise<number> => {
      const corrections = () =>
        system.query<{ seconds: number }>(
          `SELECT round(extract(epoch FROM at - raw_at))::int AS seconds FROM readings WHERE boot = '${boot}'`,
        );
      await until(async () => (await corrections()).length === 1);
      return (await corrections())[0]?.seconds ?? NaN;
    };
    const told = (boot: string, sentAt: Date) =>
      send(boot, [{ ...reading(1), at: sentAt.toISOString() }], { sentAt: sentAt.toISOString() });
    await told('before-away', new Date());
    expect(await correctedBy('before-away')).toBe(0);
    await system.query(`UPDATE boots SET sent_until = sent_until - interval '2 hours'`);
    await told('while-away', new Date(Date.now() - 3_600_000));
    expect(await correctedBy('while-away')).toBe(0);
    await told('after-that', new Date(Date.now() - 3_000_000));
    expect(await correctedBy('after-that')).toBe(0);
    await told('today', new Date());
    expect(await correctedBy('today')).toBe(0);
    await told('behind', new Date(Date.now() - 3_600_000));
    expect(Math.abs((await correctedBy('behind')) - 3_600)).toBeLessThanOrEqual(30);
  });

  it('of nobody, and rubbish, end in the poison table with a reason and no acknowledgement', async () => {
    const oversized = JSON.stringify({ boot: 'b', readings: [], padding: 'x'.repeat(17_000) });
    const unusable: [topic: string, payload: string, reason: string][] = [
      [readingsTopic('stranger'), JSON.stringify({ boot: 'b', readings: [reading(1)] }), 'unknown_device'],
      [readingsTopic('ombruk-vekt'), '{"boot":', 'not_json'],
      [readingsTopic('ombruk-vekt'), '[]', 'not_an_object'],
      [readingsTopic('ombruk-vekt'), oversized, 'too_large'],
      ['tele/vekt1/SENSOR', '{"Time":"2026-11-20T10:00:05","HX711":{"Weight":"heavy"}}', 'bad_Weight'],
    ];
    for (const [topic, payload] of unusable) await system.device.publishAsync(topic, payload, { qos: 1 });
    const kept = async () => (await poisons()).filter(({ reason }) => reason !== 'bad_seq');
    await until(async () => (await kept()).length === unusable.length);
    // A broker keeps the order of one topic only.
    for (const topic of new Set(unusable.map(([of]) => of))) {
      const reasons = (await kept()).filter((one) => one.topic === topic).map(({ reason }) => reason);
      expect(reasons).toEqual(unusable.filter(([of]) => of === topic).map(([, , reason]) => reason));
    }
    expect(await system.query(`SELECT 1 FROM readings WHERE device_id = 'stranger'`)).toEqual([]);
  });

  it('of Tasmota scales come in as they were captured, live but not retained', async () => {
    const retained = '{"Time":"2023-05-08T08:41:41","HX711":{"Weight":0.0,"WeightRaw":10377,"AbsRaw":217937}}';
    const status10 =
      '{"StatusSNS":{"Time":"2022-06-11T10:58:18","HX711":{"Weight":0,"WeightRaw":4782,"AbsRaw":110004}}}';
    const wholeKilograms = '{"Time":"2026-11-20T10:00:05","HX711":{"Weight":1,"WeightRaw":1412,"AbsRaw":169440}}';
    const rows = () =>
      system.query(
        `SELECT device_id, seq, grams, untared_grams FROM readings WHERE boot LIKE 'edge-%' ORDER BY device_id, seq`,
      );
    await system.device.publishAsync('tele/vekt1/SENSOR', status10, { qos: 0 });
    await system.device.publishAsync('tele/vekt1/SENSOR', wholeKilograms, { qos: 0 });
    await until(async () => (await rows()).length >= 2);
    await system.device.publishAsync('home/TASMOTA-WEIGHTSCALE/tele/SENSOR', retained, { qos: 0, retain: true });
    await until(async () => (await rows()).length >= 3);
    expect(await rows()).toMatchObject([
      { device_id: 'metall-vekt', grams: 0, untared_grams: 4_782 },
      { device_id: 'metall-vekt', grams: 1_000, untared_grams: 1_412 },
      { device_id: 'metall2-vekt', grams: 0, untared_grams: 10_377 },
    ]);
  });
});

describe('the ledger', () => {
  it('cannot be changed, not even by its own service', async () => {
    await expect(system.query('UPDATE ledger SET grams = 0')).rejects.toThrow('append-only');
    await expect(system.query('DELETE FROM ledger')).rejects.toThrow('append-only');
    await expect(system.query('TRUNCATE ledger')).rejects.toThrow('append-only');
  });
});

describe('visits', () => {
  it('of a container without a scale are not weighed', async () => {
    const { opened, closed } = visitFacts('no-scale', 'papir', {
      openedAt: '2026-01-05T10:00:00Z',
      closedAt: '2026-01-05T10:01:00Z',
    });
    await system.access.publish(VisitOpened, opened);
    await system.access.publish(VisitClosed, closed);
    await system.caughtUp();
    expect(await system.query('SELECT 1 FROM ledger WHERE container_id = $1', ['papir'])).toEqual([]);
    expect(TROSTERUD.containers.map(({ id }) => id)).not.toContain('papir');
  });
});
