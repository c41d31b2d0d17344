import { Inject, Injectable } from '@nestjs/common';
import { type DeviceTopic, type DoorChange, type DoorState } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { randomBytes } from 'node:crypto';
import { AttemptStore } from './attempt.store';
import { newsOf, type Position, positionOf } from './domain/foreign-position';
import { AskFirstDoor } from './doors/ask-first-door';
import { type ForeignDoor, type HeardWord } from './doors/foreign-doors';
import { ForeignDoorKeeper } from './foreign-door-keeper';
import { HearDoor } from './hear-door';

const ALIVE_MS = 25_000;
/** Changes that the database has not taken yet; older ones are given up. */
const MAX_PENDING = 200;

interface Told {
  /** What the changes so far add up to; hints and signs of life add none. */
  position: Position;
  lastSeq: number;
  pending: DoorChange[];
  /** When the door itself last spoke. */
  seenAt: Date | null;
}

/**
 * What a door of another make says, as if it were a native one that keeps its changes: numbered by us within a boot of this process, and dated by
 * our clock. What happens while nobody listens is lost.
 */
@Injectable()
export class HearForeignDoor {
  private readonly boot: string;
  /** By door, as long as this process lives: its numbers go on when the registry changes. */
  private readonly told = new Map<string, Told>();

  constructor(
    @Inject(AskFirstDoor) private readonly driver: Pick<AskFirstDoor, 'hear'>,
    @Inject(ForeignDoorKeeper) private readonly keeper: Pick<ForeignDoorKeeper, 'isOurs'>,
    @Inject(HearDoor) private readonly hearDoor: Pick<HearDoor, 'state' | 'online'>,
    @Inject(AttemptStore) private readonly attempts: Pick<AttemptStore, 'commandBehind'>,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.boot = `edge-${clock.now().getTime()}-${randomBytes(8).toString('hex')}`;
  }

  /** At once, in the order of arrival. @returns what is left to be kept, or null for a hint that is no event */
  note({ door, word, isContact }: HeardWord, isRetained: boolean): (() => Promise<void>) | null {
    const { online, bolt, open, battery } = word;
    Object.assign(door.known, defined({ online, bolt, open, battery }));
    if (online !== undefined) return () => this.hearDoor.online(topicOf(door), { boot: null, online });
    if (isRetained) return null;
    const told = this.toldOf(door);
    const now = this.clock.now();
    if (!isContact) {
      door.known.online = true;
      told.seenAt = now;
    }
    if (bolt !== undefined || open !== undefined) this.addNews(door, told, now);
    if (!isContact) this.driver.hear(door, word);
    return this.keeper.isOurs ? () => this.keep(door, told, now) : null;
  }

  private toldOf(door: ForeignDoor): Told {
    const doorId = door.listed.id;
    const told = this.told.get(doorId) ?? { position: {}, lastSeq: 0, pending: [], seenAt: null };
    this.told.set(doorId, told);
    return told;
  }

  /** Who takes over the keeping begins with the whole position. */
  private addNews(door: ForeignDoor, told: Told, at: Date): void {
    const position = this.keeper.isOurs ? positionNow(door) : {};
    const news = newsOf(told.position, position);
    told.position = position;
    if (!news) return;
    told.lastSeq += 1;
    told.pending = [...told.pending, { seq: told.lastSeq, at, ...news }].slice(-MAX_PENDING);
  }

  /** A contact sensor's word is no sign of life of the door: then only what it tells of the leaf counts. */
  private async keep(door: ForeignDoor, told: Told, receivedAt: Date): Promise<void> {
    const { boot } = this;
    const pending = [...told.pending];
    const changes = await this.explained(door.listed.id, pending);
    const isAlive = told.seenAt !== null && receivedAt.getTime() - told.seenAt.getTime() <= ALIVE_MS;
    const state: DoorState = {
      ...{ boot, ...positionNow(door), battery: door.known.battery, changes, historical: !isAlive },
      ...{ seq: told.lastSeq + 1, at: receivedAt, sentAt: null, oldestSeq: null, rejected: [], unusable: [] },
    };
    await this.hearDoor.state(topicOf(door), { state, receivedAt, correct: (at) => at });
    const kept = new Set(pending);
    told.pending = told.pending.filter((change) => !kept.has(change));
  }

  /** These doors don't say why their bolt moved; the command may have been another process's. */
  private async explained(doorId: string, pending: readonly DoorChange[]): Promise<DoorChange[]> {
    const changes: DoorChange[] = [];
    for (const change of pending) {
      const commandId = change.locked === false ? await this.attempts.commandBehind(doorId, change.at) : null;
      changes.push(commandId ? { ...change, commandId } : change);
    }
    return changes;
  }
}

function positionNow({ known, protocol }: ForeignDoor): Position {
  return positionOf(known, protocol.promises.boltIs);
}

function topicOf({ stationId, listed }: ForeignDoor): DeviceTopic {
  return { stationId, deviceId: listed.id, channel: 'state' };
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
