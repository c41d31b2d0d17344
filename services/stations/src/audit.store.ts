import { Injectable } from '@nestjs/common';
import { type AuditItem, type AuditKind, type Author } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { actionsOf } from './domain/audit-kinds';
import { type HoursBefore } from './domain/undone-hours';

type Query = Pick<Transaction, 'query'>;

export interface AuditEntry {
  at: Date;
  author: Pick<Author, 'subject' | 'name'>;
  stationId: string;
  action: string;
  before: object;
  after: object;
}

export interface AuditQuestion {
  stationId?: string;
  /** Local dates of the station, both included. */
  from?: string;
  to?: string;
  kind?: AuditKind;
  /** Only older rows than this position. */
  cursor?: string;
  limit: number;
}

/** A row that isn't as it was written or doesn't follow the one before it; position is null where rows are missing at the end or in all. */
export interface AuditBreach {
  stationId: string;
  position: number | null;
}

export interface LastChangeOfHours {
  position: number;
  before: HoursBefore;
}

/** Append-only: the table refuses everything else. */
@Injectable()
export class AuditStore {
  async append(tx: Transaction, entry: AuditEntry): Promise<void> {
    await tx.query(
      `INSERT INTO audit (at, author_subject, author_name, station_id, action, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        entry.at,
        entry.author.subject,
        entry.author.name,
        entry.stationId,
        entry.action,
        JSON.stringify(entry.before),
        JSON.stringify(entry.after),
      ],
    );
  }

  /** Whether there is a row at the position. */
  async has(db: Query, position: string): Promise<boolean> {
    const rows = await db.query('SELECT 1 FROM audit WHERE position = $1', [position]);
    return rows.length > 0;
  }

  /** Newest first. */
  async list(
    db: Query,
    { stationId, from, to, kind, cursor, limit }: AuditQuestion,
  ): Promise<Omit<AuditItem, 'undoable'>[]> {
    const { only, without }: { only?: readonly string[]; without?: readonly string[] } = kind ? actionsOf(kind) : {};
    const localDate = `(a.at AT TIME ZONE (s.profile->>'timeZone'))::date`;
    const rows = await db.query<Omit<AuditItem, 'undoable' | 'position' | 'at'> & { position: string; at: Date }>(
      `SELECT a.position, a.at, a.station_id AS "stationId", jsonb_build_object('name', a.author_name) AS author,
         a.action, a.before, a.after
       FROM audit a JOIN station s ON s.id = a.station_id
       WHERE ($1::text IS NULL OR a.station_id = $1) AND ($2::date IS NULL OR ${localDate} >= $2)
         AND ($3::date IS NULL OR ${localDate} <= $3) AND ($4::bigint IS NULL OR a.position < $4)
         AND ($5::text[] IS NULL OR a.action = ANY($5)) AND ($6::text[] IS NULL OR a.action <> ALL($6))
       ORDER BY a.position DESC LIMIT $7`,
      [stationId, from, to, cursor, only, without, limit],
    );
    return rows.map(({ position, at, ...row }) => ({ position: Number(position), at: at.toISOString(), ...row }));
  }

  /** @returns what the last change of versions or exceptions replaced, or null when there was none. */
  async lastChangeOfHours(db: Query, stationId: string): Promise<LastChangeOfHours | null> {
    const [row] = await db.query<{ position: string; before: HoursBefore }>(
      `SELECT position, before FROM audit
       WHERE station_id = $1 AND (after ?| '{openingHours,exceptions}' OR before ?| '{openingHours,exceptions}')
       ORDER BY position DESC LIMIT 1`,
      [stationId],
    );
    return row ? { position: Number(row.position), before: row.before } : null;
  }

  /** One statement, so that stations and rows are of the same moment: each revision of a station wrote one row. */
  breaches(db: Query): Promise<AuditBreach[]> {
    return db.query<AuditBreach>(
      `SELECT station_id AS "stationId", position FROM (
         SELECT audit AS entry, station_id, position, hash, lag(hash) OVER (PARTITION BY station_id ORDER BY position) AS previous
         FROM audit) AS chained
       WHERE hash <> audit_hash(previous, entry)
       UNION ALL
       SELECT id, NULL FROM station
       WHERE revision <> (SELECT count(*) FROM audit WHERE station_id = station.id)
       ORDER BY 1, 2`,
    );
  }
}
