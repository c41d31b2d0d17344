import type { Decoded } from './decoded';
import { MAX_SEQ } from './elements';
import { decodeJson, MAX_PAYLOAD_BYTES, Unreadable } from './fields';

/** Every seq of the boot up to and including `seq` is committed, or known to be lost. */
export interface Ack {
  boot: string;
  seq: number;
}

/** These seqs of the boot are missing: please send them again. */
export interface Resend {
  boot: string;
  resend: number[];
}

/** The payload of the native `ack` channel that lets a device forget. */
export function encodeAck({ boot, seq }: Ack): string {
  return JSON.stringify({ boot, seq });
}

/** The payload of the native `ack` channel that asks for what is missing. */
export function encodeResend({ boot, resend }: Resend): string {
  return JSON.stringify({ boot, resend });
}

/** Decodes the native `ack` channel, as a device does. */
export function decodeAck(payload: Uint8Array): Decoded<Ack | Resend> {
  return decodeJson(payload, MAX_PAYLOAD_BYTES, (fields): Ack | Resend => {
    const boot = fields.token('boot');
    if (fields.raw('resend') === undefined) return { boot, seq: fields.integer('seq', 0, MAX_SEQ) };
    return { boot, resend: fields.list('resend').map(seqOrUnreadable) };
  });
}

function seqOrUnreadable(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) throw new Unreadable('bad_resend');
  return value;
}
