import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';

const KEPT_MS = 24 * 3_600_000;
/**
 * A write that got no answer in this time never will: its process died. Who asks again with its key then does it over; the owners, which get
 * the same ids for the same key, do it once.
 */
const UNDER_WAY_MS = 60_000;

export interface WriteKey {
  authorSubject: string;
  key: string;
  requestHash: Buffer;
}

export type Claim =
  { state: 'ours' } | { state: 'under-way' } | { state: 'other-request' } | ({ state: 'answered' } & KeptAnswer);

export interface KeptAnswer {
  status: number;
  body: unknown;
  /** The version that the write made, where it made one. */
  etag: string | null;
}

interface Row {
  request_hash: Buffer;
  status: number | null;
  body: unknown;
  etag: string | null;
}

/** Answers of writes by their Idempotency-Key, kept for a day. */
@Injectable()
export class AnsweredWriteStore {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Whose the key is: ours to do, somebody's right now, another request's, or one that has its answer. */
  async claim({ authorSubject, key, requestHash }: WriteKey): Promise<Claim> {
    const now = this.clock.now();
    await this.database.query('DELETE FROM answered_write WHERE begun_at < $1', [new Date(now.getTime() - KEPT_MS)]);
    const claimed = await this.database.query(
      `INSERT INTO answered_write (author_subject, key, request_hash, begun_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (author_subject, key) DO UPDATE SET begun_at = excluded.begun_at
         WHERE answered_write.status IS NULL AND answered_write.begun_at < $5
           AND answered_write.request_hash = excluded.request_hash
       RETURNING key`,
      [authorSubject, key, requestHash, now, new Date(now.getTime() - UNDER_WAY_MS)],
    );
    if (claimed.length > 0) return { state: 'ours' };
    const [row] = await this.database.query<Row>(
      'SELECT request_hash, status, body, etag FROM answered_write WHERE author_subject = $1 AND key = $2',
      [authorSubject, key],
    );
    if (!row) return { state: 'under-way' };
    if (!row.request_hash.equals(requestHash)) return { state: 'other-request' };
    const { status, body, etag } = row;
    return status === null ? { state: 'under-way' } : { state: 'answered', status, body, etag };
  }

  async keep({ authorSubject, key }: WriteKey, { status, body, etag }: KeptAnswer): Promise<void> {
    await this.database.query(
      'UPDATE answered_write SET status = $3, body = $4, etag = $5 WHERE author_subject = $1 AND key = $2',
      [authorSubject, key, status, body === undefined ? null : JSON.stringify(body), etag],
    );
  }

  /** A write that failed may be tried again with the same key. */
  async release({ authorSubject, key }: WriteKey): Promise<void> {
    await this.database.query('DELETE FROM answered_write WHERE author_subject = $1 AND key = $2 AND status IS NULL', [
      authorSubject,
      key,
    ]);
  }
}
