// What a machine may be like, for a row of the start matrix; Skipped where this one can't be made like that.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isRoot } from '../data-dir.mjs';

/** Why a row can't be shown on this machine. */
export class Skipped extends Error {}

/** A command that runs another one with nothing but the loopback interface. */
export function withoutNetwork() {
  const command = ['unshare', ...(isRoot() ? [] : ['--map-root-user']), '--net', 'sh', '-c'];
  const run = [...command, 'ip link set lo up && exec "$@"', 'sh'];
  if (spawnSync(run[0], [...run.slice(1), 'true']).status !== 0) throw new Skipped('the network can not be cut here');
  return run;
}

/** `nobody`, in whose place only root can act. */
export function ordinaryUser() {
  if (!isRoot()) throw new Skipped('only root can act as another user');
  const account = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'));
  if (!account) throw new Skipped('there is no user "nobody"');
  const [, , uid, gid] = account.split(':').map(Number);
  return { uid, gid };
}

/** The environment of somebody who has no nats-server and, with apt, no package lists. */
export function withoutNats(folder, path) {
  if (path.split(':').some((bin) => existsSync(join(bin, 'nats-server')))) {
    throw new Skipped('nats-server is installed on this machine');
  }
  return { PATH: path, HOME: folder, APT_CONFIG: join(folder, 'apt.conf') };
}

/** Listens on a port of this machine; 0 takes any. */
export function occupy(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
