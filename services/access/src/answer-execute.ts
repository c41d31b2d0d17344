import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import {
  DEFAULT_TIME_BUDGET_MS,
  type ExecuteRequest,
  type ParsedExecuteRequest,
  parseExecuteRequest,
  type ReadClaims,
} from '@selvbetjent/oslonokkelen';
import { actWithinMs, answerWithinMs } from './domain/time-budget';
import { ExposedDoors } from './exposed-doors';
import { Identifiers } from './identifiers';
import { inTime } from './in-time';
import { DoorAccess } from './door-access';
import { type PlacedDoor } from './station.store';
import { failedAnswer, type HelpAt, permanentAnswer, type UnlockAnswer } from './unlock-answer';
import { UnlockDoor } from './unlock-door';
import { VerifyCall } from './verify-call';

/** From the Authorization header to an answer, inside the time budget. Whatever fails before a command left means: nothing was sent. */
@Injectable()
export class AnswerExecute implements OnModuleDestroy {
  private readonly logger = new Logger(AnswerExecute.name);
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    @Inject(VerifyCall) private readonly verifyCall: VerifyCall,
    @Inject(ExposedDoors) private readonly doors: ExposedDoors,
    @Inject(DoorAccess) private readonly access: DoorAccess,
    @Inject(Identifiers) private readonly identifiers: Identifiers,
    @Inject(UnlockDoor) private readonly unlockDoor: UnlockDoor,
  ) {}

  /** `arrivedMs` is by the monotonic clock. @returns null for 401. */
  async execute(authorization: string | undefined, arrivedMs: number): Promise<UnlockAnswer | null> {
    const claims = await this.verifyCall.verify(authorization, 'action:execute');
    if (!claims) return null;
    const parsed = parseExecuteRequest(claims.request);
    const budgetMs = parsed.ok ? parsed.request.timeBudgetMs : DEFAULT_TIME_BUDGET_MS;
    const answer = this.answer(claims, parsed, arrivedMs + actWithinMs(budgetMs));
    const unanswered = (): UnlockAnswer =>
      failedAnswer(this.helpFor(parsed), { answer: 'unknown', reason: 'unanswered' });
    return this.tracked(inTime(arrivedMs + answerWithinMs(budgetMs), answer, unanswered));
  }

  /** A service that stops first tells the residents at its doors what became of their attempts. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async tracked<T>(answer: Promise<T>): Promise<T> {
    this.underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.underWay.delete(answer);
    }
  }

  private async answer(
    claims: ReadClaims,
    parsed: ParsedExecuteRequest,
    deadlineMs: number,
  ): Promise<UnlockAnswer | null> {
    try {
      // Before the token is used up: a call that we can't even look up may come again.
      const place = parsed.ok ? await this.doors.find(parsed.request.thingId) : null;
      if (!(await this.verifyCall.claim(claims))) return null;
      if (!parsed.ok) return permanentAnswer(this.helpFor(parsed), 'bad_request', parsed.reason);
      return await this.unlock(parsed.request, place, deadlineMs);
    } catch (error) {
      this.logger.error({ err: error }, 'An unlock could not be decided; nothing was sent');
      return failedAnswer(this.helpFor(parsed), { answer: 'not_sent', reason: 'database_unavailable' });
    }
  }

  private async unlock(request: ExecuteRequest, place: PlacedDoor | null, deadlineMs: number): Promise<UnlockAnswer> {
    const { requestId, actionId, timeBudgetMs } = request;
    if (!place) return permanentAnswer(this.access.helpAnywhere(), 'unknown_thing', 'no such thing is exposed');
    if (actionId !== 'unlock') {
      return permanentAnswer(this.access.placeOf(place), 'unknown_action', 'the only action is unlock');
    }
    const attempt = { requestHash: this.identifiers.hash('request', requestId), place, deadlineMs };
    return timeBudgetMs > 0 ? this.unlockDoor.execute(attempt) : this.unlockDoor.recorded(attempt);
  }

  private helpFor(parsed: ParsedExecuteRequest): HelpAt {
    const place = parsed.ok ? this.doors.lastFound(parsed.request.thingId) : null;
    return place ? this.access.placeOf(place) : this.access.helpAnywhere();
  }
}
