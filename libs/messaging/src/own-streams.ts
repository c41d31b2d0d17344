import { type DeclaredFact, FACTS, factType, streamName } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type JetStreamManager, type PubAck, type StreamInfo } from 'nats';
import { ensureOwnStream, FACTS_KEPT_MS } from './streams';

/** How far a stream has come as its owner knows it: its birth, and the highest sequence that was acknowledged to us. */
interface StreamMark {
  created_at: Date;
  last_seq: number;
}

/** A mark that no stream reaches: what `ensure` finds is shorter. */
const BEYOND_ALL = Number.MAX_SAFE_INTEGER;

type StreamState = 'kept' | 'younger' | 'shorter';

/** What JetStream holds of ours. PostgreSQL is the record; a stream that lost facts gets them again. */
export class OwnStreams {
  private readonly facts: Map<string, DeclaredFact[]>;
  private readonly lastSeqs = new Map<string, number>();

  constructor(owner: string) {
    const own = FACTS.filter((fact) => fact.owner === owner);
    this.facts = new Map(
      own.map((fact) => [streamName(fact), own.filter((one) => streamName(one) === streamName(fact))]),
    );
  }

  /**
   * Makes our streams, and finds out whether JetStream still has what we published: a server that lost its files has a younger
   * stream, one that lost the end of them (power, an older back-up) a shorter one. A shorter one is made anew, for its readers'
   * positions are beyond it. Then all facts of the last 30 days are due again, under their first ids and in their first order;
   * readers recognise what they have.
   * @returns how many facts wait again
   */
  async ensure(manager: JetStreamManager, query: Transaction['query']): Promise<number> {
    let requeued = 0;
    for (const [stream, facts] of this.facts) {
      const info = await ensureOwnStream(manager, stream);
      const [mark] = await query<StreamMark>('SELECT created_at, last_seq FROM stream_marks WHERE stream = $1', [
        stream,
      ]);
      const lastSeq = Math.max(mark?.last_seq ?? 0, this.lastSeqs.get(stream) ?? 0);
      const state = mark ? stateOf(info, { ...mark, last_seq: lastSeq }) : 'younger';
      if (state === 'shorter') await manager.streams.delete(stream);
      if (state !== 'kept') {
        requeued += await requeue(query, facts);
        const { created } = state === 'shorter' ? await ensureOwnStream(manager, stream) : info;
        await beginMark(query, stream, new Date(created));
      }
      this.lastSeqs.set(stream, state === 'kept' ? lastSeq : 0);
    }
    return requeued;
  }

  /** Sequences only rise. Throws when this one doesn't: JetStream forgot meanwhile what it had acknowledged. */
  acknowledged({ stream, seq, duplicate }: PubAck): void {
    if (duplicate) return;
    const lastSeq = this.lastSeqs.get(stream) ?? 0;
    this.lastSeqs.set(stream, seq > lastSeq ? seq : BEYOND_ALL);
    if (seq <= lastSeq) throw new Error(`JetStream stored ${stream}:${seq} after it had acknowledged ${lastSeq}`);
  }

  /** Keeps for the next start how far the streams have come. */
  async remember(query: Transaction['query']): Promise<void> {
    for (const [stream, lastSeq] of this.lastSeqs) {
      await query('UPDATE stream_marks SET last_seq = $2 WHERE stream = $1 AND last_seq < $2', [stream, lastSeq]);
    }
  }
}

function stateOf({ created, state }: StreamInfo, mark: StreamMark): StreamState {
  if (new Date(created).getTime() !== mark.created_at.getTime()) return 'younger';
  return state.last_seq < mark.last_seq ? 'shorter' : 'kept';
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
