import { factType, type FactDescription, streamName } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { type JetStreamManager } from 'nats';
import { type Envelope, natsSubject } from './envelope';
import { FACTS_KEPT_MS } from './streams';

const NOT_FOUND = 404;

/**
 * A JetStream that lost its files, or the end of them, lacks what we published last. Then everything of that stream is due
 * again, under its first id and in its first order; readers recognise what they have.
 * @returns how many facts wait in the outbox again
 */
export async function requeueLostFacts(
  manager: JetStreamManager,
  query: Transaction['query'],
  facts: readonly FactDescription[],
): Promise<number> {
  const types = facts.map(factType);
  const keptSince = new Date(Date.now() - FACTS_KEPT_MS);
  const [newest] = await query<{ envelope: Envelope }>(
    `SELECT envelope FROM outbox WHERE published_at > $2 AND envelope->>'type' = ANY($1) ORDER BY position DESC LIMIT 1`,
    [types, keptSince],
  );
  if (!newest || !(await isLost(manager, facts, newest.envelope))) return 0;
  const [requeued] = await query<{ count: number }>(
    `WITH requeued AS (UPDATE outbox SET published_at = NULL
                       WHERE published_at > $2 AND envelope->>'type' = ANY($1) RETURNING position)
     SELECT count(*) FROM requeued`,
    [types, keptSince],
  );
  return requeued?.count ?? 0;
}

/** A newer fact of the same subject will do as well: it was published, and we stopped before we could mark it. */
async function isLost(
  manager: JetStreamManager,
  [fact]: readonly FactDescription[],
  newest: Envelope,
): Promise<boolean> {
  if (!fact) return false;
  try {
    const found = await manager.streams.getMessage(streamName(fact), { last_by_subj: natsSubject(newest) });
    return found.header.get('ce-time') < newest.time;
  } catch (error) {
    if ((error as { api_error?: { code: number } }).api_error?.code === NOT_FOUND) return true;
    throw error;
  }
}
