import type { Decoded } from './decoded';
import { MAX_SEQ, readElements, type RejectedElement } from './elements';
import { decodeJson, type Fields, MAX_PAYLOAD_BYTES, Unreadable } from './fields';

export const READING_STATUSES = ['ok', 'overload', 'underload', 'fault'] as const;
export type ReadingStatus = (typeof READING_STATUSES)[number];

/** One weighing by a scale. Identity is (device, boot, seq). */
export interface Reading {
  seq: number;
  /** The device's clock. */
  at: Date;
  /** Untared integer grams, may be negative; null only when the status isn't `ok`. */
  grams: number | null;
  status: ReadingStatus;
  /** Degrees Celsius. */
  temperature: number | null;
  /** Rises at each tare or zero. */
  tareEpoch: number | null;
}

export interface ReadingsMessage {
  boot: string;
  /** The device's clock at sending. */
  sentAt: Date | null;
  /** Readings of this boot before it are gone for ever. */
  oldestSeq: number | null;
  readings: Reading[];
  rejected: RejectedElement[];
  /** Reasons of elements without a usable seq. */
  unusable: string[];
}

const MAX_GRAMS = 1_000_000_000;
const MAX_DEGREES = 1_000;

/** Decodes the native `readings` channel. Devices that upload by HTTPS may send more than `maxBytes`' default of 16 KiB. */
export function decodeReadings(payload: Uint8Array, maxBytes = MAX_PAYLOAD_BYTES): Decoded<ReadingsMessage> {
  return decodeJson(payload, maxBytes, (fields) => {
    const { good, rejected, unusable } = readElements(fields.list('readings'), readReading);
    return {
      boot: fields.token('boot'),
      sentAt: fields.lenient((it) => it.optionalInstant('sentAt')),
      oldestSeq: fields.lenient((it) => it.optionalInteger('oldestSeq', 1, MAX_SEQ)),
      readings: good,
      rejected,
      unusable,
    };
  });
}

function readReading(seq: number, fields: Fields): Reading {
  const status = fields.raw('status') === undefined ? 'ok' : fields.oneOf('status', READING_STATUSES);
  const grams = fields.optionalInteger('grams', -MAX_GRAMS, MAX_GRAMS);
  if (grams === undefined && status === 'ok') throw new Unreadable('bad_grams');
  return {
    seq,
    at: fields.instant('at'),
    grams: grams ?? null,
    status,
    temperature: fields.raw('temperature') === undefined ? null : fields.lenient(readTemperature),
    tareEpoch: fields.lenient((it) => it.optionalInteger('tareEpoch', 0, MAX_SEQ)),
  };
}

/** To the hundredth; no thermometer knows more, and none of ours lives beyond a thousand degrees. */
function readTemperature(fields: Fields): number {
  const degrees = fields.number('temperature');
  if (Math.abs(degrees) > MAX_DEGREES) throw new Unreadable('bad_temperature');
  return Math.round(degrees * 100) / 100 + 0;
}
