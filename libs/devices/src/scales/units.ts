import { Unreadable } from '../fields';
import { type ScaleSettings, WEIGHT_UNITS, type WeightUnit } from './scale-settings';

/** Beyond a thousand tonnes it is no weight. */
export const MAX_GRAMS = 1_000_000_000;
/** Twelve digits tell what was meant from what binary fractions add: 1.0005 kg is 1000.5 g. */
const MEANT_DIGITS = 12;

/** By definition: the international avoirdupois pound, and its sixteenth. */
const GRAMS_PER_UNIT: Record<WeightUnit, number> = {
  g: 1,
  kg: 1_000,
  t: 1_000_000,
  lb: 453.59237,
  oz: 28.349523125,
  jin: 500,
};

const SPELLINGS: ReadonlyMap<string, WeightUnit> = new Map([
  ...WEIGHT_UNITS.map((unit) => [unit, unit] as const),
  ...(['gram', 'grams', 'gr'] as const).map((text) => [text, 'g'] as const),
  ...(['kgs', 'kilo', 'kilogram', 'kilograms'] as const).map((text) => [text, 'kg'] as const),
  ...(['tonne', 'tonnes'] as const).map((text) => [text, 't'] as const),
  ...(['lbs', 'pound', 'pounds'] as const).map((text) => [text, 'lb'] as const),
  ...(['ounce', 'ounces'] as const).map((text) => [text, 'oz'] as const),
]);

/**
 * The unit that the message names, else the registry's.
 * @throws Unreadable `bad_unit` for one that is named and unknown, `unknown_unit` when nobody says
 */
export function unitOf(named: unknown, { unit }: Pick<ScaleSettings, 'unit'>): WeightUnit {
  if (named === undefined || named === null || named === '') {
    if (unit) return unit;
    throw new Unreadable('unknown_unit');
  }
  const known = typeof named === 'string' ? SPELLINGS.get(named.trim().toLowerCase()) : undefined;
  if (!known) throw new Unreadable('bad_unit');
  return known;
}

/**
 * Integer grams, halves away from zero, with the registry's factor and without its offset.
 * @throws Unreadable `bad_weight` for what isn't finite or is beyond a thousand tonnes
 */
export function gramsOf(value: number, unit: WeightUnit, { factor = 1 }: Pick<ScaleSettings, 'factor'> = {}): number {
  const exact = Math.abs(value) * GRAMS_PER_UNIT[unit] * Math.abs(factor);
  if (!(exact <= MAX_GRAMS)) throw new Unreadable('bad_weight');
  const grams = Math.round(Number(exact.toPrecision(MEANT_DIGITS)));
  const isNegative = value < 0 !== factor < 0;
  return isNegative && grams !== 0 ? -grams : grams;
}

/** As `gramsOf`, and the registry's offset added. */
export function taredGrams(value: number, unit: WeightUnit, settings: ScaleSettings): number {
  const grams = gramsOf(value, unit, settings) + (settings.offsetGrams ?? 0);
  if (!Number.isSafeInteger(grams) || Math.abs(grams) > MAX_GRAMS) throw new Unreadable('bad_weight');
  return grams;
}
