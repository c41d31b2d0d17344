import { type DeclaredFact, FACTS, factType, streamName } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type JetStreamManager, type PubAck, type StreamInfo } from 'nats';
import { fromHeaders } from './envelope';
import { ensureOwnStream, FACTS_KEPT_MS } from './streams';

const NOT_FOUND = 404;

/** How far a stream has come as its owner knows it: its birth, and the highest sequence that was acknowledged to us. */
interface StreamMark {
  createdAt: number;
  lastSeq: number;
}

/**
 * `younger` has another birth. `damaged` lacks what it had, or has what we don't know of: a back-up of either came back, or a
 * fact that waited in a client's buffer got into a new stream before those that come before it.
 */
type StreamState = 'kept' | 'younger' | 'damaged';

/** A sequence that no stream reaches. */
const BEYOND_ALL = Number.MAX_SAFE_INTEGER;

/** What JetStream holds of ours. PostgreSQL is the record; a stream that lost facts gets them again. */
export class OwnStreams {
  private readonly facts: Map<string, DeclaredFact[]>;
  private readonly marks = new Map<string, StreamMark>();

  constructor(owner: string) {
    const own = FACTS.filter((fact) => fact.owner === owner);
    this.facts = new Map(
      own.map((fact) => [streamName(fact), own.filter((one) => streamName(one) === streamName(fact))]),
    );
  }

  /**
   * Makes our streams, and finds out whether JetStream still has what we published. A damaged stream is made anew, because its
   * readers' positions may lie beyond what it lacks. Then all facts of the last 30 days are due again, under their first ids and
   * in their first order; readers recognise what they have.
   * @returns how many facts wait again
   */
  async ensure(manager: JetStreamManager, query: Transaction['query']): Promise<number> {
    let requeued = 0;
    for (const [stream, facts] of this.facts) {
      let info = await ensureOwnStream(manager, stream);
      const state = await this.stateOf(info, { manager, query, snapshots: facts.some((fact) => fact.snapshot) });
      if (state === 'damaged') {
        await manager.streams.delete(stream);
        info = await ensureOwnStream(manager, stream, info.config.num_replicas);
      }
      if (state !== 'kept') {
        requeued += await requeue(query, facts);
        await beginMark(query, stream, new Date(info.created));
        this.marks.set(stream, { createdAt: Date.parse(info.created), lastSeq: 0 });
      }
    }
    return requeued;
  }

  /** Sequences only rise. Throws when this one doesn't: JetStream forgot meanwhile what it had acknowledged. */
  acknowledged({ stream, seq, duplicate }: PubAck): void {
    const mark = this.marks.get(stream);
    if (duplicate || !mark) return;
    const { lastSeq } = mark;
    mark.lastSeq = seq > lastSeq ? seq : BEYOND_ALL;
    if (seq <= lastSeq) throw new Error(`JetStream stored ${stream}:${seq} after it had acknowledged ${lastSeq}`);
  }

  /** Keeps for the next start how far the streams have come; before anything is marked as published. */
  async remember(query: Transaction['query']): Promise<void> {
    for (const [stream, { lastSeq }] of this.marks) {
      await query('UPDATE stream_marks SET last_seq = $2 WHERE stream = $1 AND last_seq < $2', [stream, lastSeq]);
    }
  }

  private async stateOf(
    { created, config, state }: StreamInfo,
    { manager, query, snapshots }: { manager: JetStreamManager; query: Transaction['query']; snapshots: boolean },
  ): Promise<StreamState> {
    const [row] = await query<{ created_at: Date; last_seq: number }>(
      'SELECT created_at, last_seq FROM stream_marks WHERE stream = $1',
      [config.name],
    );
    const createdAt = Date.parse(created);
    if (row?.created_at.getTime() !== createdAt) return row && state.messages > 0 && !snapshots ? 'damaged' : 'younger';
    const seen = this.marks.get(config.name);
    const lastSeq = Math.max(row.last_seq, seen?.createdAt === createdAt ? seen.lastSeq : 0);
    this.marks.set(config.name, { createdAt, lastSeq });
    if (state.last_seq < lastSeq) return 'damaged';
    if (snapshots) return 'kept';
    const hasGap = state.messages > 0 && state.messages !== state.last_seq - state.first_seq + 1;
    return hasGap || !(await isLastOurs(manager, query, { name: config.name, lastSeq: state.last_seq }))
      ? 'damaged'
      : 'kept';
  }
}

/** A fact that the outbox doesn't know was told by a database that is gone: readers are ahead of the one that came back. */
async function isLastOurs(
  manager: JetStreamManager,
  query: Transaction['query'],
  { name, lastSeq }: { name: string; lastSeq: number },
): Promise<boolean> {
  const message = lastSeq > 0 ? await manager.streams.getMessage(name, { seq: lastSeq }).catch(ignoreMissing) : null;
  if (!message) return true;
  const id = fromHeaders(message.header)?.id;
  if (!id) return true;
  const rows = await query('SELECT 1 FROM outbox WHERE id = $1', [id]);
  return rows.length > 0;
}

/** Facts grow too old in the end. */
function ignoreMissing(error: Error): null {
  if ((error as { api_error?: { code: number } }).api_error?.code === NOT_FOUND) return null;
  throw error;
}

async function beginMark(query: Transaction['query'], stream: string, createdAt: Date): Promise<void> {
  await query(
    `INSERT INTO stream_marks (stream, created_at, last_seq) VALUES ($1, $2, 0)
     ON CONFLICT (stream) DO UPDATE SET created_at = excluded.created_at, last_seq = 0`,
    [stream, createdAt],
  );
}

async function requeue(query: Transaction['query'], facts: DeclaredFact[]): Promise<number> {
  const [requeued] = await query<{ count: number }>(
    `WITH requeued AS (UPDATE outbox SET published_at = NULL
                       WHERE published_at > now() - make_interval(secs => $2) AND envelope->>'type' = ANY($1) RETURNING 1)
     SELECT count(*) FROM requeued`,
    [facts.map(factType), FACTS_KEPT_MS / 1_000],
  );
  return requeued?.count ?? 0;
}
