import { Injectable } from '@nestjs/common';
import { type DoorState } from '@selvbetjent/devices';
import { EventEmitter, once } from 'node:events';

const ALIVE_MS = 25_000;

interface LiveDoor {
  nonce: string | null;
  nonceAtMs: number;
  seenAtMs: number;
  online: boolean;
}

/** Where a door speaks: its topic's station and device. */
export interface DoorAddress {
  stationId: string;
  doorId: string;
}

/** A door's nonce with its age by our monotonic clock. */
export interface FreshNonce {
  nonce: string;
  nonceAgeMs: number;
}

/**
 * What this process heard from the doors themselves since it started. Ages are by the monotonic clock, and retained copies
 * don't count: their age is unknown.
 */
@Injectable()
export class LiveDoors {
  /** The longest silent first. */
  private readonly doors = new Map<string, LiveDoor>();
  private readonly heard = new EventEmitter().setMaxListeners(0);

  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  /** How many are remembered. */
  get size(): number {
    return this.doors.size;
  }

  hear(door: DoorAddress, state: Pick<DoorState, 'nonce' | 'historical'>): void {
    if (state.historical) return;
    const nowMs = this.monotonicMs();
    const key = keyOf(door);
    const before = this.doors.get(key);
    const nonce = state.nonce && state.nonce !== before?.nonce ? state.nonce : null;
    this.doors.delete(key);
    this.doors.set(key, {
      nonce: nonce ?? before?.nonce ?? null,
      nonceAtMs: nonce ? nowMs : (before?.nonceAtMs ?? nowMs),
      seenAtMs: nowMs,
      online: true,
    });
    this.forgetSilent(nowMs);
    this.heard.emit(key);
  }

  hearOnline(address: DoorAddress, online: boolean): void {
    const door = this.doors.get(keyOf(address));
    if (door) door.online = online;
  }

  /** The nonce of a door that is alive: seen at most 25 s ago, and not said to be offline. */
  freshNonce(address: DoorAddress): FreshNonce | null {
    const door = this.doors.get(keyOf(address));
    const nowMs = this.monotonicMs();
    if (!door?.nonce || !door.online || nowMs - door.seenAtMs > ALIVE_MS) return null;
    const nonceAgeMs = Math.floor(nowMs - door.nonceAtMs);
    return nonceAgeMs > ALIVE_MS ? null : { nonce: door.nonce, nonceAgeMs };
  }

  /** Resolves at the door's next word, or after `maxMs`. */
  async nextWord(address: DoorAddress, maxMs: number): Promise<void> {
    const signal = AbortSignal.timeout(Math.max(0, Math.ceil(maxMs)));
    await once(this.heard, keyOf(address), { signal }).catch(() => undefined);
  }

  /** Anyone on the broker may bring new names; those who fell silent are as good as never heard. */
  private forgetSilent(nowMs: number): void {
    for (const [key, { seenAtMs }] of this.doors) {
      if (nowMs - seenAtMs <= ALIVE_MS) return;
      this.doors.delete(key);
    }
  }
}

function keyOf({ stationId, doorId }: DoorAddress): string {
  return `${stationId}/${doorId}`;
}
