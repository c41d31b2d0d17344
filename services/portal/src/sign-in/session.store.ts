import { Inject, Injectable } from '@nestjs/common';
import { type Author } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { createHash, randomBytes } from 'node:crypto';
import { Subject } from 'rxjs';

const IDLE_MS = 30 * 60_000;
const ABSOLUTE_MS = 8 * 3_600_000;
/** The last use is written at most this often. */
const TOUCH_MS = 60_000;

/** Sessions of signed-in people: over after 30 minutes without use, and after 8 hours in any case. Only hashes of their ids are kept. */
@Injectable()
export class SessionStore {
  /** Hashes (hexadecimal) of the ids of sessions as they are ended here. */
  readonly ended = new Subject<string>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @returns the id for the cookie; nobody can find it out again. */
  async create(author: Author): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await this.forgetOver();
    await this.database.query(
      'INSERT INTO session (id_hash, author, created_at, last_used_at) VALUES ($1, $2, $3, $3)',
      [hashOfSession(id), JSON.stringify(author), now],
    );
    return id;
  }

  /** @returns who is signed in, or null when there is no such session or it is over. Counts as use unless nobody asked for it. */
  async find(id: string, { isUse = true } = {}): Promise<Author | null> {
    const now = this.clock.now();
    const [row] = await this.database.query<{ author: Author; last_used_at: Date }>(
      'SELECT author, last_used_at FROM session WHERE id_hash = $1 AND last_used_at > $2 AND created_at > $3',
      [hashOfSession(id), before(now, IDLE_MS), before(now, ABSOLUTE_MS)],
    );
    if (!row) return null;
    if (isUse && row.last_used_at < before(now, TOUCH_MS)) {
      await this.database.query('UPDATE session SET last_used_at = $2 WHERE id_hash = $1', [hashOfSession(id), now]);
    }
    return row.author;
  }

  /** @returns those of these sessions, by the hashes of their ids, that aren't over. Counts as no use. */
  async goingOn(hashes: readonly string[]): Promise<Set<string>> {
    const now = this.clock.now();
    const rows = await this.database.query<{ hash: string }>(
      `SELECT encode(id_hash, 'hex') AS hash FROM session
       WHERE id_hash = ANY(SELECT decode(unnest($1::text[]), 'hex')) AND last_used_at > $2 AND created_at > $3`,
      [hashes, before(now, IDLE_MS), before(now, ABSOLUTE_MS)],
    );
    return new Set(rows.map(({ hash }) => hash));
  }

  async end(id: string): Promise<void> {
    await this.database.query('DELETE FROM session WHERE id_hash = $1', [hashOfSession(id)]);
    this.ended.next(hashOfSession(id).toString('hex'));
  }

  /** Ends every session of a person, on whatever device. */
  async endAllOf(subject: string): Promise<void> {
    const rows = await this.database.query<{ hash: string }>(
      `WITH gone AS (DELETE FROM session WHERE author->>'subject' = $1 RETURNING id_hash)
       SELECT encode(id_hash, 'hex') AS hash FROM gone`,
      [subject],
    );
    for (const { hash } of rows) this.ended.next(hash);
  }

  /** @returns whose sessions are going on. */
  async subjects(): Promise<string[]> {
    const now = this.clock.now();
    const rows = await this.database.query<{ subject: string }>(
      `SELECT DISTINCT author->>'subject' AS subject FROM session WHERE last_used_at > $1 AND created_at > $2`,
      [before(now, IDLE_MS), before(now, ABSOLUTE_MS)],
    );
    return rows.map(({ subject }) => subject);
  }

  async forgetOver(): Promise<void> {
    const now = this.clock.now();
    await this.database.query('DELETE FROM session WHERE last_used_at <= $1 OR created_at <= $2', [
      before(now, IDLE_MS),
      before(now, ABSOLUTE_MS),
    ]);
  }
}

/** By which a session is kept. */
export function hashOfSession(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

function before(instant: Date, ms: number): Date {
  return new Date(instant.getTime() - ms);
}
