import { Inject, Injectable } from '@nestjs/common';
import { type AttemptState, type AttemptView } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Refusal } from './domain/served-refusals';
import { type PlacedDoor } from './station.store';
import { type UnlockAnswer } from './unlock-answer';

export interface AttemptPlace {
  attemptId: string;
  stationId: string;
  containerId: string;
  doorId: string;
}

export interface AttemptRow {
  attempt_id: string;
  door_id: string;
  command_id: string;
  state: AttemptState;
  reason: string | null;
  answer: UnlockAnswer | null;
  deadline_at: Date;
  revision: number;
}

export interface NewAttempt {
  attemptId: string;
  commandId: string;
  requestHash: Buffer;
  /** Until the answer must be on its way. */
  leftMs: number;
  place: PlacedDoor;
}

export interface Ending {
  state: AttemptState;
  reason: string | null;
  answer: UnlockAnswer;
}

@Injectable()
export class AttemptStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Locks the row of this request until the transaction ends, so that a repeat waits for the first one's decision. */
  async findForUpdate(tx: Transaction, requestHash: Buffer): Promise<AttemptRow | null> {
    const [row] = await tx.query<AttemptRow>('SELECT * FROM attempts WHERE request_hash = $1 FOR UPDATE', [
      requestHash,
    ]);
    return row ?? null;
  }

  async find(requestHash: Buffer): Promise<AttemptRow | null> {
    const [row] = await this.database.query<AttemptRow>('SELECT * FROM attempts WHERE request_hash = $1', [
      requestHash,
    ]);
    return row ?? null;
  }

  /** @returns false when another request of the same id was faster. */
  async insert(tx: Transaction, attempt: NewAttempt): Promise<boolean> {
    const { place } = attempt;
    const rows = await tx.query(
      `INSERT INTO attempts
         (attempt_id, request_hash, station_id, container_id, door_id, command_id, requested_at, deadline_at, state)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now() + $7 * interval '1 ms', 'requested')
       ON CONFLICT (request_hash) DO NOTHING RETURNING attempt_id`,
      [
        attempt.attemptId,
        attempt.requestHash,
        place.station.stationId,
        place.container.id,
        place.door.id,
        attempt.commandId,
        attempt.leftMs,
      ],
    );
    return rows.length > 0;
  }

  /** A repeat that may be decided afresh gets a command and a deadline of its own. */
  async rearm(tx: Transaction, attemptId: string, next: { commandId: string; leftMs: number }): Promise<void> {
    await tx.query(
      `UPDATE attempts SET state = 'requested', reason = NULL, answer = NULL, command_id = $2,
         deadline_at = now() + $3 * interval '1 ms',
         revision = revision + 1 WHERE attempt_id = $1`,
      [attemptId, next.commandId, next.leftMs],
    );
  }

  /** Claims the door for one command. @returns false while another command is outstanding there. */
  async grant(tx: Transaction, attemptId: string, doorId: string): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE attempts SET state = 'granted', revision = revision + 1
       WHERE attempt_id = $1 AND state = 'requested'
         AND NOT EXISTS (SELECT 1 FROM attempts WHERE door_id = $2 AND state = 'granted')
       RETURNING attempt_id`,
      [attemptId, doorId],
    );
    return rows.length > 0;
  }

  /** Takes one of a door's commands for this minute; they come back evenly. @returns false when none is left. */
  async takeAllowance(tx: Transaction, doorId: string, perMinute: number): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO door_allowances AS known (door_id, commands_left, at) VALUES ($1, $2::float8 - 1, now())
       ON CONFLICT (door_id) DO UPDATE
         SET commands_left = LEAST($2, known.commands_left + $2 * extract(epoch FROM now() - known.at) / 60) - 1, at = now()
         WHERE LEAST($2, known.commands_left + $2 * extract(epoch FROM now() - known.at) / 60) >= 1
       RETURNING door_id`,
      [doorId, perMinute],
    );
    return rows.length > 0;
  }

  /** Serializes everything that claims this door until the transaction ends. */
  async lockDoor(tx: Transaction, doorId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('door:' || $1, 0))`, [doorId]);
  }

  /** @returns the attempt's revision, or null when it had ended already. */
  async end(tx: Transaction, attemptId: string, ending: Ending): Promise<number | null> {
    const rows = await tx.query<{ revision: number }>(
      `UPDATE attempts SET state = $2, reason = $3, answer = $4, revision = revision + 1
       WHERE attempt_id = $1 AND state IN ('requested', 'granted') RETURNING revision`,
      [attemptId, ending.state, ending.reason, ending.answer],
    );
    return rows[0]?.revision ?? null;
  }

  /** Attempts that never ended, two seconds past their deadline. */
  abandoned(tx: Transaction): Promise<AttemptPlace[]> {
    return tx.query<AttemptPlace>(
      `SELECT attempt_id AS "attemptId", station_id AS "stationId", container_id AS "containerId", door_id AS "doorId"
       FROM attempts WHERE state IN ('requested', 'granted') AND deadline_at < now() - interval '2 s'
       FOR UPDATE SKIP LOCKED`,
    );
  }

  /** A door's answer that came after the attempt had ended; the state stays what the resident was told. */
  async noteLateResult(doorId: string, { id, result }: { id: string; result: string }): Promise<void> {
    await this.database.query(
      `UPDATE attempts SET late_result = $3
       WHERE command_id::text = $2 AND door_id = $1 AND state IN ('unknown', 'expired', 'failed')`,
      [doorId, id, result],
    );
  }

  /** unlocked → opened → closed, by the visit that the attempt started. */
  async follow(tx: Transaction, attemptIds: readonly string[], state: 'opened' | 'closed'): Promise<void> {
    const from = state === 'opened' ? ['unlocked'] : ['unlocked', 'opened'];
    await tx.query(
      `UPDATE attempts SET state = $2, revision = revision + 1 WHERE attempt_id = ANY($1) AND state = ANY($3)`,
      [attemptIds, state, from],
    );
  }

  /** Whether an attempt may be what moved a door of this container at the instant: one that opened it, or of which nobody knows. */
  async mayHaveOpened(
    tx: Transaction,
    { stationId, containerId }: { stationId: string; containerId: string },
    instant: Date,
  ): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM attempts WHERE station_id = $1 AND container_id = $2
         AND state IN ('granted', 'sent', 'unlocked', 'opened', 'unknown')
         AND deadline_at > $3::timestamptz - interval '1 minute' LIMIT 1`,
      [stationId, containerId, instant],
    );
    return rows.length > 0;
  }

  async list(stationId: string, before: Date | null, limit: number): Promise<AttemptView[]> {
    return this.database.query<AttemptView>(
      `SELECT attempt_id AS "attemptId", station_id AS "stationId", container_id AS "containerId", door_id AS "doorId",
              requested_at AS "requestedAt", state, reason
       FROM attempts WHERE station_id = $1 AND ($2::timestamptz IS NULL OR requested_at < $2)
       ORDER BY requested_at DESC LIMIT $3`,
      [stationId, before, limit],
    );
  }

  /** When residents were refused for one of these reasons within the last days, by container. */
  async refusals(
    stationId: string,
    { days, reasons }: { days: number; reasons: readonly string[] },
  ): Promise<Refusal[]> {
    return this.database.query<Refusal>(
      `SELECT container_id AS "containerId", requested_at AS at FROM attempts
       WHERE station_id = $1 AND state = 'denied' AND reason = ANY ($2)
         AND requested_at > now() - $3 * interval '1 day'`,
      [stationId, reasons, days],
    );
  }
}
