import { Inject, Injectable } from '@nestjs/common';
import { type Author, type ContainerPlace, type EntryKind, type StaffEntry } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type StaffWord } from './domain/staff-lines';
import { ReadingDays } from './reading-days';
import { type Span } from './weighing-due.store';

export interface EnteredByStaff {
  entryId: string;
  kind: 'manual' | 'correction' | 'collection' | 'transfer';
  author: Author;
  reason: string;
  request: object;
  /** What it would do is found out, and not done. */
  preview: boolean;
}

/** Kilos that staff added where no scale was heard; `word` says the same of a weighing. */
export interface AddedByStaff {
  weighingId: string;
  at: Date;
  word: StaffWord & { grams: number };
  entry: { entryId: string; author: { subject: string } };
}

/** What a ledger row belongs to. */
export interface SpokenOf extends ContainerPlace {
  weighingId: string;
  kind: EntryKind;
}

/** Whether a scale weighed a container at an instant: `covered`, or `soon` when it will have in a quarter of an hour. */
export type Coverage = 'covered' | 'soon' | 'uncovered';

/** A working scale of any make speaks in this time. */
const AROUND = '30 minutes';
/** How far what staff speak of may lie from the instant that they name. */
const NEARBY = '2 hours';
const SETTLING_MS = 15 * 60_000;

@Injectable()
export class StaffEntryStore {
  constructor(@Inject(ReadingDays) private readonly days: ReadingDays) {}

