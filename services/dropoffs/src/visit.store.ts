import { Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { type Carry } from './domain/carry';
import { type VisitNews } from './domain/visit-news';
import { type VisitTimes } from './domain/weigh-visits';
import { type ContainerKey } from './container-key';
import { type Span } from './weighing-due.store';

export interface RunVisit extends VisitTimes {
  weighingId: string | null;
}

/** The visits that news of a span can change, in order, and what lies around them. */
export interface VisitRun {
  visits: RunVisit[];
  /** Weighings of these visits, and of visits that were withdrawn since. */
  weighingIds: string[];
  previousClosedAt: Date | null;
  nextOpenedAt: Date | null;
  /** What was known of the scale before the first visit. */
  carry: Carry | null;
}

interface VisitRow {
  visit_id: string;
  opened_at: Date;
  closed_at: Date | null;
  closed_by: VisitTimes['closedBy'];
  heard_at: Date;
  weighing_id: string | null;
  sealed: boolean;
}

const OF_CONTAINER = 'station_id = $1 AND container_id = $2';
/** Nobody can weigh a sealed visit again: its kilos stay booked, also when it is withdrawn. */
const COUNTS = '(sealed OR NOT withdrawn)';

/** The copy of `access`' visits: the newest revision wins, whatever the order of arrival. */
@Injectable()
export class VisitStore {
  /** @returns the span of device time that the news is about, before and after; null when it isn't news. */
  async keep(tx: Transaction, news: VisitNews, heardAt: Date): Promise<Span | null> {
    const [old] = await tx.query<{ opened_at: Date | null; closed_at: Date | null }>(
      'SELECT opened_at, closed_at FROM visits WHERE visit_id = $1 FOR UPDATE',
      [news.visitId],
    );
    const [kept] = await tx.query<{ opened_at: Date | null; closed_at: Date | null }>(
      `INSERT INTO visits (visit_id, station_id, container_id, revision, opened_at, closed_at, closed_by, withdrawn, heard_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (visit_id) DO UPDATE
         SET revision = excluded.revision, opened_at = coalesce(excluded.opened_at, visits.opened_at),
             closed_at = CASE WHEN excluded.withdrawn THEN visits.closed_at ELSE excluded.closed_at END,
             closed_by = CASE WHEN excluded.withdrawn THEN visits.closed_by ELSE excluded.closed_by END,
             withdrawn = excluded.withdrawn, heard_at = excluded.heard_at
         WHERE visits.revision < excluded.revision
       RETURNING opened_at, closed_at`,
      [
        news.visitId,
        news.stationId,
        news.containerId,
        news.revision,
        news.openedAt,
        news.closedAt,
        news.closedBy,
        news.withdrawn,
        heardAt,
      ],
    );
    return kept ? spanOf([old?.opened_at, old?.closed_at, kept.opened_at, kept.closed_at]) : null;
  }

  /**
   * The visits of the span, its neighbours, those not final yet, and all that were weighed together with any of them. What is booked of
   * sealed visits stands, so those before them and those behind them are runs of their own.
   * @returns at least one, if only of visits that were withdrawn
   */
  async runs(tx: Transaction, container: ContainerKey, span: Span): Promise<VisitRun[]> {
    const bounds = await this.bounds(tx, container, span);
    const rows = await tx.query<VisitRow>(
      `SELECT visit_id, opened_at, closed_at, closed_by, heard_at, weighing_id, sealed FROM visits
       WHERE ${OF_CONTAINER} AND ${COUNTS} AND opened_at BETWEEN $3 AND $4 ORDER BY opened_at, visit_id`,
      [container.stationId, container.containerId, bounds.from, bounds.until],
    );
    const left = new Set(await this.takeWithdrawn(tx, container));
    const runs: VisitRun[] = [];
    for (const visits of apartBySealed(rows)) {
      const weighingIds = new Set([...visits.flatMap((row) => row.weighing_id ?? []), ...left]);
      for (const run of runs) for (const weighingId of run.weighingIds) weighingIds.delete(weighingId);
      left.clear();
      const around = await this.around(tx, container, {
        from: visits[0]?.opened_at ?? bounds.from,
        until: visits.at(-1)?.opened_at ?? bounds.until,
      });
      runs.push({ visits: visits.map(visitOf), weighingIds: [...weighingIds], ...around });
    }
    return runs;
  }

  async assign(tx: Transaction, weighingId: string, visitIds: readonly string[]): Promise<void> {
    await tx.query('UPDATE visits SET weighing_id = $1 WHERE visit_id = ANY($2) AND weighing_id IS DISTINCT FROM $1', [
      weighingId,
      visitIds,
    ]);
  }

  private async around(
    tx: Transaction,
    { stationId, containerId }: ContainerKey,
    { from, until }: Span,
  ): Promise<Pick<VisitRun, 'previousClosedAt' | 'nextOpenedAt' | 'carry'>> {
    const [row] = await tx.query<{ previous: Date | null; next: Date | null; carry: Carry | null }>(
      `SELECT (SELECT max(coalesce(closed_at, opened_at)) FROM visits
               WHERE ${OF_CONTAINER} AND ${COUNTS} AND opened_at < $3) AS previous,
              (SELECT min(opened_at) FROM visits
               WHERE ${OF_CONTAINER} AND ${COUNTS} AND opened_at > $4) AS next,
              (SELECT carry FROM weighings JOIN visits USING (weighing_id)
               WHERE visits.station_id = $1 AND visits.container_id = $2 AND ${COUNTS} AND opened_at < $3
               ORDER BY opened_at DESC LIMIT 1) AS carry`,
      [stationId, containerId, from, until],
    );
    return {
      previousClosedAt: row?.previous ?? null,
      nextOpenedAt: row?.next ?? null,
      carry: row?.carry ?? null,
    };
  }

  private async bounds(
    tx: Transaction,
    { stationId, containerId }: ContainerKey,
    { from, until }: Span,
  ): Promise<Span> {
    const [row] = await tx.query<{ from: Date | null; until: Date | null }>(
      `WITH mine AS NOT MATERIALIZED (SELECT visit_id, opened_at, closed_at, weighing_id FROM visits WHERE ${OF_CONTAINER} AND NOT withdrawn AND NOT sealed),
            touched AS (
         (SELECT * FROM mine WHERE opened_at BETWEEN $3 AND $4)
         UNION (SELECT * FROM mine WHERE opened_at < $3 ORDER BY opened_at DESC LIMIT 1)
         UNION (SELECT * FROM mine WHERE opened_at > $4 ORDER BY opened_at LIMIT 1)
         UNION (SELECT mine.* FROM mine JOIN weighings USING (weighing_id)
                WHERE weighings.state IN ('waiting', 'provisional') AND opened_at <= $4))
       SELECT min(opened_at) AS from, max(opened_at) AS until FROM
         (SELECT opened_at FROM touched UNION ALL
          SELECT mine.opened_at FROM mine JOIN touched USING (weighing_id)) AS together`,
      [stationId, containerId, from, until],
    );
    return { from: row?.from ?? from, until: row?.until ?? until };
  }

  /** Withdrawn visits leave their weighings here, once; sealed ones never do. */
  private async takeWithdrawn(tx: Transaction, container: ContainerKey): Promise<string[]> {
    const rows = await tx.query<{ weighing_id: string }>(
      `WITH gone AS (SELECT visit_id, weighing_id FROM visits
                     WHERE ${OF_CONTAINER} AND withdrawn AND NOT sealed AND weighing_id IS NOT NULL FOR UPDATE)
       UPDATE visits SET weighing_id = NULL FROM gone WHERE visits.visit_id = gone.visit_id RETURNING gone.weighing_id`,
      [container.stationId, container.containerId],
    );
    return rows.map((row) => row.weighing_id);
  }
}

/** @returns the visits that aren't sealed, divided where sealed ones lie between them; at least one part */
function apartBySealed(rows: readonly VisitRow[]): VisitRow[][] {
  const parts: VisitRow[][] = [[]];
  for (const row of rows) {
    if (!row.sealed) parts.at(-1)?.push(row);
    else if (parts.at(-1)?.length !== 0) parts.push([]);
  }
  return parts.filter((part, index) => part.length > 0 || index === 0);
}

function spanOf(instants: (Date | null | undefined)[]): Span | null {
  const times = instants.flatMap((instant) => instant?.getTime() ?? []);
  return times.length > 0 ? { from: new Date(Math.min(...times)), until: new Date(Math.max(...times)) } : null;
}

function visitOf(row: VisitRow): RunVisit {
  return {
    visitId: row.visit_id,
    openedAtMs: row.opened_at.getTime(),
    closedAtMs: row.closed_at?.getTime() ?? null,
    closedBy: row.closed_by,
    heardAtMs: row.heard_at.getTime(),
    weighingId: row.weighing_id,
  };
}
