import { Inject, Injectable } from '@nestjs/common';
import { ATTEMPT_ENDINGS, AttemptRefused, DoorUnlocked } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { type AttemptPlace, AttemptStore, type Ending } from './attempt.store';

/** Ends an attempt that was granted and tells of it, once: whoever comes second changes nothing. */
@Injectable()
export class EndAttempt {
  constructor(
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(tx: Transaction, attempt: AttemptPlace, ending: Ending): Promise<void> {
    const revision = await this.attempts.end(tx, attempt.attemptId, ending);
    if (revision !== null) await this.tell(tx, attempt, ending, revision);
  }

  async tell(
    tx: Transaction,
    { attemptId, stationId, containerId, doorId }: AttemptPlace,
    ending: Ending,
    revision: number,
  ): Promise<void> {
    const fact = { attemptId, stationId, containerId, doorId, at: this.clock.now().toISOString(), revision };
    const refused = ATTEMPT_ENDINGS.find((name) => name === ending.state);
    if (refused) {
      await this.outbox.append(tx, AttemptRefused, { ...fact, ending: refused, reason: ending.reason ?? refused });
    } else {
      await this.outbox.append(tx, DoorUnlocked, fact);
    }
  }
}
