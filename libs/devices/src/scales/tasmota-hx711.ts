import { type Fields, fieldsOf, parseJson } from '../fields';
import { taredGrams, MAX_GRAMS } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, weightOf } from './weight';

/**
 * Tasmota's HX711 driver: a `SENSOR` telegram, or the `STATUS10` reply, which nests the same object under `StatusSNS`. The topic
 * is the owner's to choose and isn't looked at. `Weight` is kilograms after the device's own tare, rounded to what its `WeightRes`
 * lets through (whole kilograms by default), and 0 where it would be negative. `WeightRaw` is untared grams; older firmware has none.
 * Its clock is local time without a zone and isn't used.
 */
export function decodeTasmotaHx711(payload: Uint8Array, settings: ScaleSettings = {}): DecodedWeight {
  return decodeWith(payload, () => {
    const telegram = fieldsOf(parseJson(payload));
    const sensor = sensorOf(telegram.optionalObject('StatusSNS') ?? telegram, settings.field ?? 'HX711');
    return weightOf(taredGrams(sensor.number('Weight'), 'kg', settings), {
      untaredGrams: sensor.lenient((it) => it.optionalInteger('WeightRaw', -MAX_GRAMS, MAX_GRAMS)),
    });
  });
}

/** Telegrams of a device's other sensors come on the same topic. */
function sensorOf(telegram: Fields, name: string): Fields {
  if (telegram.raw(name) === undefined) throw new Ignored('no_weight');
  return telegram.object(name);
}
