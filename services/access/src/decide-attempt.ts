import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { randomUUID } from 'node:crypto';
import { type AttemptRow, AttemptStore, type Ending } from './attempt.store';
import { ClaimDoor } from './claim-door';
import { DoorAccess } from './door-access';
import { repeatOf } from './domain/attempt';
import { EndAttempt } from './end-attempt';
import { type PlacedDoor } from './station.store';
import { deniedAnswer, failedAnswer, permanentAnswer, type UnlockAnswer } from './unlock-answer';

export interface UnlockRequest {
  requestHash: Buffer;
  place: PlacedDoor;
  /** By the monotonic clock: when the answer must be on its way. */
  deadlineMs: number;
}

interface NewCommand {
  attemptId: string;
  commandId: string;
}

export type Decided =
  | { next: 'answer'; answer: UnlockAnswer }
  | { next: 'wait' }
  | ({ next: 'send'; until: Date | null; deadlineMs: number } & NewCommand);

/** What becomes of a request, in one transaction: its first time, and each time that its id comes again. */
@Injectable()
export class DecideAttempt {
  constructor(
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(ClaimDoor) private readonly claimDoor: ClaimDoor,
    @Inject(EndAttempt) private readonly endAttempt: EndAttempt,
  ) {}

  async execute(tx: Transaction, request: UnlockRequest): Promise<Decided> {
    const { requestHash, place, deadlineMs } = request;
    const leftMs = Math.max(0, deadlineMs - performance.now());
    const fresh = { attemptId: randomUUID(), commandId: randomUUID() };
    if (await this.attempts.insert(tx, { ...fresh, requestHash, leftMs, place })) {
      return this.decideAfresh(tx, request, fresh);
    }
    const earlier = await this.attempts.findForUpdate(tx, requestHash);
    if (!earlier) throw new Error('An attempt vanished between insert and read');
    const repeated = this.decideRepeat(earlier, place);
    if (repeated !== 'afresh') return repeated;
    const { commandId } = fresh;
    await this.attempts.rearm(tx, earlier.attempt_id, { commandId, leftMs });
    return this.decideAfresh(tx, request, { attemptId: earlier.attempt_id, commandId });
  }

  /** What is recorded of a request that brings no time to act in; nothing is decided and nothing sent. */
  async recorded({ requestHash, place }: UnlockRequest): Promise<UnlockAnswer> {
    const earlier = await this.attempts.find(requestHash);
    const repeated = earlier ? this.decideRepeat(earlier, place) : 'afresh';
    const help = this.access.placeOf(place);
    if (repeated === 'afresh') return failedAnswer(help, { answer: 'not_sent', reason: 'too_late' });
    if (repeated.next === 'answer') return repeated.answer;
    return failedAnswer(help, { answer: 'unknown', reason: 'still_running' });
  }

  private decideRepeat(earlier: AttemptRow, place: PlacedDoor): Exclude<Decided, { next: 'send' }> | 'afresh' {
    const help = this.access.placeOf(place);
    if (earlier.door_id !== place.door.id) {
      return { next: 'answer', answer: permanentAnswer(help, 'bad_request', 'request id of another door') };
    }
    const repeat = repeatOf(earlier.state, earlier.reason);
    if (repeat === 'afresh') return repeat;
    if (repeat === 'wait') return { next: 'wait' };
    const interrupted = { answer: 'unknown', reason: 'interrupted' } as const;
    return { next: 'answer', answer: earlier.answer ?? failedAnswer(help, interrupted) };
  }

  private async decideAfresh(
    tx: Transaction,
    { place, deadlineMs }: UnlockRequest,
    { attemptId, commandId }: NewCommand,
  ): Promise<Decided> {
    const { decision, now } = this.access.decide(place);
    const at = this.access.placeOf(place);
    const end = async (ending: Ending): Promise<Decided> => {
      const { station, container, door } = place;
      const attempt = { attemptId, stationId: station.stationId, containerId: container.id, doorId: door.id };
      await this.endAttempt.execute(tx, attempt, ending);
      return { next: 'answer', answer: ending.answer };
    };
    if (!decision.granted) {
      return end({ state: 'denied', reason: decision.code, answer: deniedAnswer(at, decision, now) });
    }
    const claim = await this.claimDoor.execute(tx, attemptId, place.door.id);
    if (claim !== 'claimed') {
      return end({ state: 'failed', reason: claim, answer: failedAnswer(at, { answer: 'not_sent', reason: claim }) });
    }
    const { until } = decision;
    const closesMs = until ? performance.now() + until.getTime() - now.getTime() : Infinity;
    return { next: 'send', attemptId, commandId, until, deadlineMs: Math.min(deadlineMs, closesMs) };
  }
}
