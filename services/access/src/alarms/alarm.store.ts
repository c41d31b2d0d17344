import { Inject, Injectable } from '@nestjs/common';
import { type AlarmView } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type AlarmCause, type WatchedVisit } from '../domain/alarms';

/** As JSON has it. */
const VIEW = `alarm_id AS "alarmId", kind, station_id AS "stationId", container_id AS "containerId", door_id AS "doorId",
  visit_id AS "visitId", since, raised_at AS "raisedAt", cleared_at AS "clearedAt"`;

export type StandingAlarm = Pick<AlarmView, 'alarmId' | 'kind' | 'stationId'> & { subject: string };

export interface AlarmPage {
  /** Null: all stations. */
  stationId: string | null;
  standingOnly: boolean;
  before: Date | null;
  limit: number;
}

@Injectable()
export class AlarmStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** @returns false while the same alarm stands. */
  async raise(tx: Transaction, alarmId: string, cause: AlarmCause, at: Date): Promise<boolean> {
    const { kind, subject, stationId, containerId, doorId, visitId, since } = cause;
    const rows = await tx.query(
      `INSERT INTO alarms (alarm_id, kind, subject, station_id, container_id, door_id, visit_id, since, raised_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (kind, subject) WHERE cleared_at IS NULL DO NOTHING RETURNING alarm_id`,
      [alarmId, kind, subject, stationId, containerId, doorId, visitId, since, at],
    );
    return rows.length > 0;
  }

  /** @returns false when it was cleared before. */
  async clear(tx: Transaction, alarmId: string, at: Date): Promise<boolean> {
    const rows = await tx.query(
      'UPDATE alarms SET cleared_at = $2 WHERE alarm_id = $1 AND cleared_at IS NULL RETURNING alarm_id',
      [alarmId, at],
    );
    return rows.length > 0;
  }

  standing(): Promise<StandingAlarm[]> {
    return this.database.query<StandingAlarm>(
      'SELECT alarm_id AS "alarmId", kind, station_id AS "stationId", subject FROM alarms WHERE cleared_at IS NULL',
    );
  }

  /** Visits that are open, and those that ended by time-out while an alarm about them stands. */
  watchedVisits(): Promise<WatchedVisit[]> {
    return this.database.query<WatchedVisit>(
      `SELECT visit_id AS "visitId", station_id AS "stationId", container_id AS "containerId", opened_at AS "openedAt",
              closed_at IS NULL AS "isOpen", cardinality(attempt_ids) > 0 AS "hasAttempt"
       FROM visits WHERE NOT withdrawn AND (closed_at IS NULL OR (closed_by = 'time-out' AND visit_id IN
         (SELECT visit_id FROM alarms WHERE cleared_at IS NULL AND visit_id IS NOT NULL)))`,
    );
  }

  /** Newest first. */
  list({ stationId, standingOnly, before, limit }: AlarmPage): Promise<AlarmView[]> {
    return this.database.query<AlarmView>(
      `SELECT ${VIEW} FROM alarms
       WHERE ($1::text IS NULL OR station_id = $1) AND (NOT $2::boolean OR cleared_at IS NULL)
         AND ($3::timestamptz IS NULL OR raised_at < $3)
       ORDER BY raised_at DESC LIMIT $4`,
      [stationId, standingOnly, before, limit],
    );
  }
}
