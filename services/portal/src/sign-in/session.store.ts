import { Inject, Injectable } from '@nestjs/common';
import { type Author } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { createHash, randomBytes } from 'node:crypto';

const IDLE_MS = 30 * 60_000;
const ABSOLUTE_MS = 8 * 3_600_000;
/** The last use is written at most this often. */
const TOUCH_MS = 60_000;

/** Sessions of signed-in people: over after 30 minutes without use, and after 8 hours in any case. Only hashes of their ids are kept. */
@Injectable()
export class SessionStore {
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
      [hashOf(id), JSON.stringify(author), now],
    );
    return id;
  }

  /** @returns who is signed in, or null when there is no such session or it is over. Counts as use. */
  async find(id: string): Promise<Author | null> {
    const now = this.clock.now();
    const [row] = await this.database.query<{ author: Author; last_used_at: Date }>(
      'SELECT author, last_used_at FROM session WHERE id_hash = $1 AND last_used_at > $2 AND created_at > $3',
      [hashOf(id), before(now, IDLE_MS), before(now, ABSOLUTE_MS)],
    );
    if (!row) return null;
    if (row.last_used_at < before(now, TOUCH_MS)) {
      await this.database.query('UPDATE session SET last_used_at = $2 WHERE id_hash = $1', [hashOf(id), now]);
    }
    return row.author;
  }

  async end(id: string): Promise<void> {
    await this.database.query('DELETE FROM session WHERE id_hash = $1', [hashOf(id)]);
  }

  /** Ends every session of a person, on whatever device. */
  async endAllOf(subject: string): Promise<void> {
    await this.database.query(`DELETE FROM session WHERE author->>'subject' = $1`, [subject]);
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

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

function before(instant: Date, ms: number): Date {
  return new Date(instant.getTime() - ms);
}
