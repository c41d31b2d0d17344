import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bed/root';
import { type NemesisReport } from './report';

/** Only when a seed is named, `NEMESIS_SEED=20261121 npx jest libs/testing/src/nemesis/nemesis`: a run may wait for its own devices for many minutes. */
const SEED = process.env.NEMESIS_SEED;
const KILLS = 60;
const DROP_OFFS = 500;
/** Ends a run that gets nowhere. It is over as soon as enough was struck and carried, on a machine of any speed. */
const MOST_MINUTES = 50;
const HANG_MS = 5_400_000;

(SEED === undefined ? describe.skip : describe)(
  `The nemesis, ${KILLS} kills and ${DROP_OFFS} visits with kilos, seed ${SEED}`,
  () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nemesis-report-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it(
      'finds nothing lost, doubled, or wrongly opened',
      async () => {
        const goals = { '--kills': KILLS, '--drop-offs': DROP_OFFS, '--minutes': MOST_MINUTES };
        const size = { '--seed': SEED, '--stations': 24, ...goals, '--report': folder };
        const command = join(ROOT, 'dist/libs/testing/bin/nemesis.js');
        const child = spawn(process.execPath, [command, ...Object.entries(size).flat().map(String)], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        let said = '';
        child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
        await once(child, 'close');
        console.log(said.split('\n').slice(-4).join('\n'));
        const report = JSON.parse(readFileSync(join(folder, 'nemesis.json'), 'utf8')) as NemesisReport;
        expect(report.violations).toEqual([]);
        expect(report.kills).toBeGreaterThanOrEqual(KILLS);
        expect(report.dropOffs).toBeGreaterThanOrEqual(DROP_OFFS);
        expect(child.exitCode).toBe(0);
      },
      HANG_MS,
    );
  },
);
