import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { AttemptStore } from './attempt.store';
import { DoorAccess } from './door-access';
import { EndAttempt } from './end-attempt';
import { StationStore } from './station.store';
import { failedAnswer } from './unlock-answer';

/** Attempts whose process died between decision and outcome: the command may or may not have been sent, so they end unknown. */
@Injectable()
export class EndAbandonedAttempts {
  private readonly logger = new Logger(EndAbandonedAttempts.name);

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(EndAttempt) private readonly endAttempt: EndAttempt,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(DoorAccess) private readonly access: DoorAccess,
  ) {}

  handle(): Promise<void> {
    return this.database.transaction(async (tx) => {
      for (const attempt of await this.attempts.abandoned(tx)) {
        this.logger.warn(`Attempt ${attempt.attemptId} was interrupted; its outcome is unknown`);
        const place = await this.stations.findDoor(attempt.doorId);
        const answer = failedAnswer(this.access.helpAt(place), { answer: 'unknown', reason: 'interrupted' });
        const ending = { state: 'unknown' as const, reason: 'interrupted', answer };
        await this.endAttempt.handle(tx, attempt, ending);
      }
    });
  }
}
