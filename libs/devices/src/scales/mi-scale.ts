import { type Fields, fieldsOf, parseJson, Unreadable } from '../fields';
import { refusePersons } from './person';
import { isSameAddress } from './text';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, type Weight, weightOf } from './weight';

/** Tasmota names the object after the scale's generation and the end of its address. */
const TASMOTA_SENSOR = /^MISCALEV[12]/;

/** Xiaomi's Mi scale by Tasmota's Bluetooth driver. One telegram carries many devices, and each weighing about three times a second. */
export function decodeTasmotaMiScale(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const telegram = parseJson(payload);
    const sensors = sensorsIn(fieldsOf(telegram), Object.keys(telegram as object));
    return miScaleWeight(chosen(sensors, settings), settings);
  });
}

/**
 * Xiaomi's Mi scale by the `xiaomi_mi_scale` bridge, on `miscale/<name>/weight`. Sent only when settled, and only when the value has changed:
 * two equal loads in a row come once. Its `timestamp` calls local time UTC and isn't used.
 */
export function decodeXiaomiMiScale(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const weight = miScaleWeight(fieldsOf(parseJson(payload)), settings);
    return { ...weight, stable: true };
  });
}

function sensorsIn(telegram: Fields, names: string[]): { name: string; fields: Fields }[] {
  return names.filter((name) => TASMOTA_SENSOR.test(name)).map((name) => ({ name, fields: telegram.object(name) }));
}

function chosen(sensors: { name: string; fields: Fields }[], { field, address }: ScaleSettings): Fields {
  const mine = sensors.filter(({ name, fields }) => {
    return (!field || name === field) && (!address || isSameAddress(fields.raw('mac'), address));
  });
  if (mine.length > 1) throw new Unreadable('ambiguous');
  if (!mine[0]) throw new Ignored(sensors.length > 0 ? 'other_device' : 'no_weight');
  return mine[0].fields;
}

function miScaleWeight(scale: Fields, settings: ScaleSettings): Weight {
  refusePersons(scale);
  if (scale.raw('weight') === undefined) throw new Ignored('no_weight');
  // It goes on saying what lay there.
  if (isSet(scale.raw('weight_removed'))) throw new Ignored('weight_removed');
  const unit = unitOf(scale.raw('weight_unit') ?? scale.raw('unit'), settings);
  const stabilized = scale.raw('stabilized');
  const stable = stabilized === undefined ? null : isSet(stabilized);
  return weightOf(taredGrams(scale.number('weight'), unit, settings), { stable });
}

function isSet(flag: unknown): boolean {
  return flag === 1 || flag === true;
}
