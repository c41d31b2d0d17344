import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type World, WORLDS } from './world';

/** What one run of the nemesis is to do. */
export interface NemesisOptions {
  /** Chooses the workload, the faults and when each strikes. */
  seed: number;
  /** Ends after so many minutes of faults at the latest. */
  minutes: number;
  /** Goes on until so many processes were ended by SIGKILL. */
  kills: number;
  /** Goes on until visitors have left or taken something so often. */
  dropOffs: number;
  /** Goes on until a process ended itself so often at each point that is struck. */
  points: number;
  /** Names of faults to choose from; all without any. */
  faults: readonly string[];
  /** Stations whose visitors come while faults strike. */
  stations: number;
  /** When the world of the run is. */
  world: World;
  /** Where the report is written. */
  report: string;
  /** How long what is under way may take to arrive after the faults, before it counts as stuck. */
  patienceSeconds: number;
  /** Names of invariants; the run ends as soon as one of them is known to be broken. */
  stopAt: readonly string[];
  /** A compiled tree with `services/<service>/src/main.js`. */
  dist: string;
}

const NUMBERS = {
  seed: 2 ** 31,
  minutes: 24 * 60,
  kills: 100_000,
  'drop-offs': 1_000_000,
  points: 1_000,
  stations: 200,
  patience: 3_600,
} as const;

/** @throws Error that names every option which can't be used. */
export function parseOptions(args: readonly string[], root: string): NemesisOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * NUMBERS.seed)) },
      minutes: { type: 'string', default: '15' },
      kills: { type: 'string', default: '60' },
      'drop-offs': { type: 'string', default: '500' },
      points: { type: 'string', default: '0' },
      stations: { type: 'string', default: '20' },
      world: { type: 'string', default: 'now' },
      faults: { type: 'string', default: '' },
      'stop-at': { type: 'string', default: '' },
      patience: { type: 'string', default: '1800' },
      report: { type: 'string', default: '.data/nemesis' },
      dist: { type: 'string', default: 'dist' },
    },
  });
  const wrong = Object.entries(NUMBERS).filter(([name, most]) => {
    const value = Number(values[name as keyof typeof NUMBERS]);
    return !Number.isFinite(value) || value < 0 || value > most;
  });
  if (wrong.length > 0) throw new Error(wrong.map(([name, most]) => `--${name} takes 0 to ${most}`).join('; '));
  const dist = resolve(root, values.dist);
  if (!existsSync(join(dist, 'services')))
    throw new Error(`--dist: ${dist} has no compiled services; build them first`);
  const world = WORLDS.find((name) => name === values.world);
  if (!world) throw new Error(`--world is one of ${WORLDS.join(', ')}`);
  return {
    world,
    seed: Math.trunc(Number(values.seed)),
    minutes: Number(values.minutes),
    kills: Number(values.kills),
    dropOffs: Number(values['drop-offs']),
    points: Number(values.points),
    stations: Math.max(4, Number(values.stations)),
    faults: values.faults.split(',').filter(Boolean),
    patienceSeconds: Number(values.patience),
    stopAt: values['stop-at'].split(',').filter(Boolean),
    report: resolve(root, values.report),
    dist,
  };
}
