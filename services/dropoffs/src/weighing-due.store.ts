import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type ContainerKey } from './container-key';
import { type NewsSpan } from './spans-of';

/** What is weighed in one transaction: a container's news of spans that begin on one UTC day. */
export interface WeighingPiece extends ContainerKey {
  day: string;
}

/** A span of device time, both ends included. */
export interface Span {
  from: Date;
  until: Date;
}

/** The advisory lock that readings hold in common, and the recording of a visit alone; `container` is SQL for `<station>/<container>`. */
export function visitsKey(container: string): string {
  return `hashtextextended('visits:' || ${container}, 0)`;
}

/** SQL: the order in which every transaction marks pieces of several containers and days, as `spansOf` has it, so that no two wait for each other. */
const MARKING_ORDER = `concat(visits.station_id, '/', visits.container_id, '/') COLLATE "C", min(opened_at)`;

/** What changes less without a visit is booked when the next one comes. */
const NOTEWORTHY_GRAMS = 5_000;

/** The durable marks of what must be weighed; they commit with the news and go with the weighing. */
@Injectable()
export class WeighingDueStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async mark(tx: Transaction, { stationId, containerId }: ContainerKey, { from, until }: Span): Promise<void> {
    await tx.query(
      `INSERT INTO weighing_due AS due (station_id, container_id, from_at, until_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (station_id, container_id, day) DO UPDATE
         SET from_at = least(due.from_at, excluded.from_at), until_at = greatest(due.until_at, excluded.until_at)`,
      [stationId, containerId, from, until],
    );
  }

  /**
   * Marks only what readings of the spans can change: visits that aren't final, or whose loads before or after lie in them; and what
   * happens without any visit. The transaction must hold `visitsKey` in common (`ReadingStore.openBoots`). Else readings and a visit
   * that commit at the same moment could miss each other: the visit is weighed without the readings, and they find no visit to mark.
   */
  async markForReadings(tx: Transaction, spans: readonly NewsSpan[]): Promise<boolean> {
    const marked = await tx.query(
      `INSERT INTO weighing_due AS due (station_id, container_id, from_at, until_at)
       SELECT station_id, container_id, from_at, until_at
       FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::bigint[], $6::bigint[])
            AS news (station_id, container_id, from_at, until_at, lowest, highest)
       WHERE EXISTS (SELECT 1 FROM visits
                     WHERE visits.station_id = news.station_id AND visits.container_id = news.container_id AND NOT withdrawn
                       AND closed_at >= from_at - interval '10 minutes' AND opened_at <= until_at + interval '24 hours')
          OR EXISTS (SELECT 1 FROM weighings
                     WHERE weighings.station_id = news.station_id AND weighings.container_id = news.container_id
                       AND state IN ('waiting', 'provisional'))
          OR EXISTS (SELECT 1 FROM watched_levels AS watched
                     WHERE watched.station_id = news.station_id AND watched.container_id = news.container_id
                       AND greatest(highest - watched.grams, watched.grams - lowest) > ${NOTEWORTHY_GRAMS})
       ON CONFLICT (station_id, container_id, day) DO UPDATE
         SET from_at = least(due.from_at, excluded.from_at), until_at = greatest(due.until_at, excluded.until_at)
       RETURNING day`,
      [
        spans.map(({ stationId }) => stationId),
        spans.map(({ containerId }) => containerId),
        spans.map(({ from }) => from),
        spans.map(({ until }) => until),
        spans.map(({ lowestGrams }) => lowestGrams),
        spans.map(({ highestGrams }) => highestGrams),
      ],
      'mark-for-readings',
    );
    return marked.length > 0;
  }

  /** From now on readings that are far from this load are news; null: none are. */
  async watch(tx: Transaction, { stationId, containerId }: ContainerKey, grams: number | null): Promise<void> {
    if (grams === null) {
      await tx.query('DELETE FROM watched_levels WHERE station_id = $1 AND container_id = $2', [
        stationId,
        containerId,
      ]);
      return;
    }
    await tx.query(
      `INSERT INTO watched_levels (station_id, container_id, grams) VALUES ($1, $2, $3)
       ON CONFLICT (station_id, container_id) DO UPDATE SET grams = excluded.grams`,
      [stationId, containerId, grams],
    );
  }

  /** A container that has just got its scale, or its station's copy, has visits to weigh. */
  async markUnweighed(tx: Transaction, stationId: string): Promise<void> {
    await tx.query(
      `INSERT INTO weighing_due AS due (station_id, container_id, from_at, until_at)
       SELECT visits.station_id, visits.container_id, min(opened_at), max(opened_at)
       FROM visits LEFT JOIN weighings USING (weighing_id)
       WHERE visits.station_id = $1 AND NOT withdrawn AND closed_at IS NOT NULL
         AND (weighing_id IS NULL OR weighings.state IN ('waiting', 'provisional'))
         AND EXISTS (SELECT 1 FROM scales
                     WHERE scales.station_id = visits.station_id AND scales.container_id = visits.container_id)
       GROUP BY visits.station_id, visits.container_id, (opened_at AT TIME ZONE 'UTC')::date
       ORDER BY ${MARKING_ORDER}
       ON CONFLICT (station_id, container_id, day) DO UPDATE
         SET from_at = least(due.from_at, excluded.from_at), until_at = greatest(due.until_at, excluded.until_at)`,
      [stationId],
    );
  }

  /** Visits whose scale has been silent for too long. */
  async markSilent(now: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO weighing_due (station_id, container_id, from_at, until_at)
       SELECT visits.station_id, visits.container_id, min(opened_at), max(opened_at)
       FROM weighings JOIN visits USING (weighing_id)
       WHERE silent_at <= $1
         AND EXISTS (SELECT 1 FROM scales
                     WHERE scales.station_id = visits.station_id AND scales.container_id = visits.container_id)
       GROUP BY visits.station_id, visits.container_id, (opened_at AT TIME ZONE 'UTC')::date
       ORDER BY ${MARKING_ORDER}
       ON CONFLICT DO NOTHING`,
      [now],
    );
  }

  /**
   * Only of stations that we have a copy of. Of each container the newest piece comes first, since people wait for it, and then the
   * backlog in order; containers take turns.
   */
  async list(limit: number): Promise<WeighingPiece[]> {
    return this.database.query<WeighingPiece>(
      `SELECT station_id AS "stationId", container_id AS "containerId", day::text
       FROM (SELECT *, row_number() OVER of_container AS turn,
                    day = max(day) OVER (PARTITION BY station_id, container_id) AS newest
             FROM weighing_due JOIN stations USING (station_id)
             WINDOW of_container AS (PARTITION BY station_id, container_id ORDER BY day)) AS piece
       ORDER BY CASE WHEN newest THEN 0 ELSE turn END, 1, 2 LIMIT $1`,
      [limit],
    );
  }

  /** One at a time per container, until the transaction ends: its weighings, and news of its visits. */
  async serialise(tx: Transaction, { stationId, containerId }: ContainerKey): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('weighing:' || $1 || '/' || $2, 0))`, [
      stationId,
      containerId,
    ]);
  }

  /** Waits for readings on their way, and holds new ones back until the transaction ends. */
  async changeVisits(tx: Transaction, { stationId, containerId }: ContainerKey): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(${visitsKey('$1')})`, [`${stationId}/${containerId}`]);
  }

  /** Takes the piece's mark. */
  async take(tx: Transaction, { stationId, containerId, day }: WeighingPiece): Promise<Span | null> {
    const [row] = await tx.query<{ from_at: Date; until_at: Date }>(
      `DELETE FROM weighing_due WHERE station_id = $1 AND container_id = $2 AND day = $3::date RETURNING from_at, until_at`,
      [stationId, containerId, day],
    );
    return row ? { from: row.from_at, until: row.until_at } : null;
  }
}
