import { beforeAll, describe, expect, it } from '@jest/globals';
import { SeededRandom } from '@selvbetjent/simulation';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULTS, faultsNamed } from './catalogue';
import { FakeBed } from './fake-bed.test-kit';

/** They speak to servers themselves. */
const NEED_SERVERS = ['sessions-ended', 'late-commits', 'echo', 'kill-points'];
const faked = FAULTS.filter(({ name }) => !NEED_SERVERS.includes(name));
/** Longer than the longest pause before a fault. */
const DURATION_MS = 7_000;

describe('the catalogue of faults', () => {
  it('gives each a name of its own', () => {
    const names = FAULTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('takes those that are named, and all when none is', () => {
    expect(faultsNamed([])).toEqual(FAULTS);
    for (const fault of FAULTS) expect(faultsNamed([fault.name])).toEqual([fault]);
  });

  it('says which names there are when it does not know one', () => {
    expect(() => faultsNamed(['cut', 'flood'])).toThrow(/No such fault: flood\. There are .*sigkill.*cut/);
  });
});

describe('a fault', () => {
  const after = new Map<string, { injected: string[]; bed: FakeBed }>();

  beforeAll(async () => {
    const strikes = faked.map(async (fault, index) => {
      const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nemesis-fault-'));
      const [bed, injected] = [new FakeBed(folder), [] as string[]];
      after.set(fault.name, { injected, bed });
      const random = new SeededRandom(index + 1);
      const { stations } = bed;
      await fault.strike({
        bed: bed.bed,
        stations,
        random,
        durationMs: DURATION_MS,
        injected: (what) => injected.push(what),
      });
      rmSync(folder, { recursive: true, force: true });
    });
    await Promise.all(strikes);
  }, 300_000);

  it.each(faked)('$name counts what it injects, and has mended everything when it is over', ({ name }) => {
    expect(after.get(name)?.injected.length).toBeGreaterThan(0);
    expect([...(after.get(name)?.bed.broken ?? [])]).toEqual([]);
  });

  it('that kills processes never kills one while the other replica of its service is away', () => {
    const killed = after.get('sigkill')?.bed.killed ?? [];
    const serviceOf = (name: string): string => name.replace(/-\d$/, '');
    for (const { name, away } of killed) expect(away.map(serviceOf)).not.toContain(serviceOf(name));
    expect(killed.length).toBeGreaterThan(2);
  });
});
