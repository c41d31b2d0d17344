import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDataSource, UnsuitableDatabase } from '@selvbetjent/database';
import pg from 'pg';
import { ensureDatabase, removeDataDir, startPostgres } from './components.mjs';
import { root } from './paths.mjs';

let dataDir;
let server;
let url;
let administrator;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'selvbetjent-durability-'));
  server = await startPostgres({ dataDir });
  url = await ensureDatabase(server.url, 'selvbetjent');
  administrator = new pg.Client({ connectionString: url });
  await administrator.connect();
});

afterAll(async () => {
  await administrator?.end();
  await server?.stop();
  removeDataDir(dataDir);
});

describe.each(['fsync', 'synchronous_commit', 'full_page_writes'])('a PostgreSQL with %s off', (setting) => {
  beforeAll(() => configure(setting, 'off'));
  afterAll(() => configure(setting, 'on'));

  test('is refused, and nothing is made in it', async () => {
    const preparing = prepareDataSource({ schema: 'tonnage', url, migrations: [] });
    await expect(preparing).rejects.toThrow(UnsuitableDatabase);
    await expect(preparing).rejects.toThrow(`PostgreSQL runs with ${setting}=off`);
    const { rowCount } = await administrator.query(`SELECT 1 FROM pg_namespace WHERE nspname = 'tonnage'`);
    expect(rowCount).toBe(0);
  });
});

test('a service ends its start with the reason', async () => {
  await configure('fsync', 'off');
  const env = { PATH: process.env.PATH, DATABASE_URL: url, NATS_URL: 'nats://127.0.0.1:1', TONNAGE_PORT: '0' };
  const program = join(root, 'dist/services/tonnage/src/main.js');
  const { status, stderr } = spawnSync(process.execPath, [program], { cwd: root, env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([1, expect.stringContaining('PostgreSQL runs with fsync=off')]);
  await configure('fsync', 'on');
});

test('with all of them on it is taken', async () => {
  const dataSource = await prepareDataSource({ schema: 'tonnage', url, migrations: [] });
  await dataSource.destroy();
});

/** Changes a setting for everybody who connects from now on. */
async function configure(setting, value) {
  await administrator.query(`ALTER SYSTEM SET ${setting} = ${value}`);
  await administrator.query('SELECT pg_reload_conf()');
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(`SELECT current_setting('${setting}') AS value`);
    await client.end();
    if (rows[0].value === value) return;
  }
}
