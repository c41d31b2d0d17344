import { type Fields, fieldsOf, parseJson, Unreadable } from '../fields';
import { numberIn } from './text';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, weightOf } from './weight';

const MAX_DEPTH = 8;

/** A value of a message, and the unit that stands beside it. */
export interface Found {
  value: number;
  unit: unknown;
}

/**
 * Any JSON object with a weight at `field` (`a.b.c` goes into objects): a number, a number as text, or `{value, unit}`. Without
 * `field` there is no guessing by names: much that has "weight" in its name was never weighed.
 */
export function decodeJsonWeight(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const message = fieldsOf(parseJson(payload));
    if (!settings.field) throw new Unreadable('no_field');
    const { value, unit } = valueAt(message, settings.field);
    return weightOf(taredGrams(value, unitOf(unit, settings), settings));
  });
}

/** @throws Ignored `no_weight` when it isn't there: what is left out is unknown, never zero */
export function valueAt(message: Fields, path: string): Found {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  if (steps.length > MAX_DEPTH) throw new Unreadable('bad_field');
  const holder = steps.reduce<Fields | undefined>((fields, step) => fields && objectAt(fields, step), message);
  const found = holder?.raw(last);
  if (found === undefined) throw new Ignored('no_weight');
  if (typeof found !== 'object') return { value: numberOf(found), unit: undefined };
  const measured = fieldsOf(found);
  return { value: numberOf(measured.raw('value')), unit: measured.raw('unit') };
}

function objectAt(fields: Fields, name: string): Fields | undefined {
  const value = fields.raw(name);
  return typeof value === 'object' && !Array.isArray(value) ? fieldsOf(value) : undefined;
}

function numberOf(found: unknown): number {
  const value = typeof found === 'string' ? numberIn(found) : found;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Unreadable('bad_weight');
  return value;
}
