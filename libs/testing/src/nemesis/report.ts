import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Evidence, type Violation } from './evidence/evidence';
import { type HistoryLine } from './history';
import { type NemesisOptions } from './options';
import { type PointHits } from './points';

/** What came of a run; `nemesis.json` holds it as it is. */
export interface NemesisReport {
  options: NemesisOptions;
  broker: string;
  tookMs: number;
  /** Processes ended by SIGKILL. */
  kills: number;
  /** At which points processes ended themselves, and how often. */
  points: PointHits[];
  visits: number;
  /** Visits in which something was left or taken. */
  dropOffs: number;
  readings: number;
  /** How often presses of each kind got each answer. */
  unlocks: Record<string, number>;
  /** How often each thing was injected. */
  injected: Record<string, number>;
  /** Faults that could not be tried, and why. */
  missing: { name: string; why: string }[];
  invariants: { id: string; says: string; held: boolean }[];
  violations: Violation[];
  liveness: Evidence['liveness'];
  resources: Evidence['resources'];
}

const MOST_IDS = 6;
const MOST_VIOLATIONS = 60;

/** @returns the names of the invariants that did not hold. */
export function brokenIn({ invariants }: NemesisReport): string[] {
  return invariants.filter(({ held }) => !held).map(({ id }) => id);
}

/** Writes `nemesis.json` and `nemesis.md` into the report's folder. */
export function writeReport(report: NemesisReport): void {
  const folder = report.options.report;
  writeFileSync(join(folder, 'nemesis.json'), `${JSON.stringify({ broken: brokenIn(report), ...report }, null, 2)}\n`);
  writeFileSync(join(folder, 'nemesis.md'), markdownOf(report));
}

/** How the run is done again: the same workload and the same faults; when exactly each strikes depends on the machine too. */
export function replayOf({ seed, minutes, kills, dropOffs, points, stations, faults, world }: NemesisOptions): string {
  const chosen = faults.length > 0 ? ` --faults ${faults.join(',')}` : '';
  const when = world === 'now' ? '' : ` --world ${world}`;
  const size = `--kills ${kills} --drop-offs ${dropOffs} --minutes ${minutes} --points ${points} --stations ${stations}`;
  return `npm run nemesis -- --seed ${seed} ${size}${when}${chosen}`;
}

export function markdownOf(report: NemesisReport): string {
  const { options, kills, visits, dropOffs, readings, broker, tookMs, liveness, violations, missing } = report;
  const broken = brokenIn(report);
  const shown = violations.slice(0, MOST_VIOLATIONS);
  return [
    `# Nemesis, seed ${options.seed}: ${broken.length === 0 ? 'everything held' : `${broken.join(', ')} broken`}`,
    `\`${replayOf(options)}\``,
    `${Math.round(tookMs / 1_000)} s, broker ${broker}: ${kills} kills by SIGKILL, ${visits} visits, ${dropOffs} of them with kilos, ${readings} readings. ` +
      `Ready again after ${liveness.readyMs} ms.`,
    ...missing.map(({ name, why }) => `Not tried: ${name}, ${why}.`),
    '## What had to hold',
    table(
      ['', 'what', 'held'],
      report.invariants.map(({ id, says, held }) => [id, says, held ? 'yes' : '**no**']),
    ),
    ...(violations.length > 0 ? [`## What did not, ${violations.length} times`] : []),
    ...shown.map(({ invariant, what, ids }) => `- ${invariant}: ${what} (${ids.slice(0, MOST_IDS).join(', ')})`),
    '## What was injected',
    table(
      ['what', 'times'],
      Object.entries(report.injected).map(([what, times]) => [what, String(times)]),
    ),
    '## Where processes ended themselves',
    ...notHit(report.points),
    table(
      ['point', 'times'],
      report.points.map(({ point, hits }) => [point, String(hits)]),
    ),
    '## What presses were answered',
    table(
      ['press: answer', 'times'],
      Object.entries(report.unlocks).map(([what, times]) => [what, String(times)]),
    ),
    '',
  ].join('\n\n');
}

function notHit(points: readonly PointHits[]): string[] {
  const open = points.filter(({ hits }) => hits === 0).map(({ point }) => point);
  return open.length === 0 ? ['Every point was hit.'] : [`Not hit in this run: ${open.join('; ')}.`];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** @returns `valid: SUCCESS` and the like, with how often. */
export function answersOf(history: readonly HistoryLine[]): Record<string, number> {
  const flavours = new Map<number, string>();
  const counts: Record<string, number> = {};
  for (const { id, op, type, value } of history) {
    if (op !== 'unlock') continue;
    if (type === 'invoke') flavours.set(id, String(value.flavour));
    else {
      const { status, http } = value as { status?: string; http?: number };
      const answer = status || (http ? `HTTP ${http}` : 'no answer');
      const key = `${flavours.get(id)}: ${answer}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  return counts;
}
