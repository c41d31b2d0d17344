import type { Decoded } from './decoded';
import { decodeJson, MAX_PAYLOAD_BYTES } from './fields';

/** The only command there is: software can unlock or withhold, never lock. */
export interface UnlockCommand {
  /** Executed at most once by the door. */
  id: string;
  /** The door's current or previous nonce. */
  nonce: string;
  /** How long ago we received the nonce. */
  nonceAgeMs: number;
  ttlMs: number;
  /** How long the door stays unlocked unless it is opened. */
  holdSeconds: number;
}

const MAX_NONCE_AGE_MS = 25_000;
const MAX_TTL_MS = 5_000;
const MAX_HOLD_SECONDS = 3_600;

/** The payload of the native `command` channel. */
export function encodeUnlockCommand({ id, nonce, nonceAgeMs, ttlMs, holdSeconds }: UnlockCommand): string {
  return JSON.stringify({ id, action: 'unlock', nonce, nonceAgeMs, ttlMs, holdSeconds });
}

/** Decodes the native `command` channel, as a door does. Ages and times to live beyond the dialect's bounds are refused. */
export function decodeUnlockCommand(payload: Uint8Array): Decoded<UnlockCommand> {
  return decodeJson(payload, MAX_PAYLOAD_BYTES, (fields) => {
    fields.oneOf('action', ['unlock']);
    return {
      id: fields.token('id'),
      nonce: fields.token('nonce'),
      nonceAgeMs: fields.integer('nonceAgeMs', 0, MAX_NONCE_AGE_MS),
      ttlMs: fields.integer('ttlMs', 1, MAX_TTL_MS),
      holdSeconds: fields.integer('holdSeconds', 1, MAX_HOLD_SECONDS),
    };
  });
}
