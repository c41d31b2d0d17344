import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isRoot } from './data-dir.mjs';
import { Fault } from './fault.mjs';

/**
 * Who runs PostgreSQL, which refuses to run as root: `postgres` or `nobody` then, else ourselves.
 * @returns {{ uid?: number, gid?: number, name?: string }} empty when we are not root
 */
export function databaseUser() {
  if (!isRoot()) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (account) return { uid: Number(account[2]), gid: Number(account[3]), name };
  }
  throw new Fault("PostgreSQL can't run as root and there is no user 'postgres' or 'nobody': start as another user.");
}

/** Whether that user can enter a folder, whatever grants or denies it. */
export function canEnter({ uid, gid }, folder) {
  if (uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { uid, gid, cwd: '/' }).status === 0;
}
