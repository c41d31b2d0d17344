import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseOptions } from './options';

describe('options of a run', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'selvbetjent-nemesis-options-'));
    mkdirSync(join(root, 'dist/services'), { recursive: true });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('are taken as given, and else by default, paths from the root', () => {
    const given = ['--seed', '7', '--kills', '3', '--faults', 'cut,reset', '--stop-at', 'I2', '--world', 'spring'];
    expect(parseOptions(given, root)).toEqual({
      ...{ seed: 7, kills: 3, dropOffs: 500, minutes: 15, points: 0, stations: 20, patienceSeconds: 1_800 },
      ...{ faults: ['cut', 'reset'], stopAt: ['I2'], world: 'spring' },
      ...{ report: join(root, '.data/nemesis'), dist: join(root, 'dist') },
    });
  });

  it.each([
    [['--kills', 'many', '--minutes=-1'], /--minutes takes 0 to 1440; --kills takes 0 to 100000/],
    [['--world', 'winter'], /--world is one of now, spring, autumn/],
    [['--dist', 'elsewhere'], /--dist: .*elsewhere has no compiled services; build them first/],
    [['--flood'], /--flood/],
  ])('%j is refused with a reason', (given, reason) => {
    expect(() => parseOptions(given, root)).toThrow(reason);
  });
});
