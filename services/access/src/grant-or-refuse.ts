import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type ExecuteRequest } from '@selvbetjent/oslonokkelen';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { type AttemptPlace, type Ending } from './attempt.store';
import { DoorAccess } from './door-access';
import { DoorClaimStore, type NewAttempt, type UnlockFacts } from './door-claim.store';
import { type Decision } from './domain/decide';
import { DoorDriver } from './doors/door';
import { EndAttempt } from './end-attempt';
import { type PlacedDoor } from './station.store';
import { deniedAnswer, failedAnswer, hinderedAnswer, type Place, type UnlockAnswer } from './unlock-answer';

/** A request whose token is good. */
export interface UnlockCall {
  request: ExecuteRequest;
  requestHash: Buffer;
  /** By the monotonic clock: when the answer must be on its way. */
  deadlineMs: number;
}

/** A command that may leave once its grant has committed. */
export interface GrantedCommand extends AttemptPlace {
  commandId: string;
  place: PlacedDoor;
  /** When the hours end; null where they don't. */
  until: Date | null;
  /** By the monotonic clock: it dies with the request or with the opening hours, whichever ends first. */
  deadlineMs: number;
}

export type Decided =
  | { next: 'answer'; answer: UnlockAnswer }
  /** The first request of this id is under way, or somebody was faster at this door. */
  | { next: 'wait' }
  | { next: 'send'; command: GrantedCommand };

/** Decides a request for a door and records the decision as its attempt, in the caller's transaction. */
@Injectable()
export class GrantOrRefuse {
  constructor(
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(DoorDriver) private readonly driver: DoorDriver,
    @Inject(DoorClaimStore) private readonly claims: DoorClaimStore,
    @Inject(EndAttempt) private readonly endAttempt: EndAttempt,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(tx: Transaction, call: UnlockCall, facts: UnlockFacts & { place: PlacedDoor }): Promise<Decided> {
    const { place, earlier, ...known } = facts;
    const at = this.access.placeOf(place);
    if (call.request.timeBudgetMs <= 0) {
      return { next: 'answer', answer: failedAnswer(at, { answer: 'not_sent', reason: 'too_late' }) };
    }
    const address = { stationId: place.station.stationId, doorId: place.door.id };
    const now = this.clock.now();
    const decision = this.access.decide(place, { ...known, outOfReach: this.driver.outOfReach(address, now) }, now);
    const leftMs = Math.max(0, call.deadlineMs - performance.now());
    const attempt: NewAttempt = {
      ...{ attemptId: earlier?.attemptId ?? randomUUID(), commandId: randomUUID(), requestHash: call.requestHash },
      ...{ ...address, containerId: place.container.id, leftMs, earlier },
    };
    if (decision.outcome !== 'granted') return this.refuse(tx, attempt, endingBy(decision, at, now));
    if (!(await this.claims.claim(tx, attempt))) return { next: 'wait' };
    const { until } = decision;
    const closesMs = until ? performance.now() + until.getTime() - now.getTime() : Infinity;
    const deadlineMs = Math.min(call.deadlineMs, closesMs);
    return { next: 'send', command: { ...attempt, place, until, deadlineMs } };
  }

  private async refuse(tx: Transaction, attempt: NewAttempt, ending: Ending): Promise<Decided> {
    const revision = await this.claims.refuse(tx, attempt, ending);
    if (revision === null) return { next: 'wait' };
    await this.endAttempt.tell(tx, attempt, ending, revision);
    return { next: 'answer', answer: ending.answer };
  }
}

function endingBy(decision: Exclude<Decision, { outcome: 'granted' }>, at: Place, now: Date): Ending {
  const { code: reason } = decision;
  return decision.outcome === 'denied'
    ? { state: 'denied', reason, answer: deniedAnswer(at, decision, now) }
    : { state: 'failed', reason, answer: hinderedAnswer(at, decision) };
}
