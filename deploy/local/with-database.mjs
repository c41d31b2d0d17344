import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import './check-node.mjs';
import { readEnvironment } from './environment.mjs';
import { root } from './paths.mjs';

/** Runs a built command against the database and the NATS of the running system: `with-database.mjs <path below dist> [arguments]`. */
const [command, ...args] = process.argv.slice(2);
const embedded = embeddedUrls(readEnvironment(process.env).dataDir);
if (!process.env.DATABASE_URL && !embedded.DATABASE_URL) {
  console.error('Nothing runs here. Start it with "npm start", or give DATABASE_URL.');
  process.exit(1);
}
const child = spawn(process.execPath, [join(root, 'dist', command), ...args], {
  env: { ...embedded, ...process.env },
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));

/** @returns nothing where nothing embedded has ever run, or runs no component of that kind. */
function embeddedUrls(dataDir) {
  const [ports, secrets] = ['run/ports.json', 'secrets.json'].map((name) => join(dataDir, name));
  if (!existsSync(ports) || !existsSync(secrets)) return {};
  const { postgresPassword } = JSON.parse(readFileSync(secrets, 'utf8'));
  const { postgres, nats } = JSON.parse(readFileSync(ports, 'utf8'));
  return {
    ...(postgres && { DATABASE_URL: `postgres://postgres:${postgresPassword}@127.0.0.1:${postgres}/selvbetjent` }),
    ...(nats && { NATS_URL: `nats://127.0.0.1:${nats}` }),
  };
}
