import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { type UnlockAnswer } from './unlock-answer';

const KEPT_MS = 7 * 86_400_000;
/** A back end that asks for nonsense in a loop fills no disk. */
const MAX_KEPT = 10_000;

/** Requests that got ERROR_PERMANENT, by the hash of their id. Oslonøkkelen repeats within seconds; a week is plenty. */
@Injectable()
export class RefusedRequestStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async keep(tx: Transaction, requestHash: Buffer, answer: UnlockAnswer): Promise<void> {
    await tx.query(
      'INSERT INTO refused_requests (request_hash, refused_at, answer) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [requestHash, this.clock.now(), answer],
    );
  }

  /** Those of more than a week ago, and all beyond the newest ten thousand. */
  async forgetOld(): Promise<void> {
    const weekAgo = new Date(this.clock.now().getTime() - KEPT_MS);
    await this.database.query(
      `DELETE FROM refused_requests WHERE refused_at < GREATEST($1::timestamptz,
         (SELECT refused_at FROM refused_requests ORDER BY refused_at DESC OFFSET $2 LIMIT 1))`,
      [weekAgo, MAX_KEPT - 1],
    );
  }
}
