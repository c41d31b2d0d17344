import { connect, type NatsConnection } from 'nats';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const PAUSE_MS = 20;
/** Far above any real wait: ends a hanging test with the reason. */
const HANG_MS = 600_000;

/**
 * Resolves once every outbox is empty, JetStream has the streams that their owners remember, every durable consumer has nothing
 * pending or unacknowledged, and nothing is left to weigh; rejects with what is still under way after `hangMs`, ten minutes by default.
 * @param durables consumers that must be there; after a NATS that lost its files they come back one by one
 */
export async function caughtUp(
  system: { databaseUrl: string; natsUrl: string },
  durables: readonly string[] = [],
  hangMs = HANG_MS,
): Promise<void> {
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  const nats = await connect({ servers: system.natsUrl });
  const deadline = performance.now() + hangMs;
  try {
    let quietPasses = 0;
    while (quietPasses < 2) {
      const open = [...(await unsettled(nats, client, durables)), ...(await unfinishedRows(client))];
      quietPasses = open.length === 0 ? quietPasses + 1 : 0;
      if (open.length > 0 && performance.now() > deadline) throw new Error(`Not caught up: ${open.join(', ')}`);
      if (quietPasses < 2) await delay(PAUSE_MS);
    }
  } finally {
    await Promise.all([client.end(), nats.close()]);
  }
}

/** Streams that aren't those that their owners remember, and consumers with something left to do. */
async function unsettled(nats: NatsConnection, client: Client, durables: readonly string[]): Promise<string[]> {
  const manager = await nats.jetstreamManager();
  const open: string[] = [];
  const awaited = new Set(durables);
  const remembered = await rememberedStreams(client);
  for await (const stream of manager.streams.list()) {
    if (remembered.get(stream.config.name) === new Date(stream.created).getTime())
      remembered.delete(stream.config.name);
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      awaited.delete(consumer.name);
      if (consumer.num_pending + consumer.num_ack_pending > 0) open.push(consumer.name);
    }
  }
  return [...open, ...remembered.keys(), ...awaited];
}

/** Every stream that an owner has made, with the instant of its birth. */
async function rememberedStreams(client: Client): Promise<Map<string, number>> {
  const remembered = new Map<string, number>();
  for (const schema of await schemasWith(client, 'stream_marks')) {
    const { rows } = await client.query<{ stream: string; created_at: Date }>(
      `SELECT stream, created_at FROM ${schema}.stream_marks`,
    );
    for (const { stream, created_at } of rows) remembered.set(stream, created_at.getTime());
  }
  return remembered;
}

async function schemasWith(client: Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ schemaname: string }>('SELECT schemaname FROM pg_tables WHERE tablename = $1', [
    table,
  ]);
  return rows.map(({ schemaname }) => schemaname);
}

/** Rows that wait to be published, and marks of containers that wait to be weighed. */
async function unfinishedRows(client: Client): Promise<string[]> {
  const open: string[] = [];
  for (const [table, condition] of Object.entries({ outbox: 'WHERE published_at IS NULL', weighing_due: '' })) {
    for (const schema of await schemasWith(client, table)) {
      const { rowCount } = await client.query(`SELECT 1 FROM ${schema}.${table} ${condition} LIMIT 1`);
      if (rowCount) open.push(`${schema}.${table}`);
    }
  }
  return open;
}
