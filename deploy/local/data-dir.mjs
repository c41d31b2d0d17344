import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from './fault.mjs';
import { takeLock } from './lock.mjs';

export const isRoot = () => process.getuid?.() === 0;

/** Makes the data folder with its parts. As root others may pass through it, since PostgreSQL runs as somebody else. */
export function makeDataDir(dataDir) {
  try {
    mkdirSync(dataDir, { recursive: true });
    chmodSync(dataDir, isRoot() ? 0o711 : 0o700);
    for (const part of ['run', 'log', 'bin']) mkdirSync(join(dataDir, part), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Fault(`The data folder ${dataDir} can't be written: ${error.message}. Choose another with DATA_DIR.`);
  }
}

/**
 * Makes this the only start on the folder; waits for one that is stopping.
 * @returns {Promise<{ release(): void, willRelease(): void }>} @throws {Fault} while another start lives on it
 */
export async function lockDataDir(dataDir, log = () => {}) {
  const graceUntil = Date.now() + 1000;
  let isTold = false;
  for (;;) {
    const lock = await takeLock(join(dataDir, 'lock'));
    if (!lock.heldBy) return lock;
    if (!lock.releasing && Date.now() > graceUntil) {
      throw new Fault(
        `Selvbetjent already runs on ${dataDir} (process ${lock.heldBy}). Stop it first, or choose another DATA_DIR.`,
      );
    }
    if (lock.releasing && !isTold) log(`waiting for process ${lock.heldBy}, which is stopping`);
    isTold ||= lock.releasing;
    await sleep(100);
  }
}

/**
 * The secrets of this data folder, made at its first use.
 * @returns {{ postgresPassword: string, ENCRYPTION_KEY: string, SESSION_SECRET: string }}
 */
export function readSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new Fault(`${path} is missing, so ${dataDir}/postgres can't be opened. Put it back, or delete ${dataDir}.`);
  }
  const secret = () => randomBytes(32).toString('base64');
  const secrets = {
    postgresPassword: randomBytes(24).toString('hex'),
    ENCRYPTION_KEY: secret(),
    SESSION_SECRET: secret(),
  };
  writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: 'wx' });
  return secrets;
}
