import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { decodeSparkplugB } from './sparkplug-b';
import { SparkplugBirths } from './sparkplug-births';
import { readSparkplug } from './sparkplug-payload';
import { rebirthOf } from './sparkplug-rebirth';

const EDGE = 'spBv1.0/Oslo REG';
const DDATA = `${EDGE}/DDATA/trosterud-gw/vekt1`;
const LARGE_ALIAS = 2n ** 60n + 1n;

interface Metric {
  name?: string;
  alias?: bigint;
  type?: number;
  isNull?: boolean;
  double?: number;
  float?: number;
  int?: number;
  long?: bigint;
  text?: string;
  bool?: boolean;
}

function payloadOf(metrics: Metric[], timestamp = 1763632800000n): Uint8Array {
  const writer = new BinaryWriter().tag(1, WireType.Varint).uint64(timestamp);
  for (const metric of metrics) writer.tag(2, WireType.LengthDelimited).bytes(metricBytes(metric));
  return writer.tag(3, WireType.Varint).uint64(255n).finish();
}

function metricBytes({ name, alias, type, isNull, double, float, int, long, text, bool }: Metric): Uint8Array {
  const writer = new BinaryWriter();
  if (name !== undefined) writer.tag(1, WireType.LengthDelimited).string(name);
  if (alias !== undefined) writer.tag(2, WireType.Varint).uint64(alias);
  if (type !== undefined) writer.tag(4, WireType.Varint).uint32(type);
  if (isNull !== undefined) writer.tag(7, WireType.Varint).bool(isNull);
  if (int !== undefined) writer.tag(10, WireType.Varint).uint32(int);
  if (long !== undefined) writer.tag(11, WireType.Varint).uint64(long);
  if (float !== undefined) writer.tag(12, WireType.Bit32).float(float);
  if (double !== undefined) writer.tag(13, WireType.Bit64).double(double);
  if (bool !== undefined) writer.tag(14, WireType.Varint).bool(bool);
  if (text !== undefined) writer.tag(15, WireType.LengthDelimited).string(text);
  return writer.finish();
}

let births: SparkplugBirths;
beforeEach(() => {
  births = new SparkplugBirths();
});

function decode(metrics: Metric[], settings = {}, topic = DDATA) {
  return decodeSparkplugB({ topic, payload: payloadOf(metrics), births }, settings);
}

