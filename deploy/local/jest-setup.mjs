import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNatsServer, removeDataDir, startPostgres } from './components.mjs';
import { lockDataDir, makeDataDir } from './data-dir.mjs';
import { takeLock } from './lock.mjs';
import { stopSurvivors } from './run-dir.mjs';
import { makeTestTemplate } from './test-template.mjs';

const prefix = 'selvbetjent-test-';

/**
 * Jest's globalSetup: one PostgreSQL for all tests in a folder of its own, and a NATS program.
 * Tests find them in TEST_DATABASE_URL (the administrator's; one that is set already is used), TEST_DATABASE_TEMPLATE (the
 * name of the database to clone) and TEST_NATS_SERVER.
 */
export default async function setUp() {
  await sweep();
  const dataDir = mkdtempSync(join(tmpdir(), prefix));
  makeDataDir(dataDir);
  const lock = await lockDataDir(dataDir);
  const log = (message) => console.error(message);
  const [nats, postgres] = await Promise.all([
    process.env.TEST_NATS_SERVER ?? findNatsServer({ dataDir, log }),
    process.env.TEST_DATABASE_URL ? { url: process.env.TEST_DATABASE_URL } : startPostgres({ dataDir, log }),
  ]);
  process.env.TEST_NATS_SERVER = nats;
  process.env.TEST_DATABASE_URL = postgres.url;
  process.env.TEST_DATABASE_TEMPLATE = await makeTestTemplate(postgres.url);
  globalThis.tearDownSelvbetjent = async () => {
    await postgres.stop?.();
    lock.release();
    removeDataDir(dataDir);
  };
}

/** Stops and removes what test runs left behind that were killed. */
async function sweep() {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    const dataDir = join(tmpdir(), name);
    const isJustBeingMade = !existsSync(join(dataDir, 'lock')) && Date.now() - statSync(dataDir).mtimeMs < 60_000;
    if (isJustBeingMade) continue;
    const lock = await takeLock(join(dataDir, 'lock')).catch(() => undefined);
    if (!lock?.release) continue;
    await stopSurvivors(join(dataDir, 'run'), { services: [], brokers: [] }, () => {});
    removeDataDir(dataDir);
  }
}
