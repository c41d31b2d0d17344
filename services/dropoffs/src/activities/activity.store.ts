import { Inject, Injectable } from '@nestjs/common';
import { type Activity, type ActivityView, type Author, type ListActivities } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Kilos } from '../domain/settle-kilos';

/** What one revision of an activity says. */
export interface ActivityVersion {
  activityId: string;
  stationId: string;
  revision: number;
  cancelled: boolean;
  activity: Activity;
  author: Author;
  reason: string | null;
  recordedAt: Date;
}

/** Where a page ends. */
export interface ActivityPosition {
  localDate: string;
  activityId: string;
}

type Row = Omit<ActivityView, 'recordedAt'> & { recordedAt: Date };

const COLUMNS = `activity_id AS "activityId", station_id AS "stationId", revision, cancelled, activity, author_name AS author,
                 reason, recorded_at AS "recordedAt"`;

/** Activities, all revisions of them; their kilos are in the ledger. */
@Injectable()
export class ActivityStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** One writer at a time per activity, until the transaction ends. */
  async lock(tx: Transaction, activityId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('activity:' || current_schema || ':' || $1, 0))`, [
      activityId,
    ]);
  }

  async append(tx: Transaction, version: ActivityVersion): Promise<ActivityView> {
    const { activityId, stationId, revision, cancelled, activity, author, reason, recordedAt } = version;
    const rows = await tx.query<Row>(
      `INSERT INTO activity_versions (activity_id, revision, station_id, local_date, cancelled, activity, author, author_name,
                                      reason, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING ${COLUMNS}`,
      [
        activityId,
        revision,
        stationId,
        activity.localDate,
        cancelled,
        activity,
        author.subject,
        author.name,
        reason,
        recordedAt,
      ],
    );
    return viewOf(rows[0] as Row);
  }

  /** The newest revision, or the given one; null when there is none. */
  async find(tx: Transaction, activityId: string, revision: number | null = null): Promise<ActivityView | null> {
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM activity_versions WHERE activity_id = $1 AND ($2::integer IS NULL OR revision = $2)
       ORDER BY revision DESC LIMIT 1`,
      [activityId, revision],
    );
    return row ? viewOf(row) : null;
  }

  /** What the ledger says of the activity, and the revision of its last row. */
  async standing(tx: Transaction, activityId: string): Promise<{ kilos: Kilos[]; revision: number }> {
    const kilos = await tx.query<Kilos>(
      `SELECT local_date AS "localDate", stream, fraction, method, origin, sum(grams)::bigint AS grams
       FROM ledger WHERE weighing_id = $1 GROUP BY 1, 2, 3, 4, 5`,
      [activityId],
    );
    const [last] = await tx.query<{ revision: number }>(
      'SELECT coalesce(max(revision), 0) AS revision FROM ledger WHERE weighing_id = $1',
      [activityId],
    );
    return { kilos, revision: last?.revision ?? 0 };
  }

  async has(activityId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 FROM activities WHERE activity_id = $1', [activityId]);
    return rows.length > 0;
  }

  /** Newest date first, after the given position. */
  async page(
    filter: Omit<ListActivities, 'cursor'>,
    after: ActivityPosition | null,
  ): Promise<{ items: ActivityView[]; end: ActivityPosition | null }> {
    const rows = await this.database.query<Row>(
      `SELECT ${COLUMNS} FROM activities
       WHERE ($1::text IS NULL OR station_id = $1)
         AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
         AND ($4::date IS NULL OR (local_date, activity_id) < ($4, $5::uuid))
       ORDER BY local_date DESC, activity_id DESC LIMIT $6`,
      [
        filter.stationId ?? null,
        filter.from ?? null,
        filter.to ?? null,
        after?.localDate ?? null,
        after?.activityId ?? null,
        filter.limit + 1,
      ],
    );
    const items = rows.slice(0, filter.limit).map(viewOf);
    const last = items.at(-1);
    const end =
      last && rows.length > items.length ? { localDate: last.activity.localDate, activityId: last.activityId } : null;
    return { items, end };
  }
}

function viewOf(row: Row): ActivityView {
  return { ...row, recordedAt: row.recordedAt.toISOString() };
}
