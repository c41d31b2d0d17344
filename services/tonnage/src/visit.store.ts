import { Inject, Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { type DateRange } from './entry.store';
import { type VisitCopy } from './visit-copy';

/** The copy of visits that tells how much of what happened was weighed. */
@Injectable()
export class VisitStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** The newest revision wins, whatever the order of arrival. */
  async keep(tx: Transaction, visit: VisitCopy): Promise<void> {
    await tx.query(
      `INSERT INTO visits (visit_id, station_id, container_id, revision, closed_at, withdrawn)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (visit_id) DO UPDATE
         SET revision = excluded.revision, withdrawn = excluded.withdrawn,
             closed_at = coalesce(excluded.closed_at, visits.closed_at)
         WHERE visits.revision < excluded.revision`,
      [visit.visitId, visit.stationId, visit.containerId, visit.revision, visit.closedAt, visit.withdrawn],
    );
  }

  /** Trusted: of a container that is weighed, and no row of doubtful quality stands. */
  async count({ stationId, from, to }: DateRange): Promise<{ visits: number; trustedVisits: number }> {
    const [row] = await this.database.query<{ visits: number; trustedVisits: number }>(
      `WITH closed AS (
         SELECT visit_id, EXISTS (SELECT 1 FROM jsonb_array_elements(snapshot -> 'containers') AS container
                                  WHERE container ->> 'id' = container_id
                                    AND jsonb_array_length(container -> 'scales') > 0) AS weighed
         FROM visits JOIN stations USING (station_id)
         WHERE NOT withdrawn AND ($3::text IS NULL OR station_id = $3)
           AND (closed_at AT TIME ZONE (snapshot ->> 'timeZone'))::date BETWEEN $1 AND $2)
       SELECT count(*) AS visits,
              count(*) FILTER (WHERE weighed AND visit_id NOT IN (
                SELECT unnest(visit_ids) FROM standing_weighings WHERE quality <> 'ok')) AS "trustedVisits"
       FROM closed`,
      [from, to, stationId],
    );
    return row ?? { visits: 0, trustedVisits: 0 };
  }
}
