import { Inject, Injectable } from '@nestjs/common';
import { type AlarmView } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { randomUUID } from 'node:crypto';

export type NoticeEvent = 'raised' | 'cleared';

/** A notice that is due, with what it tells of. */
export interface DueNotice {
  noticeId: string;
  event: NoticeEvent;
  receiver: string;
  /** Which of the receiver's ways: `Way.name`. */
  way: string;
  /** This one included. */
  tries: number;
  /** Whether the same receiver was told the same way that it was raised: null while that is still to be tried. */
  wasRaiseSent: boolean | null;
  alarm: AlarmView;
  timeZone: string;
  /** Names for people: station, and container where it is about one. */
  where: string;
}

interface NewNotices {
  alarmId: string;
  event: NoticeEvent;
  ways: { receiver: string; way: string }[];
  at: Date;
}

interface DueRow extends Omit<DueNotice, 'alarm'> {
  alarm: AlarmView;
}

@Injectable()
export class NoticeStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async add(tx: Transaction, { alarmId, event, ways, at }: NewNotices): Promise<void> {
    for (const { receiver, way } of ways) {
      await tx.query(
        `INSERT INTO alarm_notices (notice_id, alarm_id, event, receiver, way, next_try_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (alarm_id, event, receiver, way) DO NOTHING`,
        [randomUUID(), alarmId, event, receiver, way, at],
      );
    }
  }

  /** Due notices, for this process alone until `leaseUntil`: whoever dies with one leaves it to be sent again. */
  claim(now: Date, leaseUntil: Date): Promise<DueNotice[]> {
    return this.database.query<DueRow>(
      `WITH claimed AS (
         UPDATE alarm_notices SET next_try_at = $2, tries = tries + 1 WHERE notice_id IN (
           SELECT notice_id FROM alarm_notices
           WHERE sent_at IS NULL AND given_up_at IS NULL AND next_try_at <= $1
           ORDER BY next_try_at LIMIT 20 FOR UPDATE SKIP LOCKED)
         RETURNING *)
       SELECT n.notice_id AS "noticeId", n.event, n.receiver, n.way, n.tries,
              (SELECT CASE WHEN r.sent_at IS NOT NULL THEN true WHEN r.given_up_at IS NOT NULL THEN false END
               FROM alarm_notices r
               WHERE r.alarm_id = n.alarm_id AND r.receiver = n.receiver AND r.way = n.way AND r.event = 'raised') AS "wasRaiseSent",
              jsonb_build_object('alarmId', a.alarm_id, 'kind', a.kind, 'stationId', a.station_id,
                'containerId', a.container_id, 'doorId', a.door_id, 'visitId', a.visit_id,
                'since', a.since, 'raisedAt', a.raised_at, 'clearedAt', a.cleared_at) AS alarm,
              COALESCE(s.snapshot->>'timeZone', 'Europe/Oslo') AS "timeZone",
              concat_ws(', ', COALESCE(s.snapshot->>'name', a.station_id), a.container_id) AS "where"
       FROM claimed n JOIN alarms a USING (alarm_id) LEFT JOIN stations s USING (station_id)
       ORDER BY a.raised_at, n.event DESC`,
      [now, leaseUntil],
    );
  }

  async sent(noticeId: string, at: Date): Promise<void> {
    await this.database.query('UPDATE alarm_notices SET sent_at = $2, problem = NULL WHERE notice_id = $1', [
      noticeId,
      at,
    ]);
  }

  /** Later, and not counted as a try. */
  async postpone(noticeId: string, until: Date): Promise<void> {
    await this.database.query('UPDATE alarm_notices SET next_try_at = $2, tries = tries - 1 WHERE notice_id = $1', [
      noticeId,
      until,
    ]);
  }

  async failed(noticeId: string, nextTryAt: Date, problem: string): Promise<void> {
    await this.database.query('UPDATE alarm_notices SET next_try_at = $2, problem = $3 WHERE notice_id = $1', [
      noticeId,
      nextTryAt,
      problem,
    ]);
  }

  async giveUp(noticeId: string, at: Date, problem: string): Promise<void> {
    await this.database.query('UPDATE alarm_notices SET given_up_at = $2, problem = $3 WHERE notice_id = $1', [
      noticeId,
      at,
      problem,
    ]);
  }
}
