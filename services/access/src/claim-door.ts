import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { AttemptStore } from './attempt.store';

/** How many commands one door may get. */
export class DoorRate {
  constructor(readonly perMinute: number) {}
}

/**
 * A door for one command: one outstanding each, and no more in a minute than a lock should move. A door that had too many is
 * refused for seconds, never locked out: its allowance grows again with time alone.
 */
@Injectable()
export class ClaimDoor {
  constructor(
    @Inject(AttemptStore) private readonly attempts: AttemptStore,
    @Inject(DoorRate) private readonly rate: DoorRate,
  ) {}

  async execute(
    tx: Transaction,
    attemptId: string,
    doorId: string,
  ): Promise<'claimed' | 'device_busy' | 'rate_limited'> {
    await this.attempts.lockDoor(tx, doorId);
    if (!(await this.attempts.grant(tx, attemptId, doorId))) return 'device_busy';
    return (await this.attempts.takeAllowance(tx, doorId, this.rate.perMinute)) ? 'claimed' : 'rate_limited';
  }
}
