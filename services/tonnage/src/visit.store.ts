import { type VisitHourCount } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { sumPieces } from './domain/sum-pieces';
import { type VisitHour, visitHours, type VisitState } from './domain/visit-hours';
import { plusDays } from '@selvbetjent/opening-hours';
import { HOUR_OF_WEEK, hoursWithin } from './local-hours';
import { type ReadModelTables } from './read-model-tables';
import { BoundValues, type DateRange, inPieces } from './summed-range';
import { type VisitCopy } from './fact-copies';

interface KnownVisit extends VisitState {
  revision: number;
}

type VisitPlace = Pick<VisitCopy, 'visitId' | 'stationId' | 'containerId'>;

/** The copies of visits, how many there were by hour, and how many were closed by day and month of UTC. */
export class VisitStore {
  constructor(private readonly tables: ReadModelTables) {}

  /** The newest revision wins, whatever the order of arrival. */
  async keep(tx: Transaction, visit: VisitCopy): Promise<void> {
    await this.change(tx, visit, (known) => {
      if (visit.revision <= known.revision) return known;
      const [openedAt, closedAt] = [visit.openedAt, visit.closedAt].map((at) => (at === null ? null : new Date(at)));
      return { ...known, ...visit, openedAt: openedAt ?? null, closedAt: closedAt ?? null };
    });
  }

  /** @param by 1 for a weighing that now doubts the visit, -1 for one that no longer does */
  async doubt(tx: Transaction, visit: VisitPlace, by: 1 | -1): Promise<void> {
    await this.change(tx, visit, (known) => ({ ...known, doubts: known.doubts + by }));
  }

  /**
   * Visits closed on the range's local dates. Trusted: of a container that is weighed, and nothing doubtful stands of it. The hours around
   * the days of UTC that lie within the range in every zone are counted one by one.
   */
  async count(db: Pick<Transaction, 'query'>, range: DateRange): Promise<{ visits: number; trustedVisits: number }> {
    const bound = new BoundValues();
    for (const value of [range.from, range.to, range.stationId]) bound.add(value);
    const hours = hoursWithin(this.tables, this.tables.visit_hours);
    const [first, last] = [plusDays(range.from, 1), plusDays(range.to, -1)];
    const counted =
      first > last
        ? `SELECT station_id, container_id, closed, doubtful FROM ${hours}`
        : `SELECT station_id, container_id, closed, doubtful FROM ${hours} WHERE hour < ($1::date + 1)::timestamp AT TIME ZONE 'UTC'
           UNION ALL
           SELECT station_id, container_id, closed, doubtful FROM (
             ${inPieces(this.tables.visit_sums, sumPieces(first, last, 'year'), range, bound)}) AS sums
           UNION ALL
           SELECT station_id, container_id, closed, doubtful FROM ${hours} WHERE hour >= $2::date::timestamp AT TIME ZONE 'UTC'`;
    const [row] = await db.query<{ visits: number; trustedVisits: number }>(
      `SELECT coalesce(sum(closed), 0)::bigint AS visits,
              coalesce(sum(closed - doubtful) FILTER (WHERE EXISTS (
                SELECT 1 FROM jsonb_array_elements(snapshot -> 'containers') AS container
                WHERE container ->> 'id' = container_id AND jsonb_array_length(container -> 'scales') > 0)), 0)::bigint
                AS "trustedVisits"
       FROM (SELECT station_id, container_id, sum(closed) AS closed, sum(doubtful) AS doubtful
             FROM (${counted}) AS counted GROUP BY 1, 2) AS containers
       JOIN ${this.tables.stations} USING (station_id)`,
      bound.values,
    );
    return row ?? { visits: 0, trustedVisits: 0 };
  }

  /** Visits that began in the range, by the station's hour of the week. */
  byHourOfWeek(db: Pick<Transaction, 'query'>, { from, to, stationId }: DateRange): Promise<VisitHourCount[]> {
    return db.query<VisitHourCount>(
      `SELECT ${HOUR_OF_WEEK}, sum(opened)::bigint AS visits
       FROM ${hoursWithin(this.tables, this.tables.visit_hours)}
       WHERE opened > 0 GROUP BY 1, 2 ORDER BY 1, 2`,
      [from, to, stationId],
    );
  }

  private async change(tx: Transaction, place: VisitPlace, change: (known: KnownVisit) => KnownVisit): Promise<void> {
    const known = await this.known(tx, place);
    const next = change(known);
    await tx.query(
      `UPDATE ${this.tables.visits} SET station_id = $2, container_id = $3, revision = $4, opened_at = $5, closed_at = $6,
              withdrawn = $7, doubts = $8 WHERE visit_id = $1`,
      [
        place.visitId,
        next.stationId,
        next.containerId,
        next.revision,
        next.openedAt,
        next.closedAt,
        next.withdrawn,
        next.doubts,
      ],
    );
    for (const hour of visitHours(known)) await this.addHour(tx, hour, -1);
    for (const hour of visitHours(next)) await this.addHour(tx, hour, 1);
  }

  /** A weighing may come before its visit does: then revision 0 says that nothing is known of it yet. */
  private async known(tx: Transaction, { visitId, stationId, containerId }: VisitPlace): Promise<KnownVisit> {
    await tx.query(
      `INSERT INTO ${this.tables.visits} (visit_id, station_id, container_id, revision, withdrawn, doubts)
       VALUES ($1, $2, $3, 0, false, 0) ON CONFLICT DO NOTHING`,
      [visitId, stationId, containerId],
    );
    const [known] = await tx.query<KnownVisit>(
      `SELECT station_id AS "stationId", container_id AS "containerId", revision, opened_at AS "openedAt",
              closed_at AS "closedAt", withdrawn, doubts
       FROM ${this.tables.visits} WHERE visit_id = $1`,
      [visitId],
    );
    if (!known) throw new Error(`The visit ${visitId} was removed meanwhile`);
    return known;
  }

  private async addHour(tx: Transaction, hour: VisitHour, by: 1 | -1): Promise<void> {
    await tx.query(
      `INSERT INTO ${this.tables.visit_hours} AS hours (station_id, container_id, hour, opened, closed, doubtful)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (station_id, container_id, hour)
         DO UPDATE SET opened = hours.opened + excluded.opened, closed = hours.closed + excluded.closed,
                       doubtful = hours.doubtful + excluded.doubtful`,
      [hour.stationId, hour.containerId, hour.hour, hour.opened * by, hour.closed * by, hour.doubtful * by],
    );
    if (hour.closed === 0 && hour.doubtful === 0) return;
    await tx.query(
      `INSERT INTO ${this.tables.visit_sums} AS sums (station_id, grain, starts_on, container_id, closed, doubtful)
       SELECT $1, grain, date_trunc(grain, $3::timestamptz AT TIME ZONE 'UTC')::date, $2, $4, $5
       FROM unnest(ARRAY['day', 'month']) AS grain
       ON CONFLICT (station_id, grain, starts_on, container_id)
         DO UPDATE SET closed = sums.closed + excluded.closed, doubtful = sums.doubtful + excluded.doubtful`,
      [hour.stationId, hour.containerId, hour.hour, hour.closed * by, hour.doubtful * by],
    );
  }
}
