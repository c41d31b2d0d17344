import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeLock } from './lock.mjs';
import { birthOf } from './processes.mjs';

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'selvbetjent-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const lockPath = () => join(folder, 'lock');

test('a second taker learns who holds it, and gets it after the release', async () => {
  const path = lockPath();
  const lock = await takeLock(path);
  expect(await takeLock(path)).toEqual({ heldBy: process.pid, releasing: false });
  lock.willRelease();
  expect(await takeLock(path)).toEqual({ heldBy: process.pid, releasing: true });
  lock.release();
  expect(await takeLock(path)).toHaveProperty('release');
});

test('the lock of a dead process is taken over', async () => {
  const path = lockPath();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  writeFileSync(path, JSON.stringify({ pid: child.pid, born: birthOf(child.pid) }));
  expect(await takeLock(path)).toMatchObject({ heldBy: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await takeLock(path)).toHaveProperty('release');
});

test('a pid that belongs to another process by now holds nothing', async () => {
  const path = lockPath();
  writeFileSync(path, JSON.stringify({ pid: process.pid, born: 'earlier' }));
  expect(await takeLock(path)).toHaveProperty('release');
});

test('an empty file, left by a crash, holds nothing', async () => {
  const path = lockPath();
  writeFileSync(path, '');
  const lock = await takeLock(path);
  lock.release();
  expect(existsSync(path)).toBe(false);
});

test('of many takers at once of a stale lock one gets it', async () => {
  const path = lockPath();
  writeFileSync(path, JSON.stringify({ pid: process.pid, born: 'earlier' }));
  const taken = await Promise.all(Array.from({ length: 8 }, () => takeLock(path)));
  expect(taken.filter((lock) => lock.release)).toHaveLength(1);
});
