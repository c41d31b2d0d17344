import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AttemptStore, type AttemptRow, type Ending } from './attempt.store';
import { DoorAccess } from './door-access';
import { type DoorAnswer, repeatOf, stateAfter } from './domain/attempt';
import { DoorDriver } from './doors/door';
import { EndAttempt } from './end-attempt';
import { inTime } from './in-time';
import { type PlacedDoor } from './station.store';
import {
  deniedAnswer,
  failedAnswer,
  interruptedAnswer,
  permanentAnswer,
  type UnlockAnswer,
  unlockedAnswer,
} from './unlock-answer';

const WAIT_STEP_MS = 50;
/** How long after the deadline an answer waits for its record. */
const RECORD_MS = 50;

export interface UnlockRequest {
  requestHash: Buffer;
  place: PlacedDoor;
  /** By the monotonic clock: when the answer must be on its way. */
  deadlineMs: number;
}

type Decided =
  | { next: 'answer'; answer: UnlockAnswer }
  | { next: 'wait' }
  | { next: 'send'; attemptId: string; commandId: string; until: Date | null; deadlineMs: number };

/**
 * One attempt, from the request to the truth. Two transactions: the decision commits before anything is sent, the outcome after
 * the door has spoken; no lock is held while the door acts.
 */
@Injectable()
export class UnlockDoor {
  private readonly logger = new Logger(UnlockDoor.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(DoorDriver) private readonly door: DoorDriver,
    @Inject(EndAttempt) private readonly endAttempt: EndAttempt,
  ) {}

  /** Rejects only when the decision could not be committed: then nothing was sent. */
  async execute(request: UnlockRequest): Promise<UnlockAnswer> {
    for (;;) {
      const decided = await this.database.transaction((tx) => this.decide(tx, request));
      if (decided.next === 'answer') return decided.answer;
      if (decided.next === 'send') return this.send(request, decided);
      if (request.deadlineMs - performance.now() < WAIT_STEP_MS) {
        return failedAnswer(this.access.placeOf(request.place), { answer: 'unknown', reason: 'still_running' });
      }
      await delay(WAIT_STEP_MS);
    }
  }

  private async decide(tx: Transaction, request: UnlockRequest): Promise<Decided> {
    const leftMs = Math.max(0, request.deadlineMs - performance.now());
    const fresh = { attemptId: randomUUID(), commandId: randomUUID() };
    const inserted = await this.attempts.insert(tx, {
      ...fresh,
      requestHash: request.requestHash,
      leftMs,
      place: request.place,
    });
    if (inserted) return this.decideAfresh(tx, request, fresh);
    const earlier = await this.attempts.findForUpdate(tx, request.requestHash);
    if (!earlier) throw new Error('An attempt vanished between insert and read');
    return this.decideRepeat(tx, request, { earlier, leftMs, commandId: fresh.commandId });
  }

  private async decideRepeat(
    tx: Transaction,
    request: UnlockRequest,
    { earlier, leftMs, commandId }: { earlier: AttemptRow; leftMs: number; commandId: string },
  ): Promise<Decided> {
    if (earlier.door_id !== request.place.door.id) {
      return { next: 'answer', answer: permanentAnswer('bad_request', 'request id of another door') };
    }
    const repeat = repeatOf(earlier.state, earlier.reason);
    if (repeat === 'wait') return { next: 'wait' };
    if (repeat === 'recorded') return { next: 'answer', answer: earlier.answer ?? interruptedAnswer() };
    await this.attempts.rearm(tx, earlier.attempt_id, { commandId, leftMs });
    return this.decideAfresh(tx, request, { attemptId: earlier.attempt_id, commandId });
  }

  private async decideAfresh(
    tx: Transaction,
    { place, deadlineMs }: UnlockRequest,
    { attemptId, commandId }: { attemptId: string; commandId: string },
  ): Promise<Decided> {
    const { decision, now } = this.access.decide(place);
    if (!decision.granted) {
      const answer = deniedAnswer(this.access.placeOf(place), decision, now);
      await this.end(tx, { attemptId, place }, { state: 'denied', reason: decision.code, answer });
      return { next: 'answer', answer };
    }
    await this.attempts.lockDoor(tx, place.door.id);
    if (await this.attempts.grant(tx, attemptId, place.door.id)) {
      const { until } = decision;
      const closesMs = until ? performance.now() + until.getTime() - now.getTime() : Infinity;
      return { next: 'send', attemptId, commandId, until, deadlineMs: Math.min(deadlineMs, closesMs) };
    }
    const answer = failedAnswer(this.access.placeOf(place), { answer: 'not_sent', reason: 'device_busy' });
    await this.end(tx, { attemptId, place }, { state: 'failed', reason: 'device_busy', answer });
    return { next: 'answer', answer };
  }

  /** The command dies with the request or with the opening hours, whichever ends first. */
  private async send(
    { place }: UnlockRequest,
    { attemptId, commandId, until, deadlineMs }: Extract<Decided, { next: 'send' }>,
  ): Promise<UnlockAnswer> {
    const said = await this.door.unlock({
      commandId,
      stationId: place.station.stationId,
      doorId: place.door.id,
      deadlineMs,
    });
    const answer = this.answerFor(place, said, until);
    const recording = this.recordOutcome({ attemptId, place }, { ...stateAfter(said), answer });
    await inTime(deadlineMs + RECORD_MS, recording, () => undefined);
    return answer;
  }

  private answerFor(place: PlacedDoor, said: DoorAnswer, until: Date | null): UnlockAnswer {
    const at = this.access.placeOf(place);
    return said.answer === 'unlocked' ? unlockedAnswer(at, until) : failedAnswer(at, said);
  }

  /** The door has acted: a database that fails or hangs now changes what is recorded, not what is true. The sweep marks the attempt. */
  private async recordOutcome(attempt: { attemptId: string; place: PlacedDoor }, ending: Ending): Promise<void> {
    try {
      await this.database.transaction((tx) => this.end(tx, attempt, ending));
    } catch (error) {
      this.logger.error({ err: error, attemptId: attempt.attemptId }, `The outcome ${ending.state} was not recorded`);
    }
  }

  private end(
    tx: Transaction,
    { attemptId, place }: { attemptId: string; place: PlacedDoor },
    ending: Ending,
  ): Promise<void> {
    const { station, container, door } = place;
    const attempt = { attemptId, stationId: station.stationId, containerId: container.id, doorId: door.id };
    return this.endAttempt.execute(tx, attempt, ending);
  }
}
