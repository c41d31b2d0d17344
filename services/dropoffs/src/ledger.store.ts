import { Inject, Injectable } from '@nestjs/common';
import {
  type CountDropOffs,
  type DropOffRecorded,
  type DropOffView,
  FIGURES,
  FLOWS,
  type LedgerCount,
  type ListDropOffs,
} from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';

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

/** Who wrote a row, and when. */
export interface Entering {
  recordedAt: Date;
  /** The identity provider's subject; the system itself without one. */
  author?: string;
  /** The staff entry that it was written for, if any. */
  staffEntryId?: string;
}

/** The author of what was weighed. */
const SYSTEM = 'system';

const VIEWS = `SELECT ledger.entry_id AS id, weighing_id AS "weighingId", ledger.kind, ledger.station_id AS "stationId", ledger.container_id AS "containerId",
              ledger.visit_ids AS "visitIds", at, grams, quality, ledger.reason, stream, fraction, ledger.revision,
              coalesce(weighings.state IN ('final', 'dissolved'), true) AS final, position,
              method, scale_id AS "scaleId", readings_from AS from, readings_until AS until,
              staff_entries.author_name AS author, staff_entries.reason AS note
       FROM ledger LEFT JOIN weighings USING (weighing_id)
                   LEFT JOIN staff_entries ON staff_entries.entry_id = ledger.staff_entry_id`;

/** What holds of the rows that were asked for, with the values of `conditionsOf`; `at` lets an index find the local dates. */
const CONDITIONS = `($1::text IS NULL OR ledger.station_id = $1)
         AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
         AND at >= coalesce($2::date - interval '1 day', '-infinity') AND at < coalesce($3::date + interval '2 days', 'infinity')
         AND ($4::text IS NULL OR ledger.container_id = $4) AND ($5::text IS NULL OR ledger.stream = $5)
         AND ($6::text IS NULL OR ledger.fraction = $6) AND ($7::text IS NULL OR ledger.kind = $7)
         AND ($8::text IS NULL OR ledger.quality = $8)
         AND ($9::text[] IS NULL OR ledger.kind = ANY($9) AND ledger.quality = ANY($10::text[]))
         AND ($11::text[] IS NULL OR ledger.station_id = ANY($11))
         AND ($12::text IS NULL OR ledger.method = $12) AND ($13::text IS NULL OR ledger.origin = $13)
         AND ($14::jsonb IS NULL OR $14::jsonb -> 'kinds' ? ledger.kind AND $14::jsonb -> 'qualities' ? ledger.quality
                                    AND $14::jsonb -> 'streams' ? ledger.stream)`;

/** The append-only ledger. */
@Injectable()
export class LedgerStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async append(
    tx: Transaction,
    entry: DropOffRecorded,
    { recordedAt, author = SYSTEM, staffEntryId }: Entering,
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
        author,
        recordedAt,
        entry.fractionCode ?? null,
        entry.readings?.scaleId ?? null,
        entry.readings?.from ?? null,
        entry.readings?.until ?? null,
        staffEntryId ?? null,
      ],
    );
  }

  /** Newest first, after (that is, older than) the given position. */
  async page(filter: Omit<ListDropOffs, 'cursor'>, after: LedgerPosition | null): Promise<LedgerPage> {
    const rows = await this.database.query<ViewRow>(
      `${VIEWS} WHERE ${CONDITIONS}
         AND ($15::timestamptz IS NULL OR (at, position) < ($15, $16::bigint))
         AND ($17::bigint IS NULL OR position <= $17)
       ORDER BY at DESC, position DESC LIMIT $18`,
      [
        ...conditionsOf(filter),
        after?.at ?? null,
        after?.position ?? null,
        filter.untilPosition ?? null,
        filter.limit + 1,
      ],
    );
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    const end = last && rows.length > items.length ? { at: last.at, position: last.position } : null;
    return { items: items.map(viewOf), end };
  }

  /** Whether there is a row at the position, to the millisecond. */
  async has({ at, position }: LedgerPosition): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM ledger WHERE position = $1 AND date_trunc('milliseconds', at) = $2`,
      [position, at],
    );
    return rows.length > 0;
  }

  /** What there is now, and the position that shuts out the rows to come. */
  async count(filter: CountDropOffs): Promise<LedgerCount> {
    const [counted] = await this.database.query<Required<LedgerCount>>(
      `SELECT count(*) AS rows, coalesce(max(position), 0) AS "untilPosition", coalesce(sum(grams), 0)::bigint AS grams
       FROM ledger WHERE ${CONDITIONS}`,
      conditionsOf(filter),
    );
    return counted ?? { rows: 0, untilPosition: 0, grams: 0 };
  }

  /** All rows of the weighing that the row belongs to, newest first; none when there is no such row. */
  async ofWeighing(dropOffId: string): Promise<DropOffView[]> {
    const rows = await this.database.query<ViewRow>(
      `${VIEWS} WHERE weighing_id = (SELECT weighing_id FROM ledger WHERE entry_id = $1) ORDER BY ledger.revision DESC`,
      [dropOffId],
    );
    return rows.map(viewOf);
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

function conditionsOf(filter: Omit<CountDropOffs, 'replyType'>): unknown[] {
  const figure = filter.figure && FIGURES[filter.figure];
  const flow = filter.flow && FLOWS[filter.flow];
  return [
    filter.stationId,
    filter.from,
    filter.to,
    filter.containerId,
    filter.stream,
    filter.fraction,
    filter.kind,
    filter.quality,
    figure?.kinds,
    figure?.qualities,
    filter.stationIds,
    filter.method,
    filter.origin,
    flow && JSON.stringify(flow),
  ].map((value) => value ?? null);
}
