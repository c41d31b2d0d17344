import type { Decoded } from './decoded';
import { decodeJson, type Fields, fieldsOf, MAX_PAYLOAD_BYTES, Unreadable } from './fields';

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

/** An element that can't be used but has a usable seq: it counts as received. `raw` is its JSON, cut to 500 characters. */
export interface RejectedReading {
  seq: number;
  reason: string;
  raw: string;
}

export interface ReadingsMessage {
  boot: string;
  /** The device's clock at sending. */
  sentAt: Date | null;
  /** Readings of this boot before it are gone for ever. */
  oldestSeq: number | null;
  readings: Reading[];
  rejected: RejectedReading[];
  /** Reasons of elements without a usable seq; they can be neither kept nor acknowledged. */
  unusable: string[];
}

const MAX_SEQ = Number.MAX_SAFE_INTEGER - 1;
const MAX_GRAMS = 1_000_000_000;
const MAX_RAW = 500;

/** Decodes the native `readings` channel. One bad element doesn't spoil the others. */
export function decodeReadings(payload: Uint8Array, maxBytes = MAX_PAYLOAD_BYTES): Decoded<ReadingsMessage> {
  return decodeJson(payload, maxBytes, (fields) => {
    const message: ReadingsMessage = {
      boot: fields.token('boot'),
      sentAt: fields.lenient((it) => it.optionalInstant('sentAt')),
      oldestSeq: fields.lenient((it) => it.optionalInteger('oldestSeq', 1, MAX_SEQ)),
      readings: [],
      rejected: [],
      unusable: [],
    };
    for (const element of fields.list('readings')) sortIn(element, message);
    return message;
  });
}

function sortIn(element: unknown, message: ReadingsMessage): void {
  const seq = seqOf(element);
  if (typeof seq === 'string') {
    message.unusable.push(seq);
    return;
  }
  const reading = attempt(() => readReading(seq, fieldsOf(element)));
  if (typeof reading === 'string') message.rejected.push({ seq, reason: reading, raw: cut(element) });
  else message.readings.push(reading);
}

function seqOf(element: unknown): number | string {
  return attempt(() => fieldsOf(element).integer('seq', 1, MAX_SEQ));
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
    temperature: fields.lenient((it) => it.number('temperature')),
    tareEpoch: fields.lenient((it) => it.optionalInteger('tareEpoch', 0, MAX_SEQ)),
  };
}

/** @returns what `read` gives, or the reason why it can't. */
function attempt<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return error.reason;
    throw error;
  }
}

function cut(element: unknown): string {
  return (JSON.stringify(element) ?? '').slice(0, MAX_RAW);
}
