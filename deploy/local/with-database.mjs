import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import './check-node.mjs';
import { readEnvironment } from './environment.mjs';
import { root } from './paths.mjs';

/** Runs a built command against the database of the running system: `with-database.mjs <path below dist> [arguments]`. */
const [command, ...args] = process.argv.slice(2);
const url = process.env.DATABASE_URL ?? embeddedDatabaseUrl(readEnvironment(process.env).dataDir);
const child = spawn(process.execPath, [join(root, 'dist', command), ...args], {
  env: { ...process.env, DATABASE_URL: url },
  stdio: 'inherit',
});
child.on('exit', (code) => process.exit(code ?? 1));

function embeddedDatabaseUrl(dataDir) {
  const [ports, secrets] = ['run/ports.json', 'secrets.json'].map((name) => join(dataDir, name));
  if (!existsSync(ports) || !existsSync(secrets)) {
    console.error(`Nothing runs on ${dataDir}. Start it with "npm start", or give DATABASE_URL.`);
    process.exit(1);
  }
  const { postgresPassword } = JSON.parse(readFileSync(secrets, 'utf8'));
  const { postgres } = JSON.parse(readFileSync(ports, 'utf8'));
  return `postgres://postgres:${postgresPassword}@127.0.0.1:${postgres}/selvbetjent`;
}
