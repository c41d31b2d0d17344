import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { DoorAccess } from './door-access';
import { DoorClaimStore, type EarlierAttempt } from './door-claim.store';
import { repeatOf } from './domain/attempt';
import { ExposedDoors } from './exposed-doors';
import { type Decided, GrantOrRefuse, type UnlockCall } from './grant-or-refuse';
import { RefusedRequestStore } from './refused-request.store';
import { type PlacedDoor } from './station.store';
import { failedAnswer, type HelpAt, permanentAnswer, type UnlockAnswer } from './unlock-answer';

/** What becomes of a request, in one transaction: what its id got before, whether what it asks for exists, and then the decision. */
@Injectable()
export class DecideAttempt {
  constructor(
    @Inject(DoorClaimStore) private readonly claims: DoorClaimStore,
    @Inject(RefusedRequestStore) private readonly refusals: RefusedRequestStore,
    @Inject(ExposedDoors) private readonly doors: ExposedDoors,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(GrantOrRefuse) private readonly grantOrRefuse: GrantOrRefuse,
  ) {}

  async handle(tx: Transaction, call: UnlockCall): Promise<Decided> {
    const { requestHash, request } = call;
    const facts = await this.claims.lock(tx, requestHash, request.thingId);
    if (facts.refusal) return { next: 'answer', answer: facts.refusal };
    const place = this.doors.find(request.thingId, facts.copy);
    const repeated = facts.earlier && this.decideRepeat(facts.earlier, request.thingId, this.access.helpAt(place));
    if (repeated) return repeated;
    const isKnown = place && request.actionId === 'unlock';
    return isKnown ? this.grantOrRefuse.handle(tx, call, { ...facts, place }) : this.refuse(tx, call, place);
  }

  /** Null: it is decided afresh. */
  private decideRepeat(earlier: EarlierAttempt, doorId: string, help: HelpAt): Decided | null {
    if (earlier.doorId !== doorId) {
      return { next: 'answer', answer: permanentAnswer(help, 'bad_request', 'request id of another door') };
    }
    const repeat = repeatOf(earlier.state, earlier.reason);
    if (repeat === 'afresh') return null;
    if (repeat === 'wait') return { next: 'wait' };
    const interrupted = { answer: 'unknown', reason: 'interrupted' } as const;
    return { next: 'answer', answer: earlier.answer ?? failedAnswer(help, interrupted) };
  }

  /** Recorded: the repeat gets this answer also when there is such a door by then. */
  private async refuse(tx: Transaction, { requestHash }: UnlockCall, place: PlacedDoor | null): Promise<Decided> {
    const help = this.access.helpAt(place);
    const answer: UnlockAnswer = place
      ? permanentAnswer(help, 'unknown_action', 'the only action is unlock')
      : permanentAnswer(help, 'unknown_thing', 'no such thing is exposed');
    await this.refusals.keep(tx, requestHash, answer);
    return { next: 'answer', answer };
  }
}
