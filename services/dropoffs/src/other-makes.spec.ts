import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { StationChanged } from '@selvbetjent/contracts';
import { type DropoffsSystem, startDropoffs, TROSTERUD, until } from './dropoffs.test-kit';
import { ReplayPoisonHandler } from './replay-poison';
import { ScaleListener } from './scale.listener';

const GATEWAY = 'home/gw/BTtoMQTT/C8478CD10EBE';
const SPARKPLUG = 'spBv1.0/Oslo REG/DDATA/gw/vekt1';
const REBORN = 'spBv1.0/Oslo REG/DDATA/reborn/vekt1';
/** An alias of a metric, as a Sparkplug gateway gives it at birth. */
const ALIAS = 5n;

let system: DropoffsSystem;

type ScaleOf = StationChanged['containers'][number]['scales'][number];

function container(
  id: string,
  scale: Omit<ScaleOf, 'id' | 'resolutionGrams' | 'maxKg'>,
): StationChanged['containers'][number] {
  const [first] = TROSTERUD.containers;
  return { ...first!, id, scales: [{ id: `${id}-vekt`, resolutionGrams: 100, maxKg: 3000, ...scale }] };
}

beforeAll(async () => {
  system = await startDropoffs();
  const containers = [
    container('mi', { dialect: 'theengs', topic: 'home/+/BTtoMQTT/C8478CD10EBE' }),
    container('esp', { dialect: 'esphome', topic: 'vekt/sensor/hx711/state', unit: 'kg', offsetGrams: -500 }),
    container('bus1', { dialect: 'dini-argeo', topic: 'serie/vekt', address: '1' }),
    container('bus2', { dialect: 'dini-argeo', topic: 'serie/vekt', address: '2' }),
    container('spark', { dialect: 'sparkplug-b', topic: SPARKPLUG }),
    container('reborn', { dialect: 'sparkplug-b', topic: REBORN }),
  ];
  await system.stations.publish(StationChanged, { ...TROSTERUD, revision: 2, containers });
  const { subscriptions } = system.service.app.get(ScaleListener);
  await until(
    () => system.service.app.get(ScaleListener).subscriptions.has(REBORN) && !subscriptions.has('tele/vekt1/SENSOR'),
  );
});
afterAll(() => system.stop());

async function says(topic: string, payload: string | Buffer): Promise<void> {
  await system.device.publishAsync(topic, payload, { qos: 1 });
}

/** The broker keeps the order, so all that was said before has been heard when this has. */
async function heardAll(): Promise<{ device_id: string; grams: number | null; status: string }[]> {
  const marker = 1_000 + (await system.query('SELECT 1 FROM readings')).length;
  await says('vekt/sensor/hx711/state', String(marker));
  const readings = (): Promise<{ device_id: string; grams: number | null; status: string }[]> =>
    system.query('SELECT device_id, grams::int, status FROM readings ORDER BY device_id, seq');
  await until(async () => (await readings()).some(({ grams }) => grams === marker * 1_000 - 500));
  return (await readings()).filter(({ grams }) => (grams ?? 0) < 1_000_000 - 500);
}

it('scales of other makes come in through their own codecs, several on one topic, and births first', async () => {
  await says(GATEWAY, '{"weighing_mode":"object","unit":"kg","weight":9.55}');
  await says('vekt/sensor/hx711/state', '12');
  await says('vekt/sensor/hx711/state', 'nan');
  await says('serie/vekt', '01ST,GS,   100.0,kg\r\n');
  await says('serie/vekt', '02US,GS,   200.5,kg\r\n');
  await says('spBv1.0/Oslo REG/DBIRTH/gw/vekt1', sparkplugBirth());
  await says(SPARKPLUG, sparkplugData(12.345));
  expect(await heardAll()).toEqual([
    { device_id: 'bus1-vekt', grams: 100_000, status: 'ok' },
    { device_id: 'bus2-vekt', grams: 200_500, status: 'ok' },
    { device_id: 'esp-vekt', grams: 11_500, status: 'ok' },
    { device_id: 'esp-vekt', grams: null, status: 'fault' },
    { device_id: 'mi-vekt', grams: 9_550, status: 'ok' },
    { device_id: 'spark-vekt', grams: 12_345, status: 'ok' },
  ]);
  expect(await system.query('SELECT reason FROM poison_payloads')).toEqual([]);
  const told = `SELECT device_id, stable FROM readings WHERE device_id LIKE 'bus%' ORDER BY 1`;
  expect(await system.query(told)).toEqual([
    { device_id: 'bus1-vekt', stable: true },
    { device_id: 'bus2-vekt', stable: false },
  ]);
});

it('a person on a scale leaves nothing behind, not even in what could not be read', async () => {
  const before = (await heardAll()).length;
  await says(GATEWAY, '{"weighing_mode":"person","unit":"kg","weight":72.45,"impedance":503}');
  await says(GATEWAY, '{"weighing_mode":"person","unit":"kg","weight":72.45,"imped');
  expect(await heardAll()).toHaveLength(before);
  const poison = await system.query<{ reason: string; payload: Buffer }>('SELECT reason, payload FROM poison_payloads');
  expect(poison).toEqual([{ reason: 'not_json', payload: Buffer.alloc(0) }]);
});

it('a Sparkplug node whose births we missed is asked for them once, and what it said until then is replayed', async () => {
  const asked: string[] = [];
  system.device.on('message', (topic) => asked.push(topic));
  await system.device.subscribeAsync('spBv1.0/+/NCMD/#', { qos: 1 });
  await says(REBORN, sparkplugData(1, new Date('2026-11-20T10:00:00Z')));
  await says(REBORN, sparkplugData(2, new Date('2026-11-20T10:00:01Z')));
  const before = await heardAll();
  expect(before.filter(({ device_id }) => device_id === 'reborn-vekt')).toEqual([]);
  await says('spBv1.0/Oslo REG/DBIRTH/reborn/vekt1', sparkplugBirth());
  await heardAll();
  await until(() => asked.length > 0);
  expect(asked).toEqual(['spBv1.0/Oslo REG/NCMD/reborn']);
  const kept = `SELECT reason, whole FROM poison_payloads WHERE topic = '${REBORN}'`;
  expect(await system.query(kept)).toEqual(Array(2).fill({ reason: 'unknown_alias', whole: true }));
  const author = { subject: 'ola', name: 'Ola', roles: ['operator' as const], stations: ['*'] };
  await system.service.app.get(ReplayPoisonHandler).handle({ author });
  const replayed = (await heardAll()).filter(({ device_id }) => device_id === 'reborn-vekt');
  expect(replayed.map(({ grams }) => grams).sort()).toEqual([1_000, 2_000]);
});

function sparkplugBirth(): Buffer {
  const gross = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string('Scale/Gross')
    .tag(2, WireType.Varint)
    .uint64(ALIAS);
  const unit = new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .string('Scale/Unit')
    .tag(15, WireType.LengthDelimited)
    .string('kg');
  return payloadOf(gross, unit);
}

function sparkplugData(kilograms: number, at = new Date()): Buffer {
  const metric = new BinaryWriter().tag(2, WireType.Varint).uint64(ALIAS).tag(3, WireType.Varint).uint64(at.getTime());
  return payloadOf(metric.tag(13, WireType.Bit64).double(kilograms));
}

function payloadOf(...metrics: BinaryWriter[]): Buffer {
  const payload = new BinaryWriter();
  for (const metric of metrics) payload.tag(2, WireType.LengthDelimited).bytes(metric.finish());
  return Buffer.from(payload.finish());
}
