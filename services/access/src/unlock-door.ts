import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ending } from './attempt.store';
import { DecideAttempt, type Decided, type UnlockRequest } from './decide-attempt';
import { DoorAccess } from './door-access';
import { type DoorAnswer, stateAfter } from './domain/attempt';
import { DoorDriver } from './doors/door';
import { EndAttempt } from './end-attempt';
import { inTime } from './in-time';
import { type PlacedDoor } from './station.store';
import { failedAnswer, type UnlockAnswer, unlockedAnswer } from './unlock-answer';

const WAIT_STEP_MS = 50;
/** How long after the deadline an answer waits for its record. */
const RECORD_MS = 50;

/**
 * One attempt, from the request to the truth. Two transactions: the decision commits before anything is sent, the outcome after
 * the door has spoken; no lock is held while the door acts.
 */
@Injectable()
export class UnlockDoor {
  private readonly logger = new Logger(UnlockDoor.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DecideAttempt) private readonly decideAttempt: DecideAttempt,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(DoorDriver) private readonly door: DoorDriver,
    @Inject(EndAttempt) private readonly endAttempt: EndAttempt,
  ) {}

  /** Rejects only when the decision could not be committed: then nothing was sent. */
  async execute(request: UnlockRequest): Promise<UnlockAnswer> {
    for (;;) {
      const decided = await this.database.transaction((tx) => this.decideAttempt.execute(tx, request));
      if (decided.next === 'answer') return decided.answer;
      if (decided.next === 'send') return this.send(request, decided);
      if (request.deadlineMs - performance.now() < WAIT_STEP_MS) {
        return failedAnswer(this.access.placeOf(request.place), { answer: 'unknown', reason: 'still_running' });
      }
      await delay(WAIT_STEP_MS);
    }
  }

  /** For a request without time to act in. */
  recorded(request: UnlockRequest): Promise<UnlockAnswer> {
    return this.decideAttempt.recorded(request);
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
  private async recordOutcome(
    { attemptId, place }: { attemptId: string; place: PlacedDoor },
    ending: Ending,
  ): Promise<void> {
    const { station, container, door } = place;
    const attempt = { attemptId, stationId: station.stationId, containerId: container.id, doorId: door.id };
    try {
      await this.database.transaction((tx) => this.endAttempt.execute(tx, attempt, ending));
    } catch (error) {
      this.logger.error({ err: error, attemptId }, `The outcome ${ending.state} was not recorded`);
    }
  }
}
