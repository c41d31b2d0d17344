import { type Fields, fieldsOf, parseJson, Unreadable } from '../fields';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, weightOf } from './weight';

/** Times below are seconds from now, above are seconds since 1970 (RFC 8428, 4.5.3). */
const ABSOLUTE_FROM_SECONDS = 2 ** 28;
const LAST_SECOND = Date.UTC(10_000, 0, 1) / 1_000 - 1;
/** Of the units that SenML registers these are weights. */
const WEIGHT_UNITS = ['kg', 'g'];
/** Labels that end so must be understood, or the pack is not (RFC 8428, 4.4). */
const MUST_UNDERSTAND = /_$/;

interface Resolved {
  name: string;
  unit: unknown;
  value: number;
  seconds: number;
}

/**
 * A SenML pack in JSON. Base fields hold until the next one. With `field`: the record of that name, whole or without its base name;
 * without: the only name with a weight. Of several records of one name the newest counts.
 */
export function decodeSenml(payload: Uint8Array, settings: ScaleSettings, receivedAt: Date): DecodedWeight {
  return decodeWith(payload, () => {
    const pack = parseJson(payload);
    if (!Array.isArray(pack)) throw new Unreadable('not_a_pack');
    const weights = resolve(pack, settings);
    const names = new Set(weights.map(({ name }) => name));
    if (names.size > 1) throw new Unreadable('ambiguous');
    const [first, ...others] = weights;
    if (!first) throw new Ignored('no_weight');
    const newest = others.reduce((latest, one) => (one.seconds >= latest.seconds ? one : latest), first);
    const grams = taredGrams(newest.value, unitOf(newest.unit, settings), settings);
    return weightOf(grams, { at: newest.seconds === 0 ? null : instantOf(newest.seconds, receivedAt) });
  });
}

function resolve(pack: unknown[], { field, unit }: ScaleSettings): Resolved[] {
  const base = { name: '', unit: undefined as unknown, value: 0, seconds: 0 };
  return pack.flatMap((element) => {
    const record = fieldsOf(element);
    if (Object.keys(element as object).some((label) => MUST_UNDERSTAND.test(label))) throw new Unreadable('bad_label');
    base.name = textIn(record, 'bn') ?? base.name;
    base.unit = record.raw('bu') ?? base.unit;
    base.value = numberIn(record, 'bv') ?? base.value;
    base.seconds = numberIn(record, 'bt') ?? base.seconds;
    const value = numberIn(record, 'v');
    if (value === undefined) return [];
    const own = textIn(record, 'n') ?? '';
    const named = record.raw('u') ?? base.unit;
    const isMine = field
      ? [own, base.name + own].includes(field)
      : WEIGHT_UNITS.some((known) => known === (named ?? unit));
    const seconds = base.seconds + (numberIn(record, 't') ?? 0);
    return isMine ? [{ name: base.name + own, unit: named, value: base.value + value, seconds }] : [];
  });
}

function instantOf(seconds: number, receivedAt: Date): Date {
  const since = Math.abs(seconds) < ABSOLUTE_FROM_SECONDS ? receivedAt.getTime() / 1_000 + seconds : seconds;
  if (!(since >= 0 && since <= LAST_SECOND)) throw new Unreadable('bad_t');
  return new Date(Math.round(since * 1_000));
}

function numberIn(record: Fields, label: string): number | undefined {
  return record.raw(label) === undefined ? undefined : record.number(label);
}

function textIn(record: Fields, label: string): string | undefined {
  const text = record.raw(label);
  if (text !== undefined && typeof text !== 'string') throw new Unreadable(`bad_${label}`);
  return text;
}