describe('Sparkplug B', () => {
  it.each<[string, Metric[], object]>([
    [
      'a double in kg',
      [
        { name: 'Scale/Gross', double: 12.345 },
        { name: 'Scale/Unit', text: 'kg' },
      ],
      { grams: 12345, untaredGrams: 12345 },
    ],
    [
      'a float that is not quite decimal',
      [
        { name: 'Weight', float: 4.876 },
        { name: 'Unit', text: 'kg' },
      ],
      { grams: 4876 },
    ],
    [
      'a negative Int32, sent as unsigned',
      [
        { name: 'Weight', type: 3, int: 2 ** 32 - 500 },
        { name: 'Unit', text: 'g' },
      ],
      { grams: -500 },
    ],
    [
      'a negative Int16',
      [
        { name: 'Weight', type: 2, int: 2 ** 16 - 5 },
        { name: 'Unit', text: 'kg' },
      ],
      { grams: -5000 },
    ],
    [
      'a negative Int64',
      [
        { name: 'Weight', type: 4, long: 2n ** 64n - 7n },
        { name: 'Unit', text: 'g' },
      ],
      { grams: -7 },
    ],
    [
      'a UInt32',
      [
        { name: 'Weight', type: 7, int: 412300 },
        { name: 'Unit', text: 'g' },
      ],
      { grams: 412300 },
    ],
    [
      'gross before net',
      [
        { name: 'S/Net', double: 1 },
        { name: 'S/Gross', double: 2 },
        { name: 'S/Unit', text: 'kg' },
      ],
      { grams: 2000 },
    ],
    [
      'a null',
      [
        { name: 'Weight', isNull: true },
        { name: 'Unit', text: 'kg' },
      ],
      { grams: null, status: 'fault' },
    ],
    [
      'a restless load',
      [
        { name: 'Weight', double: 1 },
        { name: 'Stable', bool: false },
        { name: 'Unit', text: 'kg' },
      ],
      { stable: false },
    ],
  ])('reads %s', (_name, metrics, expected) => {
    expect(decode(metrics)).toMatchObject({ ok: true, message: expected });
  });

  it.each<[string, Metric[], string]>([
    [
      'NaN',
      [
        { name: 'Weight', double: NaN },
        { name: 'Unit', text: 'kg' },
      ],
      'bad_weight',
    ],
    [
      'a text',
      [
        { name: 'Weight', text: '12' },
        { name: 'Unit', text: 'kg' },
      ],
      'bad_weight',
    ],
    [
      'more than there is',
      [
        { name: 'Weight', type: 8, long: 2n ** 63n },
        { name: 'Unit', text: 'kg' },
      ],
      'bad_weight',
    ],
    ['no unit', [{ name: 'Weight', double: 1 }], 'unknown_unit'],
    [
      'two scales',
      [
        { name: 'A/Weight', double: 1 },
        { name: 'B/Weight', double: 2 },
      ],
      'ambiguous',
    ],
    ['no weight', [{ name: 'Temperature', double: 4 }], 'no_weight'],
    ['an alias that nobody has told', [{ alias: 3n, double: 12 }], 'unknown_alias'],
  ])('refuses %s', (_name, metrics, reason) => {
    expect(decode(metrics)).toMatchObject({ ok: false, reason });
  });

  it('reads aliases as the births named them, and forgets them when the edge node is born again', () => {
    const scale = [
      { name: 'Scale/Gross', alias: LARGE_ALIAS, type: 3, int: 0 },
      { name: 'Scale/Unit', alias: 6n, type: 12, text: 'g' },
    ];
    births.learn(`${EDGE}/NBIRTH/trosterud-gw`, payloadOf([{ name: 'bdSeq', alias: 1n, long: 0n }]));
    births.learn(`${EDGE}/DBIRTH/trosterud-gw/vekt1`, payloadOf(scale));
    expect(decode([{ alias: LARGE_ALIAS, int: 2 ** 32 - 500 }])).toMatchObject({ message: { grams: -500 } });
    births.learn(`${EDGE}/NBIRTH/trosterud-gw`, payloadOf([]));
    expect(decode([{ alias: LARGE_ALIAS, int: 500 }])).toEqual({ ok: false, reason: 'unknown_alias' });
  });

  it('reads the alias that the registry names, whatever births were missed', () => {
    const metrics = [
      { alias: 2n, double: 9 },
      { alias: 5n, double: 12.5 },
    ];
    expect(decode(metrics, { alias: 5, unit: 'kg' })).toMatchObject({ message: { grams: 12500 } });
  });

  it('takes the weight of a birth for old', () => {
    const metrics = [
      { name: 'Weight', double: 1 },
      { name: 'Unit', text: 'kg' },
    ];
    const decoded = decode(metrics, {}, `${EDGE}/DBIRTH/trosterud-gw/vekt1`);
    expect(decoded).toEqual({ ok: false, reason: 'no_data', ignored: true });
  });

  it('refuses what is no protobuf', () => {
    const decoded = decodeSparkplugB({ topic: DDATA, payload: Uint8Array.of(0x12, 0xff), births }, {});
    expect(decoded).toEqual({ ok: false, reason: 'not_protobuf' });
  });

  it('is asked for its births by a command that its edge node understands', () => {
    const now = new Date('2026-11-20T10:00:00Z');
    const command = rebirthOf(DDATA, now);
    expect(command?.topic).toBe('spBv1.0/Oslo REG/NCMD/trosterud-gw');
    const timestamp = BigInt(now.getTime());
    expect(readSparkplug(command?.payload ?? new Uint8Array())).toMatchObject({
      timestamp,
      metrics: [{ name: 'Node Control/Rebirth', timestamp, datatype: 11, value: true }],
    });
    expect(rebirthOf('tele/vekt1/SENSOR', now)).toBeNull();
  });
});
