import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type Strike } from './faults/fault';

const SHORTEST_MS = 6_000;
const LONGEST_MS = 14_000;
const MOST_FAULTS = 4;
/** Of the phases at first, and as much more at the end: on a slow machine visitors must get on as well. */
const QUIET_SHARE = 0.25;
const MORE_QUIET_SHARE = 0.5;

/** How the phases go on. */
export interface Course {
  isOver(): boolean;
  /** How much of the time that it may take is over, from 0 to 1. */
  elapsedShare(): number;
  /** Whether people have got on since the last faults, as far as one can wait for that. */
  hasGotOn(): boolean;
  /** Faults that a phase takes up that isn't quiet, beside those that chance brings. */
  needed(): readonly string[];
  /** What the coming phase brings. */
  told(names: readonly string[]): void;
}

/**
 * Phases of faults until it is over: each a random part of them at once, a quarter of the phases quiet, and more where the machine is so slow that
 * nobody gets on.
 */
export async function strikeInPhases(
  faults: readonly Fault[],
  strike: Omit<Strike, 'durationMs'>,
  course: Course,
): Promise<void> {
  const { random } = strike;
  while (!course.isOver()) {
    const durationMs = SHORTEST_MS + random.integer(LONGEST_MS - SHORTEST_MS);
    const share = QUIET_SHARE + MORE_QUIET_SHARE * course.elapsedShare();
    const isQuiet = random.uniform() < share || !course.hasGotOn();
    const chosen = isQuiet ? [] : someOf(random, faults, course.needed());
    course.told(chosen.map(({ name }) => name));
    if (chosen.length === 0) await delay(durationMs / 2);
    await Promise.all(chosen.map((fault) => fault.strike({ ...strike, durationMs })));
    for (const link of Object.values(strike.bed.links)) link.heal();
  }
}

function someOf(random: SeededRandom, faults: readonly Fault[], needed: readonly string[]): Fault[] {
  const some = random.shuffled(faults).slice(0, 1 + random.integer(MOST_FAULTS));
  return [...new Set([...some, ...faults.filter(({ name }) => needed.includes(name))])];
}
