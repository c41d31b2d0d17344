import { Inject, Injectable } from '@nestjs/common';
import { type DropOffRecorded } from '@selvbetjent/contracts';
import { Database, type Transaction } from '@selvbetjent/database';
import { type Entering } from '../ledger.store';

/** What the ledger has under an id. */
export type KnownRow = Pick<
  DropOffRecorded,
  'entryId' | 'localDate' | 'stream' | 'fraction' | 'grams' | 'method' | 'origin'
>;

export interface DoneImport {
  importId: string;
  stationId: string;
  source: string;
  reason: string;
  newRows: number;
  newGrams: number;
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

  async known(tx: Transaction, entryIds: readonly string[]): Promise<Map<string, KnownRow>> {
    const rows = await tx.query<KnownRow>(
      `SELECT entry_id AS "entryId", local_date AS "localDate", stream, fraction, grams, method, origin
       FROM ledger WHERE entry_id = ANY($1::uuid[])`,
      [entryIds],
    );
    return new Map(rows.map((row) => [row.entryId, row]));
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
    { recordedAt, author }: Required<Omit<Entering, 'staffEntryId'>>,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ledger (entry_id, weighing_id, revision, kind, station_id, container_id, stream, fraction, visit_ids,
                           at, local_date, grams, quality, reason, method, origin, author, recorded_at, fraction_code)
       SELECT "entryId", "weighingId", revision, kind, "stationId", "containerId", stream, fraction, '{}',
              at, "localDate", grams, quality, reason, method, origin, $2, $3, "fractionCode"
       FROM jsonb_to_recordset($1::jsonb) AS row
              ("entryId" uuid, "weighingId" uuid, revision integer, kind text, "stationId" text, "containerId" text, stream text,
               fraction text, at timestamptz, "localDate" date, grams bigint, quality text, reason text, method text,
               origin text, "fractionCode" text)
       ORDER BY at`,
      [JSON.stringify(entries), author, recordedAt],
    );
  }

  async note(
    tx: Transaction,
    done: DoneImport,
    { recordedAt, author }: Required<Omit<Entering, 'staffEntryId'>>,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO history_imports (import_id, station_id, source, reason, new_rows, new_grams, author, recorded_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [done.importId, done.stationId, done.source, done.reason, done.newRows, done.newGrams, author, recordedAt],
    );
  }
}
