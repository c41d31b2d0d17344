import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type Strike } from './faults/fault';

const SHORTEST_MS = 6_000;
const LONGEST_MS = 14_000;
const MOST_FAULTS = 4;
const QUIET_SHARE = 0.25;

/** How the phases go on. */
export interface Course {
  isOver(): boolean;
  needsKills(): boolean;
  /** What the coming phase brings. */
  told(names: readonly string[]): void;
}

/**
 * Phases of faults until it is over: each a random part of them at once, a quarter of the phases quiet. While processes are still
 * to be ended, a phase that isn't quiet ends some.
 */
export async function strikeInPhases(
  faults: readonly Fault[],
  strike: Omit<Strike, 'durationMs'>,
  course: Course,
): Promise<void> {
  const { random } = strike;
  while (!course.isOver()) {
    const durationMs = SHORTEST_MS + random.integer(LONGEST_MS - SHORTEST_MS);
    const chosen = random.uniform() < QUIET_SHARE ? [] : someOf(random, faults, course.needsKills());
    course.told(chosen.map(({ name }) => name));
    if (chosen.length === 0) await delay(durationMs / 2);
    await Promise.all(chosen.map((fault) => fault.strike({ ...strike, durationMs })));
    for (const link of Object.values(strike.bed.links)) link.heal();
  }
}

function someOf(random: SeededRandom, faults: readonly Fault[], needsKills: boolean): Fault[] {
  const some = random.shuffled(faults).slice(0, 1 + random.integer(MOST_FAULTS));
  const killing = faults.filter(({ name }) => name === 'sigkill' && needsKills);
  return [...new Set([...some, ...killing])];
}
