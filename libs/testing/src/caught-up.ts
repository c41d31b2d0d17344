import { connect, type NatsConnection } from 'nats';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const PAUSE_MS = 20;
/** Far above any real wait: ends a hanging test with the reason. */
const HANG_MS = 120_000;

/**
 * Resolves once every outbox is empty, every durable consumer has nothing pending or unacknowledged, and nothing is left to
 * weigh; rejects with what is still under way after two minutes.
 */
export async function caughtUp(system: { databaseUrl: string; natsUrl: string }): Promise<void> {
  const client = new Client({ connectionString: system.databaseUrl });
  await client.connect();
  const nats = await connect({ servers: system.natsUrl });
  const deadline = performance.now() + HANG_MS;
  try {
    let quietPasses = 0;
    while (quietPasses < 2) {
      const open = [...(await unsettledConsumers(nats)), ...(await unfinishedRows(client))];
      quietPasses = open.length === 0 ? quietPasses + 1 : 0;
      if (open.length > 0 && performance.now() > deadline) throw new Error(`Not caught up: ${open.join(', ')}`);
      if (quietPasses < 2) await delay(PAUSE_MS);
    }
  } finally {
    await Promise.all([client.end(), nats.close()]);
  }
}

async function unsettledConsumers(nats: NatsConnection): Promise<string[]> {
  const manager = await nats.jetstreamManager();
  const open: string[] = [];
  for await (const stream of manager.streams.list()) {
    for await (const consumer of manager.consumers.list(stream.config.name)) {
      if (consumer.num_pending + consumer.num_ack_pending > 0) open.push(consumer.name);
    }
  }
  return open;
}

/** Rows that wait to be published, and marks of containers that wait to be weighed. */
async function unfinishedRows(client: Client): Promise<string[]> {
  const { rows: tables } = await client.query<{ schemaname: string; tablename: string }>(
    `SELECT schemaname, tablename FROM pg_tables WHERE tablename IN ('outbox', 'weighing_due')`,
  );
  const open: string[] = [];
  for (const { schemaname, tablename } of tables) {
    const condition = tablename === 'outbox' ? 'WHERE published_at IS NULL' : '';
    const { rowCount } = await client.query(`SELECT 1 FROM ${schemaname}.${tablename} ${condition} LIMIT 1`);
    if (rowCount) open.push(`${schemaname}.${tablename}`);
  }
  return open;
}
