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
import {
  databaseUnavailableAnswer,
  failedAnswer,
  permanentAnswer,
  unansweredAnswer,
  type UnlockAnswer,
} from './unlock-answer';
import { DoorAccess } from './door-access';
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
    return this.tracked(inTime(arrivedMs + answerWithinMs(budgetMs), answer, unansweredAnswer));
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
      if (!(await this.verifyCall.claim(claims))) return null;
      if (!parsed.ok) return permanentAnswer('bad_request', parsed.reason);
      return await this.unlock(parsed.request, deadlineMs);
    } catch (error) {
      this.logger.error({ err: error }, 'An unlock could not be decided; nothing was sent');
      return databaseUnavailableAnswer();
    }
  }

  private async unlock(request: ExecuteRequest, deadlineMs: number): Promise<UnlockAnswer> {
    const place = await this.doors.find(request.thingId);
    if (!place) return permanentAnswer('unknown_thing', 'no such thing is exposed');
    if (request.actionId !== 'unlock') return permanentAnswer('unknown_action', 'the only action is unlock');
    if (request.timeBudgetMs <= 0) {
      return failedAnswer(this.access.placeOf(place), { answer: 'not_sent', reason: 'too_late' });
    }
    const requestHash = this.identifiers.hash('request', request.requestId);
    return this.unlockDoor.execute({ requestHash, place, deadlineMs });
  }
}
