import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { ReadModel } from './read-model';
import { LIVE } from './read-model-tables';

/** Whoever changes the live read model holds it shared; who puts another one in its place, alone. */
const GATE = `hashtextextended(current_schema || ':read-model', 0)`;
/** One at a time changes what is known of a station. */
const STATION = `hashtextextended(current_schema || ':read-model:' || $1, 0)`;

/** The read model that questions are answered from. */
@Injectable()
export class LiveModel extends ReadModel {
  constructor(@Inject(Database) private readonly database: Database) {
    super(LIVE);
  }

  /**
   * One transaction, which waits while a rebuilt read model takes this one's place, and for whatever else changes this station. Each kind of
   * fact has a reader of its own, and sums are rows of the station that all of them change in the order of what they tell: so they take
   * turns, and never hold what another one of them waits for.
   */
  async change(stationId: string, work: (tx: Transaction) => Promise<void>): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock_shared(${GATE})`);
      await tx.query(`SELECT pg_advisory_xact_lock(${STATION})`, [stationId]);
      await work(tx);
    });
  }
}

/** Waits until nobody changes the live read model, and keeps it so until the transaction ends. */
export async function stopChanges(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${GATE})`);
}
