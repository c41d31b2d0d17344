import type { Decoded } from '../decoded';
import { decodeJson, type Fields, MAX_PAYLOAD_BYTES, Unreadable } from '../fields';
import type { DoorWord } from './door-protocol';

export const NOTHING: Decoded<undefined> = { ok: true, message: undefined };

export function said(word: DoorWord | undefined): Decoded<DoorWord | undefined> {
  return { ok: true, message: word };
}

/** A short plain word. Reasons: `too_large`, `not_text`, `bad_word`. */
export function readWord(
  payload: Uint8Array,
  read: (text: string) => DoorWord | undefined,
): Decoded<DoorWord | undefined> {
  if (payload.byteLength > MAX_PAYLOAD_BYTES) return { ok: false, reason: 'too_large' };
  try {
    return said(read(new TextDecoder('utf-8', { fatal: true }).decode(payload).trim()));
  } catch (error) {
    return { ok: false, reason: error instanceof Unreadable ? error.reason : 'not_text' };
  }
}

/** A JSON object; what has another shape than expected is a reason. */
export function readFields(
  payload: Uint8Array,
  read: (fields: Fields) => DoorWord | undefined,
): Decoded<DoorWord | undefined> {
  return decodeJson(payload, MAX_PAYLOAD_BYTES, read);
}

/** One of two words, in any case. @throws Unreadable `bad_word` */
export function eitherOf(text: string, yes: string, no: string): boolean {
  const lower = text.toLowerCase();
  if (lower === yes) return true;
  if (lower === no) return false;
  throw new Unreadable('bad_word');
}
