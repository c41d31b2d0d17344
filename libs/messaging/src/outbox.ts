import { Inject, Injectable } from '@nestjs/common';
import { type ContractClass } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { randomUUID } from 'node:crypto';
import { envelopeFor } from './envelope';
import { OutboxRelay } from './outbox-relay';
import { parseBody } from './validation';

/** Facts commit with the state that they tell of; the relay publishes them afterwards. */
@Injectable()
export class Outbox {
  constructor(@Inject(OutboxRelay) private readonly relay: OutboxRelay) {}

  /**
   * Adds a fact to the caller's transaction. Facts of one station are published in the order of their commits: the lock on the
   * station makes positions rise in that order. Throws InvalidBody when the body breaks its own contract.
   * @returns the event's id
   */
  async append<T extends { stationId: string }>(tx: Transaction, fact: ContractClass<T>, body: T): Promise<string> {
    parseBody(fact, body);
    const id = randomUUID();
    const envelope = envelopeFor(fact, id, body.stationId, new Date());
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('outbox:' || current_schema || ':' || $1, 0))`, [
      body.stationId,
    ]);
    await tx.query('INSERT INTO outbox (id, station_id, envelope, body) VALUES ($1, $2, $3, $4)', [
      id,
      body.stationId,
      envelope,
      body,
    ]);
    tx.afterCommit(() => this.relay.wake());
    return id;
  }
}
