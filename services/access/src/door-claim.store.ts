import { Inject, Injectable } from '@nestjs/common';
import { type AttemptState, type StationChanged } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type Ending } from './attempt.store';
import { type DoorNow } from './domain/decide';
import { type StationCopy } from './station.store';
import { type UnlockAnswer } from './unlock-answer';

/** How many commands one door may get. */
export class DoorRate {
  constructor(readonly perMinute: number) {}
}

/** What has been recorded of a request id that comes again. */
export interface EarlierAttempt {
  attemptId: string;
  doorId: string;
  state: AttemptState;
  reason: string | null;
  answer: UnlockAnswer | null;
  revision: number;
}

/** All that the database knows and an unlock is decided from. */
export interface UnlockFacts extends Omit<DoorNow, 'outOfReach'> {
  /** The station that has the door. */
  copy: StationCopy | null;
  earlier: EarlierAttempt | null;
  /** The answer that this request id got when it asked for something that doesn't exist. */
  refusal: UnlockAnswer | null;
}

/** An attempt that is recorded for the first time, or decided afresh. */
export interface NewAttempt {
  attemptId: string;
  commandId: string;
  requestHash: Buffer;
  stationId: string;
  containerId: string;
  doorId: string;
  /** Until the answer must be on its way. */
  leftMs: number;
  /** Null: it is new. */
  earlier: EarlierAttempt | null;
}

interface FactsRow extends Pick<UnlockFacts, 'refusal' | 'busyUntil' | 'commandsLeft'> {
  snapshot: StationChanged | null;
  contactAt: Date;
  earlier: EarlierAttempt | null;
}

/** What a door has left of its minute: commands come back evenly. */
const LEFT = `LEAST($2::float8, known.commands_left + $2 * extract(epoch FROM now() - known.at) / 60)`;

/** One command of the door's allowance, unless another is outstanding there or none is left. Parameters: door, per minute. */
const TAKEN = `WITH taken AS (
  INSERT INTO door_allowances AS known (door_id, commands_left, at)
  SELECT $1, $2::float8 - 1, now() WHERE NOT EXISTS (SELECT 1 FROM attempts WHERE door_id = $1 AND state = 'granted')
  ON CONFLICT (door_id) DO UPDATE SET commands_left = ${LEFT} - 1, at = now() WHERE ${LEFT} >= 1
  RETURNING door_id)`;

/** A door for one command, whatever the number of replicas: one outstanding each, and no more in a minute than a lock should move. */
@Injectable()
export class DoorClaimStore {
  constructor(@Inject(DoorRate) private readonly rate: DoorRate) {}

  /**
   * Serializes everything that claims this door until the transaction ends. What it tells may be as old as the wait for that:
   * `claim` and `refuse` look again.
   */
  async lock(tx: Transaction, requestHash: Buffer, doorId: string): Promise<UnlockFacts> {
    const { perMinute } = this.rate;
    const rows = await tx.query<FactsRow>(
      `WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended('door:' || $1, 0)))
       SELECT s.snapshot, s.contact_at AS "contactAt", refused.answer AS refusal,
              outstanding.deadline_at AS "busyUntil", COALESCE(${LEFT}, $2) AS "commandsLeft",
              CASE WHEN e.attempt_id IS NOT NULL THEN jsonb_build_object('attemptId', e.attempt_id, 'doorId', e.door_id,
                'state', e.state, 'reason', e.reason, 'answer', e.answer, 'revision', e.revision) END AS earlier
       FROM locked
       LEFT JOIN stations s ON s.snapshot @> $3
       LEFT JOIN attempts e ON e.request_hash = $4
       LEFT JOIN refused_requests refused ON refused.request_hash = $4
       LEFT JOIN attempts outstanding ON outstanding.door_id = $1 AND outstanding.state = 'granted'
       LEFT JOIN door_allowances known ON known.door_id = $1
       ORDER BY s.station_id LIMIT 1`,
      [doorId, perMinute, { containers: [{ doors: [{ id: doorId }] }] }, requestHash],
      'lock-door',
    );
    const [{ snapshot, contactAt, ...facts }] = rows as [FactsRow];
    return { ...facts, perMinute, copy: snapshot && { station: snapshot, contactAt } };
  }

  /** Records the attempt as granted. @returns false when the door or the request id was taken meanwhile, or no command is left. */
  async claim(tx: Transaction, attempt: NewAttempt): Promise<boolean> {
    const { attemptId, commandId, requestHash, stationId, containerId, doorId, leftMs, earlier } = attempt;
    const { perMinute } = this.rate;
    const rows = earlier
      ? await tx.query(
          `${TAKEN} UPDATE attempts SET state = 'granted', reason = NULL, answer = NULL, command_id = $4,
             deadline_at = now() + $5 * interval '1 ms', revision = revision + 1
           FROM taken WHERE attempt_id = $3 AND revision = $6 RETURNING attempt_id`,
          [doorId, perMinute, attemptId, commandId, leftMs, earlier.revision],
        )
      : await tx.query(
          `${TAKEN} INSERT INTO attempts
             (attempt_id, command_id, request_hash, station_id, container_id, door_id, requested_at, deadline_at, state)
           SELECT $3, $4, $6, $7, $8, door_id, now(), now() + $5 * interval '1 ms', 'granted' FROM taken
           ON CONFLICT (request_hash) DO NOTHING RETURNING attempt_id`,
          [doorId, perMinute, attemptId, commandId, leftMs, requestHash, stationId, containerId],
          'claim-door',
        );
    return rows.length > 0;
  }

  /** Records an attempt that ends before anything is sent. @returns its revision, or null when its request id was taken meanwhile. */
  async refuse(tx: Transaction, attempt: NewAttempt, { state, reason, answer }: Ending): Promise<number | null> {
    const { attemptId, commandId, requestHash, stationId, containerId, doorId, leftMs, earlier } = attempt;
    const rows = earlier
      ? await tx.query<{ revision: number }>(
          `UPDATE attempts SET state = $2, reason = $3, answer = $4, revision = revision + 1
           WHERE attempt_id = $1 AND revision = $5 RETURNING revision`,
          [attemptId, state, reason, answer, earlier.revision],
        )
      : await tx.query<{ revision: number }>(
          `INSERT INTO attempts (attempt_id, state, reason, answer, command_id, request_hash, station_id, container_id, door_id,
             requested_at, deadline_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now(), now() + $10 * interval '1 ms')
           ON CONFLICT (request_hash) DO NOTHING RETURNING revision`,
          [attemptId, state, reason, answer, commandId, requestHash, stationId, containerId, doorId, leftMs],
        );
    return rows[0]?.revision ?? null;
  }
}
