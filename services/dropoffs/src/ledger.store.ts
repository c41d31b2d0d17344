import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded, type DropOffView, FIGURES, type ListDropOffs } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type StaffSaying } from './weighing.store';

/** Where a page ends. */
export interface LedgerPosition {
  at: Date;
  position: number;
}

export interface LedgerPage {
  items: DropOffView[];
  /** Null when there is nothing more. */
  end: LedgerPosition | null;
}

interface ViewRow extends Omit<DropOffView, 'at' | 'readings' | 'author' | 'note'> {
  at: Date;
  position: number;
  scaleId: string | null;
  from: Date | null;
  until: Date | null;
  author: string | null;
  note: string | null;
}

/** The author of what was weighed. */
const SYSTEM = 'system';

/** The append-only ledger. */
@Injectable()
export class LedgerStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async append(
    tx: Transaction,
    entry: DropOffRecorded,
    { recordedAt, saying }: { recordedAt: Date; saying: StaffSaying | null },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ledger (entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids,
                           at, local_date, grams, quality, reason, method, origin, author, recorded_at,
                           fraction_code, scale_id, readings_from, readings_until, staff_entry_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
      [
        entry.entryId,
        entry.weighingId,
        entry.revision,
        entry.kind,
        entry.stationId,
        entry.containerId,
        entry.stream,
        entry.fraction,
        entry.visitIds,
        entry.at,
        entry.localDate,
        entry.grams,
        entry.quality,
        entry.reason,
        entry.method,
        entry.origin,
        saying?.author ?? SYSTEM,
        recordedAt,
        entry.fractionCode ?? null,
        entry.readings?.scaleId ?? null,
        entry.readings?.from ?? null,
        entry.readings?.until ?? null,
        saying?.entryId ?? null,
      ],
    );
  }

  /** Newest first, after (that is, older than) the given position. */
  async page(filter: Omit<ListDropOffs, 'cursor'>, after: LedgerPosition | null): Promise<LedgerPage> {
    const rows = await this.database.query<ViewRow>(
      `SELECT ledger.entry_id AS id, ledger.kind, ledger.station_id AS "stationId", ledger.container_id AS "containerId",
              ledger.visit_ids AS "visitIds", at, grams, quality, ledger.reason, stream, fraction, ledger.revision,
              coalesce(weighings.state IN ('final', 'dissolved'), true) AS final, position,
              method, scale_id AS "scaleId", readings_from AS from, readings_until AS until,
              staff_entries.author_name AS author, staff_entries.reason AS note
       FROM ledger LEFT JOIN weighings USING (weighing_id)
                   LEFT JOIN staff_entries ON staff_entries.entry_id = ledger.staff_entry_id
       WHERE ($1::text IS NULL OR ledger.station_id = $1)
         AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
         AND ($4::timestamptz IS NULL OR (at, position) < ($4, $5::bigint))
         AND at >= coalesce($2::date - interval '1 day', '-infinity') AND at < coalesce($3::date + interval '2 days', 'infinity')
         AND ($7::text IS NULL OR ledger.container_id = $7) AND ($8::text IS NULL OR stream = $8)
         AND ($9::text IS NULL OR fraction = $9) AND ($10::text IS NULL OR ledger.kind = $10)
         AND ($11::text IS NULL OR quality = $11)
         AND ($12::text[] IS NULL OR ledger.kind = ANY($12) AND quality = ANY($13))
       ORDER BY at DESC, position DESC LIMIT $6`,
      [
        filter.stationId ?? null,
        filter.from ?? null,
        filter.to ?? null,
        after?.at ?? null,
        after?.position ?? null,
        filter.limit + 1,
        ...conditionsOf(filter),
      ],
    );
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    const end = last && rows.length > items.length ? { at: last.at, position: last.position } : null;
    return { items: items.map(viewOf), end };
  }
}

function viewOf({ position: _position, at, scaleId, from, until, author, note, ...row }: ViewRow): DropOffView {
  return {
    ...row,
    at: at.toISOString(),
    ...(scaleId && from && until && { readings: { scaleId, from: from.toISOString(), until: until.toISOString() } }),
    ...(author !== null && { author }),
    ...(note !== null && { note }),
  };
}

function conditionsOf({
  containerId,
  stream,
  fraction,
  kind,
  quality,
  figure,
}: Omit<ListDropOffs, 'cursor'>): unknown[] {
  const rule = figure && FIGURES[figure];
  const asked = [containerId, stream, fraction, kind, quality].map((value) => value ?? null);
  return [...asked, rule ? [...rule.kinds] : null, rule ? [...rule.qualities] : null];
}
