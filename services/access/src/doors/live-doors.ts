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
  private readonly doors = new Map<string, LiveDoor>();
  private readonly heard = new EventEmitter().setMaxListeners(0);

  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  hear(doorId: string, state: Pick<DoorState, 'nonce' | 'historical'>): void {
    if (state.historical) return;
    const nowMs = this.monotonicMs();
    const before = this.doors.get(doorId);
    const nonce = state.nonce && state.nonce !== before?.nonce ? state.nonce : null;
    this.doors.set(doorId, {
      nonce: nonce ?? before?.nonce ?? null,
      nonceAtMs: nonce ? nowMs : (before?.nonceAtMs ?? nowMs),
      seenAtMs: nowMs,
      online: true,
    });
    this.heard.emit(doorId);
  }

  hearOnline(doorId: string, online: boolean): void {
    const door = this.doors.get(doorId);
    if (door) door.online = online;
  }

  /** The nonce of a door that is alive: seen at most 25 s ago, and not said to be offline. */
  freshNonce(doorId: string): FreshNonce | null {
    const door = this.doors.get(doorId);
    const nowMs = this.monotonicMs();
    if (!door?.nonce || !door.online || nowMs - door.seenAtMs > ALIVE_MS) return null;
    const nonceAgeMs = Math.floor(nowMs - door.nonceAtMs);
    return nonceAgeMs > ALIVE_MS ? null : { nonce: door.nonce, nonceAgeMs };
  }

  /** Resolves at the door's next word, or after `maxMs`. */
  async nextWord(doorId: string, maxMs: number): Promise<void> {
    await once(this.heard, doorId, { signal: AbortSignal.timeout(Math.max(0, maxMs)) }).catch(() => undefined);
  }
}
