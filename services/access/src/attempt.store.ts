import { Inject, Injectable } from '@nestjs/common';
import { type AttemptState, type AttemptView, type StationChanged } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Refusal } from './domain/served-refusals';
import { type RefusedPress } from './domain/unmet-demand';
import { type UnlockAnswer } from './unlock-answer';
import { type ContainerKey } from './visit.store';

export interface AttemptPlace {
  attemptId: string;
  stationId: string;
  containerId: string;
  doorId: string;
}

export interface LateOpening {
  at: Date;
  /** Of the visit. */
  attemptIds: readonly string[];
}

export interface Ending {
  state: AttemptState;
  reason: string | null;
  answer: UnlockAnswer;
}

@Injectable()
export class AttemptStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The command, if any, for which a bolt may have moved whose door doesn't say why: sent at most 30 s before, and not yet told to have moved it. */
  async commandBehind(doorId: string, movedAt: Date): Promise<string | null> {
    const [row] = await this.database.query<{ command_id: string }>(
      `SELECT command_id FROM attempts
       WHERE door_id = $1 AND requested_at BETWEEN $2::timestamptz - interval '30 s' AND $2
         AND state NOT IN ('requested', 'denied', 'failed', 'expired')
         AND NOT EXISTS (SELECT 1 FROM door_changes WHERE door_changes.door_id = $1 AND command_id = attempts.command_id::text)
       ORDER BY requested_at DESC LIMIT 1`,
      [doorId, movedAt],
    );
    return row?.command_id ?? null;
  }

  /** @returns the attempt's revision, or null when it had ended already. */
  async end(tx: Transaction, attemptId: string, ending: Ending): Promise<number | null> {
    const rows = await tx.query<{ revision: number }>(
      `UPDATE attempts SET state = $2, reason = $3, answer = $4, revision = revision + 1
       WHERE attempt_id = $1 AND state IN ('requested', 'granted') RETURNING revision`,
      [attemptId, ending.state, ending.reason, ending.answer],
      'end-attempt',
    );
    return rows[0]?.revision ?? null;
  }

  /** Attempts that never ended, two seconds past their deadline; in the order in which every replica tells of stations. */
  abandoned(tx: Transaction): Promise<AttemptPlace[]> {
    return tx.query<AttemptPlace>(
      `SELECT attempt_id AS "attemptId", station_id AS "stationId", container_id AS "containerId", door_id AS "doorId"
       FROM attempts WHERE state IN ('requested', 'granted') AND deadline_at < now() - interval '2 s'
       ORDER BY station_id, attempt_id FOR UPDATE SKIP LOCKED`,
    );
  }

  /** A door's answer that came after the attempt had ended; the state stays what the resident was told. */
  async noteLateResult(doorId: string, { id, result }: { id: string; result: string }): Promise<void> {
    await this.database.query(
      `UPDATE attempts SET late_result = $3, late_result_at = now()
       WHERE command_id::text = $2 AND door_id = $1 AND state IN ('granted', 'unknown', 'expired', 'failed')`,
      [doorId, id, result],
    );
  }

  /**
   * A leaf that opened after the resident had been told that it would not, or that nobody knew: by one of these attempts, or soon
   * after one of which nobody knows. @returns the attempts that it was not known of before
   */
  async noteLateOpening(tx: Transaction, container: ContainerKey, opening: LateOpening): Promise<string[]> {
    const rows = await tx.query<{ attempt_id: string }>(
      `UPDATE attempts SET opened_late_at = $3 WHERE station_id = $1 AND container_id = $2 AND opened_late_at IS NULL
         AND ((attempt_id = ANY($4) AND state IN ('unknown', 'expired', 'failed'))
           OR (state = 'unknown' AND deadline_at > $3::timestamptz - interval '1 minute'
             AND requested_at BETWEEN $3::timestamptz - interval '2 minutes' AND $3))
       RETURNING attempt_id`,
      [container.stationId, container.containerId, opening.at, opening.attemptIds],
    );
    return rows.map((row) => row.attempt_id);
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
  async mayHaveOpened(tx: Transaction, { stationId, containerId }: ContainerKey, instant: Date): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM attempts WHERE station_id = $1 AND container_id = $2
         AND state IN ('granted', 'sent', 'unlocked', 'opened', 'unknown')
         AND deadline_at > $3::timestamptz - interval '1 minute' LIMIT 1`,
      [stationId, containerId, instant],
    );
    return rows.length > 0;
  }

  async isOf(stationId: string, attemptId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM attempts WHERE attempt_id = $1 AND station_id = $2', [
      ...[attemptId, stationId],
    ]);
    return rows.length > 0;
  }

  /** Newest first; `cursor` is the id of the last attempt of the page before. */
  async list(
    stationId: string,
    { before, cursor, limit }: { before: Date | null; cursor: string | null; limit: number },
  ): Promise<AttemptView[]> {
    return this.database.query<AttemptView>(
      `SELECT attempt_id AS "attemptId", station_id AS "stationId", container_id AS "containerId", door_id AS "doorId",
              requested_at AS "requestedAt", state, reason, late_result AS "lateResult", opened_late_at AS "openedLateAt",
              (SELECT min(leaf_opened_at) FROM visits v
               WHERE v.station_id = a.station_id AND v.container_id = a.container_id AND NOT v.withdrawn
                 AND v.opened_at BETWEEN a.requested_at - interval '1 day' AND a.requested_at + interval '1 day'
                 AND a.attempt_id = ANY(v.attempt_ids)) AS "leafOpenedAt"
       FROM attempts a WHERE station_id = $1 AND ($2::timestamptz IS NULL OR requested_at < $2)
         AND ($3::uuid IS NULL OR (requested_at, attempt_id) < (SELECT requested_at, attempt_id FROM attempts WHERE attempt_id = $3))
       ORDER BY requested_at DESC, attempt_id DESC LIMIT $4`,
      [stationId, before, cursor, limit],
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

  /** The same with their doors and the station's hours of the week. */
  async refusedPresses(
    { stationId, timeZone }: Pick<StationChanged, 'stationId' | 'timeZone'>,
    { days, reasons }: { days: number; reasons: readonly string[] },
  ): Promise<RefusedPress[]> {
    const local = 'requested_at AT TIME ZONE $4';
    return this.database.query<RefusedPress>(
      `SELECT door_id AS "doorId", requested_at AS at, extract(isodow FROM ${local})::int AS weekday, extract(hour FROM ${local})::int AS hour
       FROM attempts WHERE station_id = $1 AND state = 'denied' AND reason = ANY ($2)
         AND requested_at > now() - $3 * interval '1 day'`,
      [stationId, reasons, days, timeZone],
    );
  }
}
