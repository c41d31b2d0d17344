import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bed/root';
import { type NemesisReport } from './report';

/** `NEMESIS_SEED=7 npx jest libs/testing/src/nemesis/nemesis` is another run. */
const SEED = process.env.NEMESIS_SEED ?? '20261121';
const KILLS = 60;
const DROP_OFFS = 500;
/** End a run that gets nowhere. It is over as soon as enough was struck and carried, on a machine of any speed. */
const MOST_MINUTES = 50;
const HANG_MS = 5_400_000;

describe(`The nemesis, ${KILLS} kills and ${DROP_OFFS} visits with kilos, seed ${SEED}`, () => {
  let folder = '';
  let child: ChildProcess | undefined;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nemesis-report-'));
  });
  afterAll(() => {
    child?.kill();
  });

  it(
    'finds nothing lost, doubled, or wrongly opened',
    async () => {
      const goals = { '--kills': KILLS, '--drop-offs': DROP_OFFS, '--minutes': MOST_MINUTES };
      const size = { '--seed': SEED, '--stations': 14, ...goals, '--report': folder };
      const command = join(ROOT, 'dist/libs/testing/bin/nemesis.js');
      const options = Object.entries(size).flat().map(String);
      const running = spawn(process.execPath, [command, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
      child = running;
      let said = '';
      running.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await once(running, 'close');
      console.log(said.split('\n').slice(-4).join('\n'));
      const report = JSON.parse(readFileSync(join(folder, 'nemesis.json'), 'utf8')) as NemesisReport;
      expect(report.violations).toEqual([]);
      expect(report.kills).toBeGreaterThanOrEqual(KILLS);
      expect(report.dropOffs).toBeGreaterThanOrEqual(DROP_OFFS);
      expect(running.exitCode).toBe(0);
      // Of a run that found something it stays: its path was printed.
      rmSync(folder, { recursive: true });
    },
    HANG_MS,
  );
});
