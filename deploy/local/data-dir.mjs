import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** @returns {Promise<{ release(): void }>} @throws {Fault} while another start lives on the folder */
export async function lockDataDir(dataDir) {
  const lock = await takeLock(join(dataDir, 'lock'));
  if (lock.heldBy) {
    throw new Fault(
      `Selvbetjent already runs on ${dataDir} (process ${lock.heldBy}). Stop it first, or choose another DATA_DIR.`,
    );
  }
  return lock;
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
