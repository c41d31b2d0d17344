import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded, type EntryKind, type Period, type TonnageRow } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';

export interface DateRange {
  stationId: string | null;
  /** Local dates, both included. */
  from: string;
  to: string;
}

/** What counts as put in. Emptying, collection, transfer, drift and what nobody explains are no drop-offs. */
export const PUT_IN: EntryKind[] = ['drop-off', 'correction', 'manual', 'import'];
const TAKEN_OUT: EntryKind = 'take-out';
/** PostgreSQL's patterns for `2026-11-20`, `2026-W47` (ISO), `2026-11`, `2026`. */
const PERIOD_FORMATS: Record<Period, string> = {
  day: 'YYYY-MM-DD',
  week: 'IYYY"-W"IW',
  month: 'YYYY-MM',
  year: 'YYYY',
};

/** The copy of the ledger that reports are summed from. */
@Injectable()
export class EntryStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** A row that is here already stays as it is: rows never change. */
  async add(tx: Transaction, entry: DropOffRecorded): Promise<void> {
    await tx.query(
      `INSERT INTO entries (entry_id, weighing_id, revision, local_date, station_id, container_id, stream, fraction,
                            kind, quality, reason, grams, visit_ids, origin)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING`,
      [
        entry.entryId,
        entry.weighingId,
        entry.revision,
        entry.localDate,
        entry.stationId,
        entry.containerId,
        entry.stream,
        entry.fraction,
        entry.kind,
        entry.quality,
        entry.reason,
        entry.grams,
        entry.visitIds,
        entry.origin,
      ],
    );
  }

  /** Sums without quarantined rows; a weighing counts all its visits as drop-offs when its net in the period is above zero. */
  async sums({ stationId, from, to }: DateRange, by: Period): Promise<TonnageRow[]> {
    return this.database.query<TonnageRow>(
      `WITH counted AS (
         SELECT to_char(local_date, $4) AS period, station_id, stream, fraction, weighing_id,
                coalesce(sum(grams) FILTER (WHERE kind = ANY($5)), 0) AS put_in,
                coalesce(-sum(grams) FILTER (WHERE kind = $6), 0) AS taken_out,
                coalesce(sum(grams) FILTER (WHERE kind = ANY($5) AND quality = 'uncertain'), 0) AS uncertain,
                (array_agg(cardinality(visit_ids) ORDER BY revision DESC))[1] AS visits
         FROM entries
         WHERE local_date BETWEEN $1 AND $2 AND ($3::text IS NULL OR station_id = $3) AND quality <> 'quarantine'
         GROUP BY 1, 2, 3, 4, 5)
       SELECT period, station_id AS "stationId", stream, fraction, sum(put_in)::bigint AS grams,
              sum(taken_out)::bigint AS "takenOutGrams",
              coalesce(sum(visits) FILTER (WHERE put_in > 0), 0)::bigint AS "dropOffs",
              sum(uncertain)::bigint AS "uncertainGrams"
       FROM counted GROUP BY 1, 2, 3, 4
       HAVING bool_or(put_in <> 0 OR taken_out <> 0)
       ORDER BY 1, 2, 3, 4`,
      [from, to, stationId, PERIOD_FORMATS[by], PUT_IN, TAKEN_OUT],
    );
  }
}
