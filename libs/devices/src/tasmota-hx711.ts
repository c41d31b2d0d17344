import type { Decoded } from './decoded';
import { decodeJson, type Fields, MAX_PAYLOAD_BYTES, Unreadable } from './fields';

/** A weight by Tasmota's HX711 driver. It has no identity and no usable clock (local time without a zone). */
export interface TasmotaWeight {
  /** `Weight`: after the device's own tare, rounded to what its `WeightRes` setting lets through. */
  grams: number;
  /** `WeightRaw`: before any tare; absent from older firmware. */
  untaredGrams: number | null;
  /** The driver doesn't say. */
  stable: null;
  status: 'ok';
}

const MAX_GRAMS = 1_000_000_000;

/**
 * Decodes a `SENSOR` telegram, or the `STATUS10` reply, which nests the same object under `StatusSNS`. The topic is the
 * owner's to choose and isn't looked at. Reasons: as all decoders, and `bad_HX711` for telegrams of other sensors.
 */
export function decodeTasmotaHx711(payload: Uint8Array): Decoded<TasmotaWeight> {
  return decodeJson(payload, MAX_PAYLOAD_BYTES, (fields) => {
    const sensor = (fields.optionalObject('StatusSNS') ?? fields).object('HX711');
    return {
      grams: gramsOfWeight(sensor),
      untaredGrams: sensor.lenient((it) => it.optionalInteger('WeightRaw', -MAX_GRAMS, MAX_GRAMS)),
      stable: null,
      status: 'ok',
    };
  });
}

/** `Weight` is kilograms. */
function gramsOfWeight(sensor: Fields): number {
  const grams = gramsOfKilograms(sensor.number('Weight'));
  if (Math.abs(grams) > MAX_GRAMS) throw new Unreadable('bad_Weight');
  return grams;
}

/** Half a gram rounds away from zero; 1.0005 kg is 1001 g although its binary neighbour lies below. */
function gramsOfKilograms(kilograms: number): number {
  const grams = Math.round(Number((Math.abs(kilograms) * 1000).toPrecision(12)));
  return kilograms < 0 && grams !== 0 ? -grams : grams;
}
