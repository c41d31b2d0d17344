import { Unreadable } from '../fields';
import { numberOrUnreadable } from './text';
import { gramsOf, taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { Ignored, type Weight, weightOf } from './weight';

const VALUE = /^([+-]? {0,12}\d{1,12}(?:\.\d{0,9})?) {0,12}([A-Za-z%]{0,12})$/;

/** `+0012.34kg`: a value with its unit behind it. @throws Unreadable `bad_weight` */
export function splitValue(text: string): { value: number; unit: string } {
  const [, value, unit] = VALUE.exec(text.trim().slice(0, 48)) ?? [];
  if (value === undefined) throw new Unreadable('bad_weight');
  return { value: numberOrUnreadable(value), unit: unit ?? '' };
}

export interface IndicatorValue {
  value: number;
  unit: string;
  /** `GS` gross, `NT` net, undefined when the line doesn't say. */
  basis: string | undefined;
  stable: boolean | null;
}

/** Gross is untared; a tare value is no load. */
export function indicatorWeight({ value, unit, basis, stable }: IndicatorValue, settings: ScaleSettings): Weight {
  if (basis === 'TR') throw new Ignored('tare_value');
  const known = unitOf(unit.trim(), settings);
  const untaredGrams = basis === 'GS' ? gramsOf(value, known, settings) : null;
  return weightOf(taredGrams(value, known, settings), { untaredGrams, stable });
}
