import { Inject, Injectable, Logger } from '@nestjs/common';
import { type ExecuteRequest, parseExecuteRequest } from '@selvbetjent/oslonokkelen';
import { ExposedDoors } from './exposed-doors';
import { Identifiers } from './identifiers';
import { databaseUnavailableAnswer, failedAnswer, permanentAnswer, type UnlockAnswer } from './unlock-answer';
import { DoorAccess } from './door-access';
import { UnlockDoor } from './unlock-door';
import { VerifyCall } from './verify-call';

/** Kept back from the time budget for the answer's way home. */
const RETURN_MS = 300;

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
    try {
      const claims = await this.verifyCall.execute(authorization, 'action:execute');
      if (!claims) return null;
      const parsed = parseExecuteRequest(claims.request);
      if (!parsed.ok) return permanentAnswer('bad_request', parsed.reason);
      return await this.unlock(parsed.request, arrivedMs);
    } catch (error) {
      this.logger.error({ err: error }, 'An unlock could not be decided; nothing was sent');
      return databaseUnavailableAnswer();
    }
  }

  private async unlock(request: ExecuteRequest, arrivedMs: number): Promise<UnlockAnswer> {
    const place = await this.doors.find(request.thingId);
    if (!place) return permanentAnswer('unknown_thing', request.thingId.slice(0, 40));
    if (request.actionId !== 'unlock') return permanentAnswer('unknown_action', request.actionId.slice(0, 40));
    if (request.timeBudgetMs <= 0) {
      return failedAnswer(this.access.placeOf(place), { answer: 'not_sent', reason: 'too_late' });
    }
    const requestHash = this.identifiers.hash('request', request.requestId);
    const deadlineMs = arrivedMs + request.timeBudgetMs - RETURN_MS;
    return this.unlockDoor.execute({ requestHash, place, deadlineMs });
  }
}
