import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from './root';

const HANG_MS = 300_000;
const POLL_MS = 5;
/** Linux has it. */
const MOUNTS = '/proc/mounts';

let temporary = '';
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'selvbetjent-bed-'));
});
afterEach(() => rmSync(temporary, { recursive: true, force: true }));

/** Where a run keeps this; where a link leads to when it is one. */
function placeOf(path: string): string | null {
  const [folder] = readdirSync(temporary).filter((name) => name.startsWith('selvbetjent-nemesis-'));
  const place = folder && join(temporary, folder, path);
  return place && existsSync(place) ? realpathSync(place) : null;
}

describe('A run that is interrupted while it starts', () => {
  it.each(['data', 'data/postgres/PG_VERSION', 'data/log/nats.log', 'kills.jsonl'])(
    'when there is already %s leaves nothing behind',
    async (path) => {
      const command = join(ROOT, 'dist/libs/testing/bin/nemesis.js');
      const env = { ...process.env, TMPDIR: temporary };
      const child = spawn(process.execPath, [command, '--report', join(temporary, 'report')], { env, stdio: 'ignore' });
      const ended = once(child, 'exit');
      while (placeOf(path) === null) await delay(POLL_MS);
      const places = ['data', 'data/postgres', path].flatMap((one) => placeOf(one) ?? []);
      // As by npm, which passes on what the terminal has said to all.
      child.kill('SIGINT');
      await delay(POLL_MS);
      child.kill('SIGINT');
      expect((await ended)[0]).toBe(130);
      expect(places.filter((place) => existsSync(place))).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
      if (existsSync(MOUNTS)) expect(readFileSync(MOUNTS, 'utf8')).not.toContain(temporary);
    },
    HANG_MS,
  );
});
