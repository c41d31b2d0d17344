import { Inject, Injectable } from '@nestjs/common';
import { type CountDropOffs, type DropOffRecorded, type DropOffView, type ListDropOffs } from '@selvbetjent/contracts';
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

type ViewRow = Omit<DropOffView, 'at'> & { at: Date; position: number };

/** Who wrote a row, and when. */
export interface Entering {
  recordedAt: Date;
  /** The identity provider's subject; the system itself without one. */
  author?: string;
}

const SYSTEM = 'system';

/** The append-only ledger. */
@Injectable()
export class LedgerStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async append(tx: Transaction, entry: DropOffRecorded, { recordedAt, author = SYSTEM }: Entering): Promise<void> {
    await tx.query(
      `INSERT INTO ledger (entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids,
                           at, local_date, grams, quality, reason, method, origin, author, recorded_at,
                           fraction_code, scale_id, readings_from, readings_until)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
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
      ],
    );
  }

  /** Newest first, after (that is, older than) the given position. */
  async page(filter: Omit<ListDropOffs, 'cursor'>, after: LedgerPosition | null): Promise<LedgerPage> {
    const rows = await this.database.query<ViewRow>(
      `SELECT entry_id AS id, kind, ledger.station_id AS "stationId", ledger.container_id AS "containerId",
              ledger.visit_ids AS "visitIds", at, grams, quality, reason, stream, fraction, ledger.revision,
              coalesce(weighings.state IN ('final', 'dissolved'), true) AS final, position
       FROM ledger LEFT JOIN weighings USING (weighing_id)
       WHERE ($1::text IS NULL OR ledger.station_id = $1)
         AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)
         AND ($4::timestamptz IS NULL OR (at, position) < ($4, $5::bigint))
         AND ($7::bigint IS NULL OR position <= $7)
       ORDER BY at DESC, position DESC LIMIT $6`,
      [
        filter.stationId ?? null,
        filter.from ?? null,
        filter.to ?? null,
        after?.at ?? null,
        after?.position ?? null,
        filter.limit + 1,
        filter.untilPosition ?? null,
      ],
    );
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    const end = last && rows.length > items.length ? { at: last.at, position: last.position } : null;
    return { items: items.map(({ position: _position, at, ...row }) => ({ ...row, at: at.toISOString() })), end };
  }

  /** How many rows there are now, and the position that shuts out those to come. */
  async count({ stationId, from, to }: CountDropOffs): Promise<{ rows: number; untilPosition: number }> {
    const [counted] = await this.database.query<{ rows: number; untilPosition: number }>(
      `SELECT count(*) AS rows, coalesce(max(position), 0) AS "untilPosition" FROM ledger
       WHERE ($1::text IS NULL OR station_id = $1)
         AND ($2::date IS NULL OR local_date >= $2) AND ($3::date IS NULL OR local_date <= $3)`,
      [stationId ?? null, from ?? null, to ?? null],
    );
    return counted ?? { rows: 0, untilPosition: 0 };
  }
}
