import type { Decoded } from './decoded';
import { MAX_SEQ, readElements, type RejectedElement } from './elements';
import { decodeJson, type Fields, MAX_PAYLOAD_BYTES } from './fields';

/** A change that the door keeps and repeats until it is acknowledged. Identity is (device, boot, seq). */
export interface DoorChange {
  seq: number;
  /** The device's clock. */
  at: Date;
  open?: boolean;
  locked?: boolean;
  /** The command that caused it. */
  commandId?: string;
}

/** What a door says of itself; what it doesn't report is undefined (unknown), never a default. */
export interface DoorState {
  boot: string;
  seq: number | null;
  /** The device's clock. */
  at: Date | null;
  /** The device's clock at sending. */
  sentAt: Date | null;
  locked?: boolean;
  open?: boolean;
  jammed?: boolean;
  nonce?: string;
  /** Per cent. */
  battery?: number;
  firmware?: string;
  /** Neither live state nor alarms nor a nonce: only its changes count. */
  historical: boolean;
  oldestSeq: number | null;
  changes: DoorChange[];
  rejected: RejectedElement[];
  /** Reasons of changes without a usable seq. */
  unusable: string[];
}

/** Decodes the native `state` channel of a door. */
export function decodeDoorState(payload: Uint8Array, maxBytes = MAX_PAYLOAD_BYTES): Decoded<DoorState> {
  return decodeJson(payload, maxBytes, (fields) => ({
    boot: fields.token('boot'),
    seq: fields.optionalInteger('seq', 0, MAX_SEQ) ?? null,
    at: fields.lenient((it) => it.optionalInstant('at')),
    sentAt: fields.lenient((it) => it.optionalInstant('sentAt')),
    locked: fields.optionalBoolean('locked'),
    open: fields.optionalBoolean('open'),
    jammed: fields.optionalBoolean('jammed'),
    nonce: fields.optionalToken('nonce'),
    battery: fields.lenient(readPercent) ?? undefined,
    firmware: fields.lenient((it) => it.optionalToken('firmware')) ?? undefined,
    historical: fields.optionalBoolean('historical') ?? false,
    oldestSeq: fields.lenient((it) => it.optionalInteger('oldestSeq', 1, MAX_SEQ)),
    ...readChanges(fields),
  }));
}

function readPercent(fields: Fields): number | undefined {
  const percent = fields.number('battery');
  return percent >= 0 && percent <= 100 ? percent : undefined;
}

function readChanges(fields: Fields): Pick<DoorState, 'changes' | 'rejected' | 'unusable'> {
  if (fields.raw('changes') === undefined) return { changes: [], rejected: [], unusable: [] };
  const { good, rejected, unusable } = readElements(fields.list('changes'), readChange);
  return { changes: good, rejected, unusable };
}

function readChange(seq: number, fields: Fields): DoorChange {
  return {
    seq,
    at: fields.instant('at'),
    open: fields.optionalBoolean('open'),
    locked: fields.optionalBoolean('locked'),
    commandId: fields.optionalToken('commandId'),
  };
}
