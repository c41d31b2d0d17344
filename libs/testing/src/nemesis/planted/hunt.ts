import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { plantedBugsNamed } from './catalogue';
import { plant } from './plant';
import { type PlantedBug } from './planted-bug';

const RUNS = 3;
/** Stands for a system that never came to rest, which is why there is no report. */
const NO_REST = 'no rest';
/** Enough for most mistakes; every run has another seed. */
const SIZE = ['--kills', '20', '--drop-offs', '120', '--minutes', '6'];

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
  /** Of that run. */
  broken: string[];
}

/** Plants each of the bugs, or the one that is named, and runs the nemesis against it up to three times. */
export async function huntPlantedBugs(name: string | undefined, hunt: Hunt): Promise<Catch[]> {
  const caught: Catch[] = [];
  for (const bug of plantedBugsNamed(name)) {
    const found = await huntOne(bug, hunt);
    const what =
      found.run === null ? `MISSED in ${RUNS} runs` : `caught in run ${found.run} by ${found.broken.join(', ')}`;
    hunt.tell(`${bug.name}: ${what}`);
    caught.push(found);
  }
  return caught;
}

async function huntOne(bug: PlantedBug, hunt: Hunt): Promise<Catch> {
  const planted = plant(bug, hunt);
  try {
    for (let run = 1; run <= RUNS; run += 1) {
      const broken = await nemesisFinds(bug, planted, hunt, hunt.firstSeed + run - 1);
      if (broken.some((invariant) => invariant === NO_REST || bug.breaks.includes(invariant)))
        return { name: bug.name, run, broken };
      hunt.tell(`${bug.name}, run ${run}: ${broken.length === 0 ? 'everything held' : `only ${broken.join(', ')}`}`);
    }
    return { name: bug.name, run: null, broken: [] };
  } finally {
    rmSync(join(planted, '..'), { recursive: true, force: true });
  }
}

/** @returns the names of the invariants that the nemesis found broken */
async function nemesisFinds(bug: PlantedBug, planted: string, { root, dist }: Hunt, seed: number): Promise<string[]> {
  const report = join(root, '.data', 'planted-reports', bug.name);
  rmSync(report, { recursive: true, force: true });
  const options = ['--dist', planted, '--seed', String(seed), '--report', report, ...SIZE, ...(bug.options ?? [])];
  const child = spawn(process.execPath, [join(dist, 'libs/testing/bin/nemesis.js'), ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number | null]>]);
  const path = join(report, 'nemesis.json');
  if (!existsSync(path) && told.includes('Never settled')) return [NO_REST];
  if (!existsSync(path))
    throw new Error(`The nemesis ended with ${code} and without a report for ${bug.name}: ${told}`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { broken: string[] }).broken;
}
