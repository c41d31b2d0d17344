import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths.mjs';
import { birthOf, isAlive } from './processes.mjs';

/**
 * Takes a lock file, also from a holder that is dead.
 * @returns {Promise<{ release(): void, willRelease(): void } | { heldBy: number, releasing: boolean }>}
 *   the living holder's pid when it is taken, and whether it said that it is about to give it back
 */
export async function takeLock(path) {
  for (;;) {
    try {
      writeFileSync(path, contentOf({ releasing: false }), { flag: 'wx' });
      return {
        willRelease: () => writeFileSync(path, contentOf({ releasing: true })),
        release: () => rmSync(path, { force: true }),
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(path);
    if (holder && isAlive(holder.pid) && birthOf(holder.pid) === holder.born) {
      return { heldBy: holder.pid, releasing: holder.releasing };
    }
    dropStale(path, holder);
  }
}

const contentOf = (state) => JSON.stringify({ pid: process.pid, born: birthOf(process.pid), ...state });

/** Waits for the lock, works, gives it back. */
export async function withLock(path, onWait, work) {
  let lock = await takeLock(path);
  if (lock.heldBy) onWait(lock.heldBy);
  while (lock.heldBy) {
    await sleep(200);
    lock = await takeLock(path);
  }
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** A holder creates the file an instant before it writes into it: an empty one is read again. */
async function readHolder(path) {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      await sleep(50);
    }
  }
  return undefined;
}

/** Moves the dead holder's file away, and puts it back when another start was faster and it is a new one. */
function dropStale(path, expected) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    const found = readFileSync(aside, 'utf8');
    if (expected && found !== JSON.stringify(expected)) writeFileSync(path, found, { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** One start at a time installs or builds in this repository; another waits and then finds it done. */
export function withRepositoryLock(purpose, log, work) {
  const repository = createHash('sha256').update(root).digest('hex').slice(0, 12);
  const path = join(tmpdir(), `selvbetjent-${purpose}-${process.getuid?.() ?? 'user'}-${repository}.lock`);
  return withLock(path, (pid) => log(`waiting for process ${pid}, which does the ${purpose} already`), work);
}
