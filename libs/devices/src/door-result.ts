import type { Decoded } from './decoded';
import { decodeJson, MAX_PAYLOAD_BYTES } from './fields';

export const DOOR_RESULTS = ['unlocked', 'jammed', 'expired', 'busy', 'refused', 'fault'] as const;
export type DoorResultKind = (typeof DOOR_RESULTS)[number];

/** A door's own answer to one command. */
export interface DoorResult {
  /** The command's id. */
  id: string;
  result: DoorResultKind;
  /** The device's clock. */
  at: Date | null;
  /** A fresh one, when the door sends it along. */
  nonce?: string;
}

/** Decodes the native `result` channel of a door. */
export function decodeDoorResult(payload: Uint8Array): Decoded<DoorResult> {
  return decodeJson(payload, MAX_PAYLOAD_BYTES, (fields) => ({
    id: fields.token('id'),
    result: fields.oneOf('result', DOOR_RESULTS),
    at: fields.lenient((it) => it.optionalInstant('at')),
    nonce: fields.lenient((it) => it.optionalToken('nonce')) ?? undefined,
  }));
}
