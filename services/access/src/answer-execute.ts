import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  DEFAULT_TIME_BUDGET_MS,
  type ExecuteRequest,
  type ParsedExecuteRequest,
  parseExecuteRequest,
  type ReadClaims,
} from '@selvbetjent/oslonokkelen';
import { setTimeout as delay } from 'node:timers/promises';
import { ExposedDoors } from './exposed-doors';
import { Identifiers } from './identifiers';
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

/** Kept back from the time budget for the answer's way home. */
const RETURN_MS = 300;
/** The door's driver has the first word at the deadline; this ends what hangs elsewhere. */
const OWN_MARGIN_MS = 100;
/** Even a request without time gets an answer of its own, not a race. */
const MIN_ANSWER_MS = 1_000;

/** From the Authorization header to an answer, inside the time budget. Whatever fails before a command left means: nothing was sent. */
@Injectable()
export class AnswerExecute {
  private readonly logger = new Logger(AnswerExecute.name);

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
    const deadlineMs = arrivedMs + Math.max(budgetMs, MIN_ANSWER_MS) - RETURN_MS + OWN_MARGIN_MS;
    return inTime(deadlineMs, this.answer(claims, parsed, arrivedMs + budgetMs - RETURN_MS));
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
    if (!place) return permanentAnswer('unknown_thing', request.thingId.slice(0, 40));
    if (request.actionId !== 'unlock') return permanentAnswer('unknown_action', request.actionId.slice(0, 40));
    if (request.timeBudgetMs <= 0) {
      return failedAnswer(this.access.placeOf(place), { answer: 'not_sent', reason: 'too_late' });
    }
    const requestHash = this.identifiers.hash('request', request.requestId);
    return this.unlockDoor.execute({ requestHash, place, deadlineMs });
  }
}

/** A database that hangs must not keep the resident waiting; what comes after the deadline sends nothing any more. */
async function inTime(deadlineMs: number, answer: Promise<UnlockAnswer | null>): Promise<UnlockAnswer | null> {
  const giveUp = new AbortController();
  const late = delay(Math.max(0, deadlineMs - performance.now()), null, { signal: giveUp.signal }).then(
    unansweredAnswer,
  );
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    giveUp.abort();
  }
}
