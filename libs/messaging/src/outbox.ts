import { Inject, Injectable } from '@nestjs/common';
import { type ContractClass, InvalidBody, parseBody } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { randomUUID } from 'node:crypto';
import { described, envelopeFor } from './envelope';
import { OutboxRelay } from './outbox-relay';

/** Half of what a NATS server takes by default: a fact that it refused for ever would hold up its whole station. */
const MAX_BODY_BYTES = 512 * 1024;

/** Facts commit with the state that they tell of; the relay publishes them afterwards. */
@Injectable()
export class Outbox {
  constructor(
    @Inject(OutboxRelay) private readonly relay: Pick<OutboxRelay, 'wake'>,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Adds a fact to the caller's transaction. Facts of one station are published in the order of their commits: the lock on the
   * station makes positions rise in that order. Throws InvalidBody when the body breaks its own contract or is too large.
   * @returns the event's id
   */
  async append<T extends { stationId: string }>(tx: Transaction, fact: ContractClass<T>, body: T): Promise<string> {
    parseBody(fact, body);
    const text = JSON.stringify(body);
    if (Buffer.byteLength(text) > MAX_BODY_BYTES)
      throw new InvalidBody(`${String(fact)}: over ${MAX_BODY_BYTES} bytes`);
    const { stationId } = body;
    const envelope = envelopeFor(described(fact), { id: randomUUID(), stationId, time: this.clock.now() });
    // A position is drawn for each row of `locked`, and so never before the lock is held.
    await tx.query(
      `WITH locked AS MATERIALIZED (
         SELECT pg_advisory_xact_lock(hashtextextended('outbox:' || current_schema || ':' || $2, 0)))
       INSERT INTO outbox (id, station_id, envelope, body) SELECT $1, $2, $3, $4 FROM locked`,
      [envelope.id, stationId, envelope, text],
      'append-to-outbox',
    );
    if (described(fact).snapshot) await this.forgetOlder(tx, envelope.type, stationId);
    tx.afterCommit(() => this.relay.wake());
    return envelope.id;
  }

  /** Adds many facts about one station, in this order; otherwise as `append`. */
  async appendAll<T extends { stationId: string }>(
    tx: Transaction,
    fact: ContractClass<T>,
    bodies: readonly T[],
  ): Promise<void> {
    const stationId = bodies[0]?.stationId;
    if (stationId === undefined) return;
    const rows = bodies.map((body) => {
      parseBody(fact, body);
      if (body.stationId !== stationId) throw new InvalidBody(`${String(fact)}: facts of several stations`);
      return { envelope: envelopeFor(described(fact), { id: randomUUID(), stationId, time: this.clock.now() }), body };
    });
    await this.lock(tx, stationId);
    await tx.query(
      `INSERT INTO outbox (id, station_id, envelope, body)
       SELECT (fact -> 'envelope' ->> 'id')::uuid, $1, fact -> 'envelope', fact -> 'body'
       FROM jsonb_array_elements($2::jsonb) WITH ORDINALITY AS told (fact, place) ORDER BY place`,
      [stationId, JSON.stringify(rows)],
    );
    tx.afterCommit(() => this.relay.wake());
  }

  /**
   * For a transaction that tells of several stations, before it tells of the first: all lock them in one order, so that no two of them
   * wait for each other.
   */
  async lockStations(tx: Transaction, stationIds: readonly string[]): Promise<void> {
    for (const stationId of [...new Set(stationIds)].sort()) await this.lock(tx, stationId);
  }

  private async lock(tx: Transaction, stationId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('outbox:' || current_schema || ':' || $1, 0))`, [
      stationId,
    ]);
  }

  /** A snapshot replaces those before it; facts stay for ever, so that they can be published again. */
  private async forgetOlder(tx: Transaction, type: string, stationId: string): Promise<void> {
    await tx.query(`DELETE FROM outbox WHERE station_id = $1 AND envelope->>'type' = $2 AND published_at IS NOT NULL`, [
      stationId,
      type,
    ]);
  }
}
