import { Inject, Injectable } from '@nestjs/common';
import { type DoorVerdict, type DoorWord } from '@selvbetjent/devices';
import { type DoorAnswer } from '../domain/attempt';
import { DeviceLink } from './device-link';
import { type DoorCommand, DoorDriver } from './door';
import { type ForeignDoor, ForeignDoors } from './foreign-doors';
import { Monotonic } from './monotonic';
import { RequestIds } from './request-ids';

/** Less than this left of the budget: nothing is sent. */
const MIN_LEFT_MS = 500;
/** A way to the device that takes longer could bring the command late, too. */
const MAX_ASK_MS = 2_000;
/** The device itself lets go after it. */
const HOLD_SECONDS = 10;
const OFFLINE: DoorAnswer = { answer: 'not_sent', reason: 'device_offline' };

/**
 * Doors of other makes, which can't check a nonce: the device is asked how it is within the attempt, the command leaves only after its answer and only
 * for a locked bolt, and unlocked is what the device says after it. What each make can't promise stands with its protocol in `libs/devices`.
 */
@Injectable()
export class AskFirstDoor extends DoorDriver {
  /** Whoever waits for the next word of a door. */
  private readonly waiting = new Map<string, (word: DoorWord) => void>();

  constructor(
    @Inject(DeviceLink) private readonly link: Pick<DeviceLink, 'publishOnce'>,
    @Inject(ForeignDoors) private readonly doors: ForeignDoors,
    @Inject(Monotonic) private readonly time: Monotonic,
    @Inject(RequestIds) private readonly ids: RequestIds,
  ) {
    super();
  }

  async unlock(command: DoorCommand): Promise<DoorAnswer> {
    const door = this.doors.find(command.doorId);
    if (this.leftMs(command) < MIN_LEFT_MS) return { answer: 'not_sent', reason: 'too_late' };
    if (!door || door.known.online === false) return OFFLINE;
    if (this.waiting.has(command.doorId)) return { answer: 'not_sent', reason: 'device_busy' };
    const said = await this.ask(door, Math.min(MAX_ASK_MS, this.leftMs(command) - MIN_LEFT_MS));
    if (!said) return OFFLINE;
    const refusal = refusalOf(door, said);
    if (refusal) return refusal;
    if (this.leftMs(command) < MIN_LEFT_MS) return { answer: 'not_sent', reason: 'too_late' };
    return this.send(door, command);
  }

  /** A live word of the door itself. */
  hear({ listed }: ForeignDoor, word: DoorWord): void {
    this.waiting.get(listed.id)?.(word);
  }

  /** @returns all that the door said until it had answered, or null when it didn't in time */
  private ask({ listed, protocol }: ForeignDoor, maxMs: number): Promise<DoorWord | null> {
    const id = this.ids.next();
    let said: DoorWord = {};
    return this.nextAbout<DoorWord | null>(listed.id, { maxMs, otherwise: null }, (word, finish) => {
      if (!word) {
        const isSent = protocol
          .questions(listed, id)
          .every(({ topic, payload }) => this.link.publishOnce(topic, payload));
        return isSent ? undefined : finish(null);
      }
      said = { ...said, ...word };
      if (protocol.isAnswer(said, id)) finish(said);
    });
  }

  private send({ listed, protocol }: ForeignDoor, command: DoorCommand): Promise<DoorAnswer> {
    const id = this.ids.next();
    const otherwise: DoorAnswer = { answer: 'unknown', reason: 'no_answer' };
    return this.nextAbout<DoorAnswer>(listed.id, { maxMs: this.leftMs(command), otherwise }, (word, finish) => {
      if (!word) {
        const { topic, payload } = protocol.unlock(listed, id, HOLD_SECONDS);
        return this.link.publishOnce(topic, payload) ? undefined : finish(OFFLINE);
      }
      const verdict = protocol.verdict(word, id);
      if (verdict) finish(answerOf(verdict));
    });
  }

  /** Calls `step` without a word to begin, and with each word of the door until it has finished or time is up. */
  private nextAbout<T>(
    doorId: string,
    { maxMs, otherwise }: { maxMs: number; otherwise: T },
    step: (word: DoorWord | null, finish: (value: T) => void) => void,
  ): Promise<T> {
    return new Promise((resolve) => {
      const finish = (value: T): void => {
        cancel();
        this.waiting.delete(doorId);
        resolve(value);
      };
      const cancel = this.time.after(maxMs, () => finish(otherwise));
      this.waiting.set(doorId, (word) => step(word, finish));
      step(null, finish);
    });
  }

  private leftMs({ deadlineMs }: DoorCommand): number {
    return deadlineMs - this.time.nowMs();
  }
}

/** Only from a locked bolt can a movement be told; a relay that would never let go is not switched on at all. */
function refusalOf({ known }: ForeignDoor, { bolt, pulseSeconds }: DoorWord): DoorAnswer | null {
  if (pulseSeconds === 0) return { answer: 'refused', reason: 'fault' };
  switch (bolt ?? known.bolt) {
    case 'locked':
      return null;
    case 'unlocked':
    case 'moving':
      return { answer: 'refused', reason: 'busy' };
    case 'jammed':
      return { answer: 'refused', reason: 'jammed' };
    default:
      return { answer: 'refused', reason: 'fault' };
  }
}

function answerOf(verdict: DoorVerdict): DoorAnswer {
  return verdict === 'unlocked' ? { answer: 'unlocked' } : { answer: 'refused', reason: verdict };
}
