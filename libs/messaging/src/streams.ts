import { FACTS, factSubject, streamName, type FactDescription } from '@selvbetjent/contracts';
import {
  DiscardPolicy,
  type JetStreamManager,
  nanos,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from 'nats';

const DAY_MS = 86_400_000;
export const FACTS_KEPT_MS = 30 * DAY_MS;
const DUPLICATE_WINDOW_MS = 10 * 60_000;

/** Streams as code: one per owner for facts, one for snapshots that keeps the last message of each station for ever. */
function streamConfig(name: string): Partial<StreamConfig> & { name: string } {
  const facts: FactDescription[] = FACTS.filter((fact) => streamName(fact) === name);
  const snapshots = facts.some((fact) => fact.snapshot);
  return {
    name,
    subjects: facts.map((fact) => factSubject(fact, '*')),
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: snapshots ? DiscardPolicy.Old : DiscardPolicy.New,
    max_msgs_per_subject: snapshots ? 1 : -1,
    max_age: snapshots ? 0 : nanos(FACTS_KEPT_MS),
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    deny_delete: true,
    deny_purge: true,
  };
}

/** Makes the stream if it isn't there, for whoever comes first. Safe from several processes at once. */
export async function ensureStream(manager: JetStreamManager, name: string): Promise<void> {
  await manager.streams.add(streamConfig(name)).catch(ignoreExisting);
}

/** The owner's: also brings a stream that is there up to the code; what an operator chose beyond it stays. */
export async function ensureOwnStream(manager: JetStreamManager, name: string, replicas?: number): Promise<StreamInfo> {
  await ensureStream(manager, name);
  return manager.streams.update(name, { ...streamConfig(name), ...(replicas && { num_replicas: replicas }) });
}

function ignoreExisting(error: Error): void {
  if (!/already in use|overlap/.test(error.message)) throw error;
}
