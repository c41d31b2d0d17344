import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { setTimeout as delay } from 'node:timers/promises';
import { type Ending } from './attempt.store';
import { DecideAttempt } from './decide-attempt';
import { DoorAccess } from './door-access';
import { type DoorAnswer, stateAfter } from './domain/attempt';
import { DoorDriver } from './doors/door';
import { EndAttempt } from './end-attempt';
import { type Decided, type GrantedCommand, type UnlockCall } from './grant-or-refuse';
import { inTime } from './in-time';
import { type HelpAt, type UnlockAnswer, failedAnswer, unlockedAnswer } from './unlock-answer';

const WAIT_STEP_MS = 50;
/** How long after the deadline an answer waits for its record. */
const RECORD_MS = 50;

/** Uses the call's token up, in the transaction. @returns false when it was used before */
export type UseToken = (tx: Transaction) => Promise<boolean>;

/**
 * One attempt, from the request to the truth. Two transactions: the use of the token and the decision commit before anything is sent, the
 * outcome after the door has spoken; no lock is held while the door acts.
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

  /**
   * Rejects only when the decision could not be committed: then nothing was sent, and the token may be unused.
   * @returns null when the token was used before
   */
  async handle(call: UnlockCall, help: HelpAt, useToken: UseToken): Promise<UnlockAnswer | null> {
    let decided = await this.database.transaction(async (tx): Promise<Decided | null> =>
      (await useToken(tx)) ? this.decideAttempt.handle(tx, call) : null,
    );
    while (decided?.next === 'wait') {
      if (call.deadlineMs - performance.now() < WAIT_STEP_MS) {
        return failedAnswer(help, { answer: 'unknown', reason: 'still_running' });
      }
      await delay(WAIT_STEP_MS);
      decided = await this.database.transaction((tx) => this.decideAttempt.handle(tx, call));
    }
    if (decided === null) return null;
    return decided.next === 'answer' ? decided.answer : this.send(decided.command);
  }

  private async send(command: GrantedCommand): Promise<UnlockAnswer> {
    const { commandId, stationId, doorId, deadlineMs } = command;
    const said = await this.door.unlock({ commandId, stationId, doorId, deadlineMs });
    const answer = this.answerFor(command, said);
    const recording = this.recordOutcome(command, { ...stateAfter(said), answer });
    await inTime(deadlineMs + RECORD_MS, recording, () => undefined);
    return answer;
  }

  private answerFor({ place, until }: GrantedCommand, said: DoorAnswer): UnlockAnswer {
    const at = this.access.placeOf(place);
    return said.answer === 'unlocked' ? unlockedAnswer(at, until) : failedAnswer(at, said);
  }

  /** The door has acted: a database that fails or hangs now changes what is recorded, not what is true. `EndAbandonedAttempts` marks the attempt. */
  private async recordOutcome(command: GrantedCommand, ending: Ending): Promise<void> {
    try {
      await this.database.transaction((tx) => this.endAttempt.handle(tx, command, ending));
    } catch (error) {
      const { attemptId } = command;
      this.logger.error({ err: error, attemptId }, `The outcome ${ending.state} was not recorded`);
    }
  }
}
