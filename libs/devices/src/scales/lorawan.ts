import { type Fields, fieldsOf, parseJson } from '../fields';
import { valueAt } from './json-weight';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, type Weight, weightOf } from './weight';

/** What a network server wraps a device's message in. */
export interface Uplink {
  /** What the network's decoder made of it; undefined when it has none. */
  decoded: Fields | undefined;
  /** The bytes as the device sent them, in base64. */
  bytes: unknown;
  /** By the network's clock. */
  at: Date | null;
}

/** The Things Stack v3, `v3/<application>@<tenant>/devices/<device>/up`. It leaves out what is empty or zero: what is absent is unknown. */
export function decodeTtn(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => decodedWeight(ttnUplink(fieldsOf(parseJson(payload)), settings), settings));
}

/** ChirpStack v4, `application/<id>/device/<devEui>/event/up`. */
export function decodeChirpstack(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => decodedWeight(chirpstackUplink(fieldsOf(parseJson(payload)), settings), settings));
}

/** @throws Ignored `no_uplink`, `simulated`, `other_port` */
export function ttnUplink(message: Fields, settings: ScaleSettings): Uplink {
  if (message.raw('simulated') === true) throw new Ignored('simulated');
  const uplink = message.optionalObject('uplink_message');
  if (!uplink) throw new Ignored('no_uplink');
  refuseOtherPorts(uplink.raw('f_port'), settings);
  return {
    decoded: uplink.optionalObject('decoded_payload'),
    bytes: uplink.raw('frm_payload'),
    at: instantIn(uplink, 'received_at') ?? instantIn(message, 'received_at'),
  };
}

/** @throws Ignored `other_port` */
export function chirpstackUplink(message: Fields, settings: ScaleSettings): Uplink {
  refuseOtherPorts(message.raw('fPort'), settings);
  return { decoded: message.optionalObject('object'), bytes: message.raw('data'), at: instantIn(message, 'time') };
}

/** @throws Ignored `not_decoded` when the network server has no decoder for this device */
export function decodedWeight({ decoded, at }: Uplink, settings: ScaleSettings): Weight {
  if (!decoded) throw new Ignored('not_decoded');
  const { value, unit } = valueAt(decoded, settings.field ?? 'weight');
  return weightOf(taredGrams(value, unitOf(unit, settings), settings), { at });
}

/** The Things Stack leaves the port out when it is 0. */
function refuseOtherPorts(port: unknown, settings: ScaleSettings): void {
  if (settings.port !== undefined && (port ?? 0) !== settings.port) throw new Ignored('other_port');
}

function instantIn(fields: Fields, name: string): Date | null {
  return fields.lenient((it) => it.optionalInstant(name));
}
