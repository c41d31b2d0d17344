import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type ImportedRow } from '../domain/history-identity';
import { type Kilos } from '../domain/settle-kilos';
import { type Entering } from '../ledger.store';

/** What the ledger's rows of an imported row add up to. */
export interface StandingRow {
  kilos: Kilos[];
  /** Of its newest ledger row. */
  revision: number;
}

/** Whose a row of history is. */
export interface RowSource {
  stationId: string;
  source: string;
}

export interface DoneImport {
  importId: string;
  stationId: string;
  source: string;
  reason: string;
  newRows: number;
  newGrams: number;
  changedRows: number;
  changedGrams: number;
}

/** Files of history on their way into the ledger, and their rows there. */
@Injectable()
export class HistoryStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Puts a part aside and forgets those that nobody came back for. */
  async stage(
    part: { importId: string; part: number; author: string; text: string },
    now: Date,
    keptMs: number,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query('DELETE FROM history_parts WHERE staged_at < $1', [new Date(now.getTime() - keptMs)]);
      await tx.query(
        `INSERT INTO history_parts (import_id, part, author, text, staged_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (import_id, part) DO UPDATE SET text = excluded.text, staged_at = excluded.staged_at
           WHERE history_parts.author = excluded.author`,
        [part.importId, part.part, part.author, part.text, now],
      );
    });
  }

  /** Takes the parts of a file away and joins them; null when one is missing, or somebody else's. */
  async take(tx: Transaction, { importId, parts, author }: { importId: string; parts: number; author: string }) {
    const rows = await tx.query<{ part: number; text: string }>(
      'DELETE FROM history_parts WHERE import_id = $1 AND author = $2 RETURNING part, text',
      [importId, author],
    );
    if (rows.length !== parts) return null;
    return rows
      .sort((one, other) => one.part - other.part)
      .map(({ text }) => text)
      .join('');
  }

  /** One import at a time per station, until the transaction ends. */
  async lock(tx: Transaction, stationId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('history:' || current_schema || ':' || $1, 0))`, [
      stationId,
    ]);
  }

  /** Every row of a source, as it was last imported. */
  async imported(tx: Transaction, { stationId, source }: RowSource): Promise<ImportedRow[]> {
    return tx.query<ImportedRow>(
      `SELECT row_id AS "rowId", has_reference AS "hasReference", local_date AS "localDate", stream, fraction, grams, method, origin
       FROM history_rows WHERE station_id = $1 AND source = $2 ORDER BY local_date, row_id`,
      [stationId, source],
    );
  }

  /** What stands of these rows, with what staff have corrected since; by row. */
  async standing(tx: Transaction, rowIds: readonly string[]): Promise<Map<string, StandingRow>> {
    const rows = await tx.query<Kilos & { rowId: string; revision: number }>(
      `SELECT weighing_id AS "rowId", local_date AS "localDate", stream, fraction, method, origin,
              sum(grams)::bigint AS grams, max(max(revision)) OVER (PARTITION BY weighing_id) AS revision
       FROM ledger WHERE weighing_id = ANY($1::uuid[]) AND kind = 'import' GROUP BY 1, 2, 3, 4, 5, 6`,
      [rowIds],
    );
    const standing = new Map<string, StandingRow>();
    for (const { rowId, revision, ...kilos } of rows) {
      const row = standing.get(rowId) ?? { kilos: [], revision };
      if (kilos.grams !== 0) row.kilos.push(kilos);
      standing.set(rowId, row);
    }
    return standing;
  }

  /** @returns null when the row is none of history. */
  async find(tx: Transaction, rowId: string): Promise<(ImportedRow & RowSource) | null> {
    const [row] = await tx.query<ImportedRow & RowSource>(
      `SELECT row_id AS "rowId", has_reference AS "hasReference", local_date AS "localDate", stream, fraction, grams, method, origin,
              station_id AS "stationId", source
       FROM history_rows WHERE row_id = $1`,
      [rowId],
    );
    return row ?? null;
  }

  /** Notes what these rows were last imported as. */
  async keep(tx: Transaction, { stationId, source }: RowSource, rows: readonly ImportedRow[]): Promise<void> {
    await tx.query(
      `INSERT INTO history_rows (row_id, station_id, source, has_reference, local_date, stream, fraction, grams, method, origin)
       SELECT "rowId", $2, $3, "hasReference", "localDate", stream, fraction, grams, method, origin
       FROM jsonb_to_recordset($1::jsonb) AS row
              ("rowId" uuid, "hasReference" boolean, "localDate" date, stream text, fraction text, grams bigint, method text, origin text)
       ON CONFLICT (row_id) DO UPDATE
         SET has_reference = excluded.has_reference, local_date = excluded.local_date, stream = excluded.stream,
             fraction = excluded.fraction, grams = excluded.grams, method = excluded.method, origin = excluded.origin`,
      [JSON.stringify(rows), stationId, source],
    );
  }

  /** @returns the days among these that have other kilos than imported ones or those of activities. */
  async countedDates(tx: Transaction, stationId: string, localDates: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ localDate: string }>(
      `SELECT DISTINCT local_date AS "localDate" FROM ledger
       WHERE station_id = $1 AND local_date = ANY($2::date[]) AND kind IN ('drop-off', 'manual') ORDER BY 1`,
      [stationId, localDates],
    );
    return rows.map(({ localDate }) => localDate);
  }

  async append(
    tx: Transaction,
    entries: readonly DropOffRecorded[],
    { recordedAt, author, staffEntryId }: Entering & { author: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ledger (entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids,
                           at, local_date, grams, quality, reason, method, origin, author, recorded_at, fraction_code, staff_entry_id)
       SELECT "entryId", "weighingId", revision, kind, "stationId", "containerId", stream, fraction, '{}',
              at, "localDate", grams, quality, reason, method, origin, $2, $3, "fractionCode", $4
       FROM jsonb_to_recordset($1::jsonb) AS row
              ("entryId" uuid, "weighingId" uuid, revision integer, kind text, "stationId" text, "containerId" text, stream text,
               fraction text, at timestamptz, "localDate" date, grams bigint, quality text, reason text, method text,
               origin text, "fractionCode" text)
       ORDER BY at, "weighingId", revision`,
      [JSON.stringify(entries), author, recordedAt, staffEntryId ?? null],
    );
  }

  async note(
    tx: Transaction,
    done: DoneImport,
    { recordedAt, author }: Required<Omit<Entering, 'staffEntryId'>>,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO history_imports (import_id, station_id, source, reason, new_rows, new_grams, changed_rows, changed_grams, author, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        ...[done.importId, done.stationId, done.source, done.reason, done.newRows, done.newGrams],
        ...[done.changedRows, done.changedGrams, author, recordedAt],
      ],
    );
  }
}
