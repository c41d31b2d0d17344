import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, type Strike } from './faults/fault';

const SHORTEST_MS = 6_000;
const LONGEST_MS = 14_000;
const MOST_FAULTS = 4;
/** Of the phases where kills and visits with kilos come as fast as each other, and at most: whichever falls behind gets more room. */
const QUIET_SHARE = 0.25;
const MOST_QUIET_SHARE = 0.75;

/** How the phases go on. */
export interface Course {
  isOver(): boolean;
  /** What is done of the goal for kills, less what is done of that for visits with kilos: -1 to 1. */
  ahead(): number;
  /** Whether people have got on since the last faults, as far as one can wait for that. */
  hasGotOn(): boolean;
  /** Faults that a phase takes up that isn't quiet, beside those that chance brings. */
  needed(): readonly string[];
  /** What the coming phase brings. */
  told(names: readonly string[]): void;
}

/** Phases of faults until it is over: each a random part of them at once, or quiet. */
export async function strikeInPhases(
  faults: readonly Fault[],
  strike: Omit<Strike, 'durationMs'>,
  course: Course,
): Promise<void> {
  const { random } = strike;
  while (!course.isOver()) {
    const durationMs = SHORTEST_MS + random.integer(LONGEST_MS - SHORTEST_MS);
    const isQuiet = random.uniform() < quietShare(course.ahead()) || !course.hasGotOn();
    const chosen = isQuiet ? [] : someOf(random, faults, course.needed());
    course.told(chosen.map(({ name }) => name));
    if (chosen.length === 0) await delay(durationMs / 2);
    await Promise.all(chosen.map((fault) => fault.strike({ ...strike, durationMs })));
    for (const link of Object.values(strike.bed.links)) link.heal();
  }
}

/** @param ahead how far kills are ahead of visits, as parts of their goals: -1 to 1 */
export function quietShare(ahead: number): number {
  return Math.min(MOST_QUIET_SHARE, Math.max(0, QUIET_SHARE + ahead));
}

/**
 * @param kills the goal, and how many there are; visits likewise
 * @returns what is done of the goal for kills, less what is done of that for visits: -1 to 1; 0 where one of them is no goal
 */
export function aheadBy(kills: readonly [number, number], visits: readonly [number, number]): number {
  if (kills[0] === 0 || visits[0] === 0) return 0;
  const done = ([goal, count]: readonly [number, number]): number => Math.min(1, count / goal);
  return done(kills) - done(visits);
}

function someOf(random: SeededRandom, faults: readonly Fault[], needed: readonly string[]): Fault[] {
  const some = random.shuffled(faults).slice(0, 1 + random.integer(MOST_FAULTS));
  return [...new Set([...some, ...faults.filter(({ name }) => needed.includes(name))])];
}
