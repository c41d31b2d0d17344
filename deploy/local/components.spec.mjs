import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { connect } from 'nats';
import pg from 'pg';
import { ensureDatabase, removeDataDir, startMqtt, startNats, startPostgres } from './components.mjs';

let dataDir;
beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'selvbetjent-components-'))));
afterEach(() => removeDataDir(dataDir));

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('PostgreSQL syncs, speaks UTF-8 and UTC, keeps its data, and a second start replaces an orphan', async () => {
  const first = await startPostgres({ dataDir });
  const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
    current_setting('full_page_writes') AS pages, current_setting('TimeZone') AS zone,
    current_setting('server_encoding') AS encoding, lower('ÆØÅ') AS lower`;
  expect(await query(first.url, settings)).toEqual([
    { fsync: 'on', commit: 'on', pages: 'on', zone: 'UTC', encoding: 'UTF8', lower: 'æøå' },
  ]);
  const database = await ensureDatabase(first.url, 'selvbetjent');
  await query(database, 'CREATE TABLE kept AS SELECT 1 AS grams');

  const second = await startPostgres({ dataDir });
  const sameDatabase = await ensureDatabase(second.url, 'selvbetjent');
  expect(await query(sameDatabase, 'SELECT grams FROM kept')).toEqual([{ grams: 1 }]);
  await first.stop();
  await second.stop();
});

test('NATS comes with JetStream, whose messages survive a restart', async () => {
  const program = process.env.TEST_NATS_SERVER;
  const first = await startNats({ dataDir, program });
  const connection = await connect({ servers: first.url });
  const manager = await connection.jetstreamManager();
  await manager.streams.add({ name: 'facts', subjects: ['facts.>'] });
  await connection.jetstream().publish('facts.one', '1');
  await connection.close();
  await first.stop();

  const second = await startNats({ dataDir, program });
  const again = await connect({ servers: second.url });
  const { state } = await (await again.jetstreamManager()).streams.info('facts');
  expect(state.messages).toBe(1);
  await again.close();
  await second.stop();
});

test('the MQTT broker takes MQTT 3.1.1 and hands on retained messages', async () => {
  const broker = await startMqtt({ dataDir });
  const sender = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
  await sender.publishAsync('selvbetjent/v1/a/b/state', 'open', { qos: 1, retain: true });
  const reader = await mqtt.connectAsync(broker.url, { protocolVersion: 4 });
  const received = new Promise((resolve) => reader.once('message', (topic, payload) => resolve(String(payload))));
  await reader.subscribeAsync('selvbetjent/v1/a/+/state', { qos: 1 });
  expect(await received).toBe('open');
  await Promise.all([sender.endAsync(), reader.endAsync()]);
  await broker.stop();
});
