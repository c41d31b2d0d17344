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
import { failedAnswer, type HelpAt, permanentAnswer, type UnlockAnswer } from './unlock-answer';
import { UnlockDoor, type UseToken } from './unlock-door';
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
  async handle(authorization: string | undefined, arrivedMs: number): Promise<UnlockAnswer | null> {
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
      if (parsed.ok) return await this.unlock(claims, parsed.request, deadlineMs);
      if (!(await this.verifyCall.claim(claims))) return null;
      return permanentAnswer(this.helpFor(parsed), 'bad_request', parsed.reason);
    } catch (error) {
      this.logger.error({ err: error }, 'An unlock could not be decided; nothing was sent');
      await this.keepUsed(claims);
      return failedAnswer(this.helpFor(parsed), { answer: 'not_sent', reason: 'database_unavailable' });
    }
  }

  private unlock(claims: ReadClaims, request: ExecuteRequest, deadlineMs: number): Promise<UnlockAnswer | null> {
    const requestHash = this.identifiers.hash('request', request.requestId);
    const help = this.access.helpAt(this.doors.lastFound(request.thingId));
    const useToken: UseToken = (tx) => this.verifyCall.claim(claims, tx);
    return this.unlockDoor.handle({ request, requestHash, deadlineMs }, help, useToken);
  }

  /** The use of the token went back with the decision; where the database can still say so, it is used all the same. */
  private async keepUsed(claims: ReadClaims): Promise<void> {
    await this.verifyCall.claim(claims).catch(() => undefined);
  }

  private helpFor(parsed: ParsedExecuteRequest): HelpAt {
    return this.access.helpAt(parsed.ok ? this.doors.lastFound(parsed.request.thingId) : null);
  }
}
