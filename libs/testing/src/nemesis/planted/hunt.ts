import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { plantedBugsNamed } from './catalogue';
import { plant } from './plant';
import { type NemesisReport } from '../report';
import { type PlantedBug } from './planted-bug';

const RUNS = 3;
/** A minute of faults at few stations is enough for most mistakes; every run has another seed. The last one of two equal options counts. */
const SIZE = ['--minutes', '0.7', '--kills', '0', '--drop-offs', '100000', '--stations', '4', '--patience', '60'];

export interface Hunt {
  root: string;
  /** The sound compiled tree. */
  dist: string;
  firstSeed: number;
  tell: (line: string) => void;
}

/** What became of one planted bug. */
export interface Catch {
  name: string;
  /** The run that caught it, from 1; null when none did. */
  run: number | null;
}

/** What a run against it found. */
type Found = Pick<NemesisReport, 'violations' | 'tookMs'> & { broken: string[] };

/** Plants each of the bugs, or the one that is named, and runs the nemesis against it up to three times. */
export async function huntPlantedBugs(name: string | undefined, hunt: Hunt): Promise<Catch[]> {
  const caught: Catch[] = [];
  for (const bug of plantedBugsNamed(name)) {
    const found = await huntOne(bug, hunt);
    if (found.run === null) hunt.tell(`${bug.name}: MISSED in ${RUNS} runs`);
    caught.push(found);
  }
  return caught;
}

async function huntOne(bug: PlantedBug, hunt: Hunt): Promise<Catch> {
  const planted = plant(bug, hunt);
  try {
    for (let run = 1; run <= RUNS; run += 1) {
      const seed = hunt.firstSeed + run - 1;
      const { broken, violations, tookMs } = await nemesisFinds(bug, planted, hunt, seed);
      const first = violations.find(({ invariant }) => bug.breaks.includes(invariant));
      const verdict = first ? `caught by ${broken.join(', ')}` : `not caught, ${broken.join(', ') || 'all held'}`;
      hunt.tell(`${bug.name}, run ${run}, seed ${seed}, ${Math.round(tookMs / 1_000)} s: ${verdict}`);
      if (!first) continue;
      hunt.tell(`  ${first.invariant}: ${first.what} (${first.ids.join(', ')})`);
      return { name: bug.name, run };
    }
    return { name: bug.name, run: null };
  } finally {
    rmSync(join(planted, '..'), { recursive: true, force: true });
  }
}

async function nemesisFinds(bug: PlantedBug, planted: string, { root, dist }: Hunt, seed: number): Promise<Found> {
  const report = join(root, '.data', 'planted-reports', bug.name, `seed-${seed}`);
  rmSync(report, { recursive: true, force: true });
  const own = ['--dist', planted, '--seed', String(seed), '--report', report, '--stop-at', bug.breaks.join(',')];
  const options = [...own, ...SIZE, ...(bug.options ?? [])];
  const child = spawn(process.execPath, [join(dist, 'libs/testing/bin/nemesis.js'), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number | null]>]);
  const path = join(report, 'nemesis.json');
  if (!existsSync(path))
    throw new Error(`The nemesis ended with ${code} and without a report for ${bug.name}: ${told}`);
  return JSON.parse(readFileSync(path, 'utf8')) as Found;
}
