import type { DoorPosition } from './door-record';
import type { NativeChange, NativeState } from './native-dialect';

const CHANGES_PER_MESSAGE = 80;
const FIRMWARE = 'simulated-1.0';

export interface LiveDoorState {
  boot: string;
  seq: number;
  at: string;
  nonce: string;
  /** Per cent. */
  battery: number;
  position: Readonly<DoorPosition>;
  /** Not acknowledged yet, the oldest first; as many go along as a message holds. */
  changes: readonly NativeChange[];
}

/** How the door stands now, and what happened. */
export function liveState({ boot, seq, at, nonce, battery, position, changes }: LiveDoorState): NativeState {
  return {
    boot,
    seq,
    at,
    sentAt: at,
    ...position,
    nonce,
    battery,
    firmware: FIRMWARE,
    ...(changes.length > 0 && { changes: changes.slice(0, CHANGES_PER_MESSAGE) }),
  };
}

/** What happened in an earlier boot and nobody has acknowledged: no live state and no nonce. There is at least one change. */
export function earlierState(boot: string, all: readonly NativeChange[], sentAt: string): NativeState {
  const changes = all.slice(0, CHANGES_PER_MESSAGE);
  const { seq, at } = changes[changes.length - 1] as NativeChange;
  return { boot, seq, at, sentAt, historical: true, changes };
}
