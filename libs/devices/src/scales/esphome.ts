import { numberOrUnreadable, textOf } from './text';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, noWeight, weightOf } from './weight';

const NOT_A_NUMBER = /^[+-]?(?:nan|inf|infinity)$/i;

/**
 * ESPHome: the state of a sensor as bare text, rounded to its `accuracy_decimals` (whole units by default), without a unit. `nan` is
 * a sensor that has nothing to say, and no weight of nothing. Also fits whoever else publishes bare numbers.
 */
export function decodeEsphome(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const text = textOf(payload).trim();
    if (NOT_A_NUMBER.test(text)) return noWeight('fault');
    return weightOf(taredGrams(numberOrUnreadable(text), unitOf(undefined, settings), settings));
  });
}
