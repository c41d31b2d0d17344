import { Injectable } from '@nestjs/common';
import { type DoorResult, type DoorState, type Online } from '@selvbetjent/devices';
import { EventEmitter } from 'node:events';
import { Monotonic, realMonotonic } from './monotonic';

const ALIVE_MS = 25_000;
/** A door accepts two; a repeated older message must not bring back one of these. */
const NONCES_REMEMBERED = 4;

interface LiveDoor {
  boot: string | null;
  /** The newest first. */
  nonces: string[];
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

  constructor(private readonly time: Monotonic = realMonotonic) {}

  /** How many are remembered. */
  get size(): number {
    return this.doors.size;
  }

  hear(door: DoorAddress, state: Pick<DoorState, 'boot' | 'nonce' | 'historical'>): void {
    if (!state.historical) this.note(door, state.boot, state.nonce);
  }

  /** A result may bring a nonce along, for those who press again at once. */
  hearResult(door: DoorAddress, { nonce }: Pick<DoorResult, 'nonce'>): void {
    this.note(door, this.doors.get(keyOf(door))?.boot ?? null, nonce);
  }

  /** The will of an earlier boot says nothing of the running one. */
  hearOnline(address: DoorAddress, { boot, online }: Online): void {
    const door = this.doors.get(keyOf(address));
    if (door && (online || !boot || !door.boot || boot === door.boot)) door.online = online;
  }

  /** The nonce of a door that is alive: seen at most 25 s ago, and not said to be offline. */
  freshNonce(address: DoorAddress): FreshNonce | null {
    const door = this.doors.get(keyOf(address));
    const nowMs = this.time.nowMs();
    const nonce = door?.nonces[0];
    if (!door || !nonce || !door.online || nowMs - door.seenAtMs > ALIVE_MS) return null;
    const nonceAgeMs = Math.floor(nowMs - door.nonceAtMs);
    return nonceAgeMs > ALIVE_MS ? null : { nonce, nonceAgeMs };
  }

  /** How long ago the door was last heard; null where it was not, or so long ago that it is forgotten. */
  silentMs(address: DoorAddress): number | null {
    const door = this.doors.get(keyOf(address));
    return door ? this.time.nowMs() - door.seenAtMs : null;
  }

  /** Resolves at the door's next word, or after `maxMs`. */
  nextWord(address: DoorAddress, maxMs: number): Promise<void> {
    return new Promise((resolve) => {
      const key = keyOf(address);
      const finish = (): void => {
        cancel();
        this.heard.off(key, finish);
        resolve();
      };
      const cancel = this.time.after(Math.max(0, Math.ceil(maxMs)), finish);
      this.heard.on(key, finish);
    });
  }

  private note(door: DoorAddress, boot: string | null, nonce: string | undefined): void {
    const nowMs = this.time.nowMs();
    const key = keyOf(door);
    const before = this.doors.get(key);
    const known = before?.nonces ?? [];
    const isFresh = nonce !== undefined && !known.includes(nonce);
    this.doors.delete(key);
    this.doors.set(key, {
      boot,
      nonces: isFresh ? [nonce, ...known].slice(0, NONCES_REMEMBERED) : known,
      nonceAtMs: isFresh ? nowMs : (before?.nonceAtMs ?? nowMs),
      seenAtMs: nowMs,
      online: true,
    });
    this.forgetSilent(nowMs);
    this.heard.emit(key);
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
