import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PLANTED_BUGS } from './catalogue';
import { applied, compiled, patchedSources } from './plant';

const ROOT = resolve(__dirname, '../../../../..');

describe('a planted bug', () => {
  it.each(PLANTED_BUGS.map((bug) => [bug.name, bug] as const))('%s fits the sources, and compiles', (_name, bug) => {
    const sources = patchedSources(bug, ROOT);
    expect([...sources.keys()]).toEqual([...new Set(bug.edits.map(({ file }) => file))]);
    for (const [file, source] of sources) expect(compiled(file, source, ROOT)).toContain('exports');
    if (bug.provedBy !== null) expect(existsSync(join(ROOT, bug.provedBy))).toBe(true);
    expect(bug.breaks.length).toBeGreaterThan(0);
  });

  it('has a name of its own, and there are enough of them', () => {
    expect(new Set(PLANTED_BUGS.map(({ name }) => name)).size).toBe(PLANTED_BUGS.length);
    const proved = PLANTED_BUGS.filter(({ provedBy }) => provedBy !== null);
    expect(proved.length).toBeGreaterThanOrEqual(15);
  });

  it.each(['nothing of it', 'twice, twice'])('that fits %s times is refused', (source) => {
    expect(() => applied(source, { file: 'a.ts', find: 'twice', put: '' })).toThrow('a.ts has');
  });
});
