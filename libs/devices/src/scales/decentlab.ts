import { base64Decode } from '@bufbuild/protobuf/wire';
import { type Fields, fieldsOf, parseJson, Unreadable } from '../fields';
import { chirpstackUplink, decodedWeight, ttnUplink, type Uplink } from './lorawan';
import { taredGrams } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, type Weight, weightOf } from './weight';

const BASE64 = /^[A-Za-z0-9+/]{1,400}={0,2}$/;
const PROTOCOL = 2;
/** Version, device id (2), flags (2), then the sensors whose flags are set, in order; each value is two bytes, big-endian. */
const HEADER_BYTES = 5;
const FLAGS_AT = 3;
const STRAIN_FLAG = 0x01;
const STRAIN_BYTES = 6;
const TICKS_PER_SECOND = 32_768;
const MEGAHERTZ_SQUARED = 1_000_000;

/**
 * Decentlab DL-KL66, in the envelope of The Things Stack or ChirpStack. Decoded by the network: `weight` with its unit. Not decoded:
 * from the frequency of the vibrating wire, grams = (f² − f0²) · k / 10⁶, with f0 and k of that very sensor's calibration sheet.
 */
export function decodeDecentlab(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => {
    const uplink = uplinkIn(fieldsOf(parseJson(payload)), settings);
    if (uplink.decoded) return decodedWeight(uplink, { unit: 'g', ...settings });
    return { ...weightIn(bytesOf(uplink.bytes), settings), at: uplink.at };
  });
}

function uplinkIn(message: Fields, settings: ScaleSettings): Uplink {
  if (message.raw('uplink_message') !== undefined) return ttnUplink(message, settings);
  if (message.raw('deviceInfo') ?? message.raw('data') ?? message.raw('object'))
    return chirpstackUplink(message, settings);
  throw new Ignored('no_uplink');
}

function bytesOf(base64: unknown): DataView {
  if (base64 === undefined) throw new Ignored('not_decoded');
  if (typeof base64 !== 'string' || !BASE64.test(base64)) throw new Unreadable('bad_payload');
  return viewOf(base64);
}

function viewOf(base64: string): DataView {
  try {
    const { buffer, byteOffset, byteLength } = base64Decode(base64);
    return new DataView(buffer, byteOffset, byteLength);
  } catch {
    throw new Unreadable('bad_payload');
  }
}

function weightIn(bytes: DataView, settings: ScaleSettings): Weight {
  if (bytes.byteLength < HEADER_BYTES || bytes.getUint8(0) !== PROTOCOL) throw new Unreadable('bad_version');
  if (!(bytes.getUint16(FLAGS_AT) & STRAIN_FLAG)) throw new Ignored('no_weight');
  if (bytes.byteLength < HEADER_BYTES + STRAIN_BYTES) throw new Unreadable('truncated');
  const { f0, k } = settings;
  if (f0 === undefined || k === undefined) throw new Unreadable('no_calibration');
  const waves = bytes.getUint16(HEADER_BYTES);
  const ticks = bytes.getUint16(HEADER_BYTES + 2);
  const hertz = (waves / ticks) * TICKS_PER_SECOND;
  return weightOf(taredGrams(((hertz ** 2 - f0 ** 2) * k) / MEGAHERTZ_SQUARED, 'g', settings));
}
