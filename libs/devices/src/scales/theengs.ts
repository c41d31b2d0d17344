import { type Fields, fieldsOf, parseJson } from '../fields';
import { valueAt } from './json-weight';
import { refusePersons } from './person';
import { isSameAddress } from './text';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings, type WeightUnit } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, weightOf } from './weight';

/** The decoder knows the unit of these and doesn't say it. */
const UNIT_OF_MODEL: ReadonlyMap<unknown, WeightUnit> = new Map([['SKALE', 'g']]);

/**
 * OpenMQTTGateway and Theengs Gateway: what they decoded of one Bluetooth advertisement. Old firmware says no unit, and halves the
 * values of scales that are set to pounds (`unit: lb`, `factor: 2`). Persons are refused.
 */
export function decodeTheengs(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const message = fieldsOf(parseJson(payload));
    refuseOthers(message, settings);
    refusePersons(message);
    const { value } = valueAt(message, settings.field ?? 'weight');
    const unit = UNIT_OF_MODEL.get(message.raw('model_id')) ?? settings.unit;
    return weightOf(taredGrams(value, unitOf(message.raw('unit'), { unit }), settings));
  });
}

/** @throws Ignored `other_device` */
export function refuseOthers(message: Fields, { address }: ScaleSettings): void {
  if (address && !isSameAddress(message.raw('id') ?? message.raw('mac'), address)) throw new Ignored('other_device');
}
