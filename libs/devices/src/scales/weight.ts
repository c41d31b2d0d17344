import { MAX_PAYLOAD_BYTES, Unreadable } from '../fields';
import { type ReadingStatus } from '../readings';

/** A weight from a scale of another make. It has no identity; whoever hears it numbers it. */
export interface Weight {
  /** Integer grams after the device's own tare and the registry's offset, may be negative; null when the status isn't `ok`. */
  grams: number | null;
  /** Integer grams before any tare, where the device tells them. */
  untaredGrams: number | null;
  /** The device's own word that the load rests; null when it doesn't say. */
  stable: boolean | null;
  status: ReadingStatus;
  /** When it was weighed, by a clock in UTC of the device or its network; null when there is none to be trusted. */
  at: Date | null;
  /** When the message was sent, by the same clock. */
  sentAt: Date | null;
}

/**
 * `ignored`: what a sound device says besides weights, or what is none of our business; nothing of it may be kept or logged.
 * Without it, the message could not be read and is worth looking at.
 */
export type DecodedWeight = { ok: true; message: Weight } | { ok: false; reason: string; ignored?: true };

/** Thrown inside this library only, for what is no weight and no fault. */
export class Ignored extends Unreadable {}

/** Runs `read` on a payload of at most 16 KiB and turns what it throws into a reason; never throws for any payload. */
export function decodeWith(payload: Uint8Array, read: () => Weight): DecodedWeight {
  try {
    if (payload.byteLength > MAX_PAYLOAD_BYTES) throw new Unreadable('too_large');
    if (payload.byteLength === 0) throw new Ignored('empty');
    return { ok: true, message: read() };
  } catch (error) {
    if (error instanceof Ignored) return { ok: false, reason: error.reason, ignored: true };
    if (error instanceof Unreadable) return { ok: false, reason: error.reason };
    throw error;
  }
}

/** A weight without the ornaments that most dialects lack. */
export function weightOf(grams: number, more: Partial<Omit<Weight, 'grams'>> = {}): Weight {
  return { grams, untaredGrams: null, stable: null, status: 'ok', at: null, sentAt: null, ...more };
}

/** What a scale says that can't weigh now. */
export function noWeight(status: Exclude<ReadingStatus, 'ok'>): Weight {
  return { ...weightOf(0), grams: null, status };
}
