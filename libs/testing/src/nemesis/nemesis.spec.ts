import { afterAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bed/root';
import { type NemesisReport } from './report';

/** Some minutes of both processors: only when a seed is named, `NEMESIS_SEED=11 npx jest libs/testing/src/nemesis/nemesis`. */
const SEED = process.env.NEMESIS_SEED;
const KILLS = 60;
const DROP_OFFS = 500;

const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nemesis-report-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

(SEED === undefined ? describe.skip : describe)(
  `The nemesis, ${KILLS} kills and ${DROP_OFFS} visits with kilos, seed ${SEED}`,
  () => {
    it('finds nothing lost, doubled, or wrongly opened', async () => {
      const size = ['--seed', SEED, '--kills', KILLS, '--drop-offs', DROP_OFFS, '--minutes', 14, '--stations', 12];
      const command = join(ROOT, 'dist/libs/testing/bin/nemesis.js');
      const child = spawn(process.execPath, [command, ...size.map(String), '--report', folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await once(child, 'close');
      const report = JSON.parse(readFileSync(join(folder, 'nemesis.json'), 'utf8')) as NemesisReport;
      console.log(said.split('\n').slice(-4).join('\n'));
      expect(report.violations).toEqual([]);
      expect(report.kills).toBeGreaterThanOrEqual(KILLS);
      expect(report.dropOffs).toBeGreaterThanOrEqual(DROP_OFFS);
      expect(child.exitCode).toBe(0);
    }, 1_800_000);
  },
);