  /** @returns the first answer to the same entry; null when it is new. */
  async find(tx: Transaction, entryId: string): Promise<StaffEntry | null> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('staff-entry:' || $1, 0))`, [entryId]);
    const [row] = await tx.query<{ result: StaffEntry }>('SELECT result FROM staff_entries WHERE entry_id = $1', [
      entryId,
    ]);
    return row?.result ?? null;
  }

  async keep(
    tx: Transaction,
    { entryId, kind, author, reason, request }: EnteredByStaff,
    result: StaffEntry,
    at: Date,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO staff_entries (entry_id, kind, author_subject, author_name, reason, request, result, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [entryId, kind, author.subject, author.name, reason, request, result, at],
    );
  }

  /** The weighing of a ledger row, its container, and the row's own kind. */
  async weighingOf(tx: Transaction, dropOffId: string): Promise<SpokenOf | null> {
    const [row] = await tx.query<SpokenOf>(
      `SELECT weighing_id AS "weighingId", station_id AS "stationId", container_id AS "containerId", kind
       FROM ledger WHERE entry_id = $1`,
      [dropOffId],
    );
    return row ?? null;
  }

  /** The weighings that have, beside this one, the newest entry that speaks of it; of a side of a transfer it is the other one. */
  otherSides(tx: Transaction, weighingId: string): Promise<(ContainerPlace & { weighingId: string })[]> {
    return tx.query(
      `WITH newest AS (
         SELECT coalesce((staff -> -1 ->> 'entryId')::uuid,
                         (SELECT staff_entry_id FROM ledger WHERE ledger.weighing_id = weighings.weighing_id
                          ORDER BY position LIMIT 1)) AS entry_id
         FROM weighings WHERE weighing_id = $1)
       SELECT weighing_id AS "weighingId", station_id AS "stationId", container_id AS "containerId"
       FROM weighings, newest
       WHERE weighing_id <> $1 AND booking IS NOT NULL
         AND (staff @> jsonb_build_array(jsonb_build_object('entryId', entry_id))
              OR (staff IS NULL AND weighing_id IN (
                    SELECT jsonb_array_elements_text(result -> 'weighingIds')::uuid FROM staff_entries
                    WHERE staff_entries.entry_id = newest.entry_id)))`,
      [weighingId],
    );
  }

  /** The weighings around an instant that a scale measured with this sign and that nobody has spoken of. */
  async measuredAround(
    tx: Transaction,
    { stationId, containerId }: ContainerPlace,
    at: Date,
    sign: 1 | -1,
  ): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT weighing_id AS id FROM weighings
       WHERE station_id = $1 AND container_id = $2 AND staff IS NULL
         AND booking ->> 'kind' IN ('drop-off', 'take-out', 'emptying', 'unexplained')
         AND sign((booking ->> 'grams')::numeric) = $4
         AND (booking ->> 'at')::timestamptz BETWEEN $3::timestamptz - interval '${NEARBY}' AND $3::timestamptz + interval '${NEARBY}'
       ORDER BY (booking ->> 'at')::timestamptz`,
      [stationId, containerId, at, sign],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether a visit around an instant, which could be what staff speak of, is still to be weighed. */
  async isUnweighedAround(tx: Transaction, { stationId, containerId }: ContainerPlace, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM visits LEFT JOIN weighings USING (weighing_id)
       WHERE visits.station_id = $1 AND visits.container_id = $2 AND NOT withdrawn
         AND opened_at <= $3::timestamptz + interval '${NEARBY}'
         AND coalesce(closed_at, opened_at) >= $3::timestamptz - interval '${NEARBY}'
         AND coalesce(state, 'waiting') = 'waiting'
       LIMIT 1`,
      [stationId, containerId, at],
    );
    return rows.length > 0;
  }

  /** What staff added within two hours of a span, whether or not a scale has spoken of it since. */
  async addedAround(
    tx: Transaction,
    { stationId, containerId }: ContainerPlace,
    { from, until }: Span,
  ): Promise<AddedByStaff[]> {
    const rows = await tx.query<Omit<AddedByStaff, 'at'> & { at: string }>(
      `SELECT DISTINCT ON (weighing_id) weighing_id AS "weighingId", booking ->> 'at' AS at,
              jsonb_build_object('kind', booking -> 'kind', 'grams', booking -> 'grams', 'stream', booking -> 'stream',
                                 'fraction', booking -> 'fraction') || coalesce(staff -> -1 -> 'word', '{}') AS word,
              jsonb_build_object('entryId', entry_id, 'author', jsonb_build_object('subject', author_subject)) AS entry
       FROM weighings
         JOIN (SELECT weighing_id, staff_entry_id, position FROM ledger) AS written USING (weighing_id)
         JOIN staff_entries ON entry_id = coalesce((staff -> -1 ->> 'entryId')::uuid, staff_entry_id)
       WHERE station_id = $1 AND container_id = $2 AND booking ->> 'kind' IN ('manual', 'collection', 'transfer')
         AND (booking ->> 'at')::timestamptz BETWEEN $3::timestamptz - interval '${NEARBY}' AND $4::timestamptz + interval '${NEARBY}'
       ORDER BY weighing_id, position DESC`,
      [stationId, containerId, from, until],
    );
    return rows.map((row) => ({ ...row, at: new Date(row.at) }));
  }

  /** Where the raw readings are past their time nobody can tell any more: a container with a scale counts as covered. */
  async coverage(tx: Transaction, { stationId, containerId }: ContainerPlace, at: Date, now: Date): Promise<Coverage> {
    const [row] = await tx.query<{ scale: boolean; before: boolean; after: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM scales WHERE station_id = $1 AND container_id = $2) AS scale,
              EXISTS (SELECT 1 FROM readings WHERE station_id = $1 AND container_id = $2 AND status = 'ok'
                        AND at BETWEEN $3::timestamptz - interval '${AROUND}' AND $3) AS before,
              EXISTS (SELECT 1 FROM readings WHERE station_id = $1 AND container_id = $2 AND status = 'ok'
                        AND at BETWEEN $3 AND $3::timestamptz + interval '${AROUND}') AS after`,
      [stationId, containerId, at],
    );
    if (!row?.scale) return 'uncovered';
    const isRecent = now.getTime() - at.getTime() < SETTLING_MS;
    if (isRecent) return row.before ? 'soon' : 'uncovered';
    return at < this.days.keptFrom(now) || (row.before && row.after) ? 'covered' : 'uncovered';
  }
}
