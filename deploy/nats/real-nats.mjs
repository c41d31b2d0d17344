import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../local/paths.mjs';
import { freePort } from '../local/ports.mjs';
import { users } from './permissions.mjs';

/** Also shows that digits stay a password: NATS would read them as a number. */
export const passwordOf = (user) => `4711${user}`;

/**
 * Starts the real server with deploy/nats as docker-compose.yml does, on 127.0.0.1 and with a store of its own. From a server
 * that doesn't know `sync_interval` (below 2.10) exactly that line is kept.
 * @returns {Promise<{ port: number, stop(): Promise<void> }>}
 */
export async function startConfiguredNats() {
  const program = process.env.TEST_NATS_SERVER;
  const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nats-'));
  copyFileSync(join(root, 'deploy/nats/permissions.conf'), join(folder, 'permissions.conf'));
  writeFileSync(join(folder, 'nats.conf'), configurationFor(program, folder));
  const [port, monitor] = [await freePort(), await freePort()];
  const passwords = users.map((user) => [`${user.toUpperCase()}_PASSWORD`, `"${passwordOf(user)}"`]);
  const server = spawn(
    program,
    ['-c', join(folder, 'nats.conf'), '-a', '127.0.0.1', '-p', String(port), '-m', String(monitor)],
    { env: { PATH: process.env.PATH, ...Object.fromEntries(passwords) }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const said = [];
  for await (const line of createInterface(server.stderr)) {
    said.push(line);
    if (line.includes('Server is ready')) {
      server.stderr.resume();
      return { port, stop };
    }
  }
  await stop();
  throw new Error(`nats-server does not start with deploy/nats/nats.conf:\n${said.join('\n')}`);
}

function configurationFor(program, folder) {
  const storeDir = 'store_dir: "/data"';
  const syncInterval = '  sync_interval: always\n';
  const text = readFileSync(join(root, 'deploy/nats/nats.conf'), 'utf8');
  for (const line of [storeDir, syncInterval])
    if (!text.includes(line)) throw new Error(`nats.conf lacks ${line.trim()}`);
  const own = text.replace(storeDir, `store_dir: ${JSON.stringify(join(folder, 'data'))}`);
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(version).map(Number);
  if (major > 2 || minor >= 10) return own;
  console.warn(`${version} does not know sync_interval: tried without that line of deploy/nats/nats.conf.`);
  return own.replace(syncInterval, '');
}
