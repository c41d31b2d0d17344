import { fieldsOf, parseJson, Unreadable } from '../fields';
import { refuseOthers } from './theengs';
import { taredGrams } from './units';
import { type ScaleSettings, type WeightUnit } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, type Weight, weightOf } from './weight';

/** The Bluetooth service of BTHome version 2. */
const SERVICE = /^(?:0x)?fcd2$/i;
const HEX = /^(?:[0-9a-f]{2}){1,255}$/i;
const ENCRYPTED = 0x01;
const VERSION = 2;
/** Hundredths, unsigned and little-endian. */
const MASS: ReadonlyMap<number, WeightUnit> = new Map([
  [0x06, 'kg'],
  [0x07, 'lb'],
]);
const HUNDREDTH = 0.01;

/** How many bytes follow each object id; the first that isn't here ends what can be read. */
const LENGTHS: ReadonlyMap<number, number> = new Map(
  Object.entries({
    1: [0x00, 0x01, 0x09, ...range(0x0f, 0x11), ...range(0x15, 0x2f), 0x3a, 0x46, 0x57, 0x58, 0x59, 0x60],
    2: [
      0x02, 0x03, 0x06, 0x07, 0x08, 0x0c, 0x0d, 0x0e, 0x12, 0x13, 0x14, 0x3c, 0x3d, 0x3f, 0x40, 0x41, 0x43, 0x44, 0x45,
    ].concat([0x47, 0x48, 0x49, 0x4a, 0x51, 0x52, 0x56, 0x5a, 0x5d, 0x5e, 0x5f, 0x61, 0xf0]),
    3: [0x04, 0x05, 0x0a, 0x0b, 0x42, 0x4b, 0xf2],
    4: [0x3e, 0x4c, 0x4d, 0x4e, 0x4f, 0x50, 0x55, 0x5b, 0x5c, 0xf1],
  }).flatMap(([length, ids]) => ids.map((id) => [id, Number(length)] as const)),
);
/** Texts and raw bytes say their own length. */
const OF_ANY_LENGTH = [0x53, 0x54];

/** BTHome version 2 as a gateway hands it on undecoded: `servicedata` in hexadecimal, with `servicedatauuid`. Encrypted ones are refused. */
export function decodeBthome(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const message = fieldsOf(parseJson(payload));
    refuseOthers(message, settings);
    const service = message.raw('servicedatauuid');
    if (typeof service !== 'string' || !SERVICE.test(service)) throw new Ignored('no_weight');
    const data = message.raw('servicedata');
    if (typeof data !== 'string' || !HEX.test(data)) throw new Unreadable('bad_servicedata');
    return massIn(bytesOf(data), settings);
  });
}

function massIn(data: Uint8Array, settings: ScaleSettings): Weight {
  const information = data[0] ?? 0;
  if (information & ENCRYPTED) throw new Unreadable('encrypted');
  if (information >> 5 !== VERSION) throw new Unreadable('bad_version');
  const masses: Weight[] = [];
  for (let position = 1; position < data.length;) {
    const id = data[position]!;
    const unit = MASS.get(id);
    const end = position + 1 + lengthOf(data, position);
    if (end > data.length) throw new Unreadable('truncated');
    if (unit) masses.push(weightOf(taredGrams(hundredthsAt(data, position + 1) * HUNDREDTH, unit, settings)));
    position = end;
  }
  if (masses.length > 1) throw new Unreadable('ambiguous');
  if (!masses[0]) throw new Ignored('no_weight');
  return masses[0];
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}

function hundredthsAt(data: Uint8Array, position: number): number {
  return data[position]! + 256 * data[position + 1]!;
}

function lengthOf(data: Uint8Array, position: number): number {
  const id = data[position]!;
  const length = OF_ANY_LENGTH.includes(id) ? 1 + (data[position + 1] ?? 0) : LENGTHS.get(id);
  if (length === undefined) throw new Unreadable('unknown_object');
  return length;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
