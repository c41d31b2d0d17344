import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

/** Starts PostgreSQL in another process, which is then killed. @returns the URL of the server that outlives it */
async function orphanPostgres() {
  const script = `const { startPostgres } = await import(${JSON.stringify(join(__dirname, 'components.mjs'))});
    console.log((await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })).url);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(parent.stdout.setEncoding('utf8'), 'data');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  return url.trim();
}

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('PostgreSQL syncs and speaks UTF-8 and UTC', async () => {
  const server = await startPostgres({ dataDir });
  const settings = `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
    current_setting('full_page_writes') AS pages, current_setting('TimeZone') AS zone,
    current_setting('server_encoding') AS encoding, lower('ÆØÅ') AS lower`;
  expect(await query(server.url, settings)).toEqual([
    { fsync: 'on', commit: 'on', pages: 'on', zone: 'UTC', encoding: 'UTF8', lower: 'æøå' },
  ]);
  await server.stop();
});

test('a PostgreSQL that outlived its killed parent is replaced, and its data are there', async () => {
  const orphan = await orphanPostgres();
  await query(await ensureDatabase(orphan, 'selvbetjent'), 'CREATE TABLE kept AS SELECT 1 AS grams');
  const server = await startPostgres({ dataDir });
  expect(await query(await ensureDatabase(server.url, 'selvbetjent'), 'SELECT grams FROM kept')).toEqual([
    { grams: 1 },
  ]);
  await expect(query(orphan, 'SELECT 1')).rejects.toThrow();
  await server.stop();
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
