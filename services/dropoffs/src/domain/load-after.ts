import { firstLevel, headOf, type Level, levelOf, type Plateau, plateausOf, slopeOf, tailOf } from './plateau';
import { type Epoch, epochBreak, between, type Sample } from './sample';
import type { StableWindow } from './stable-window';

/** What the scale carried after a visit. */
export interface LoadAfter extends Level, Epoch {
  /** The readings that say so. */
  fromMs: number;
  untilMs: number;
  /** Sum of the steps after the first settled load; it is part of `grams`. What rose or fell slowly is drift and no part of it. */
  stepGrams: number;
  /** Grams per millisecond, see `slopeOf`. */
  slope: number | null;
  /** Why what came later can't be compared any more and disagrees. */
  broken: 'tare_changed' | 'rebooted' | null;
  windows: readonly StableWindow[];
  /** How many loads the scale showed. */
  restlessness: number;
  /** The load that the scale showed last. */
  latest: Level;
}

/** The door's own swing. */
const DOOR_SWING_MS = 3_000;
const LONG_LOOK_MS = 4 * 60_000;
/** What begins so late in the span belongs to what follows. */
export const CUT_OFF_MS = 60_000;

/** Epoch milliseconds; steps are followed for the span, or not at all. */
export interface Span {
  closedAtMs: number;
  untilMs: number;
  followsSteps?: boolean;
  /** Everything is here: the first level may be corrected by a longer look. */
  isComplete?: boolean;
}

/**
 * Early and late: the first load that the scale stood still at after the close, and the steps from it until the span ends.
 *
 * @param after samples from the visit's close on, in order of time
 * @returns null while the scale has not settled
 */
export function loadAfter(after: readonly Sample[], span: Span, toleranceGrams: number): LoadAfter | null {
  const plateaus = plateausOf(between(after, span.closedAtMs + DOOR_SWING_MS, span.untilMs), toleranceGrams);
  const [early] = plateaus;
  if (!early) return null;
  const followedUntilMs = span.followsSteps === false ? -Infinity : span.untilMs - CUT_OFF_MS;
  const followed = plateaus.filter((plateau) => plateau === early || plateau.fromMs < followedUntilMs);
  const slope = slopeOf(early.windows, 'first', toleranceGrams);
  const first = span.isComplete && slope === 0 ? steadied(early, toleranceGrams) : firstLevel(early);
  const stepGrams = stepsOf(followed, toleranceGrams);
  const last = followed.at(-1) ?? early;
  return {
    grams: first.grams + stepGrams,
    atMs: first.atMs,
    boot: early.boot,
    tareEpoch: early.tareEpoch,
    fromMs: early.fromMs,
    untilMs: last.untilMs,
    stepGrams,
    windows: early.windows,
    slope,
    broken: breakOf(followed, toleranceGrams),
    restlessness: followed.length,
    latest: tailOf(last),
  };
}

/** The first half minute is good enough unless a gust bent it. */
function steadied(plateau: Plateau, toleranceGrams: number): Level {
  const first = firstLevel(plateau);
  const long = levelOf(plateau.windows.filter(({ untilMs }) => untilMs <= plateau.fromMs + LONG_LOOK_MS));
  return Math.abs(long.grams - first.grams) > toleranceGrams / 2 ? long : first;
}

function stepsOf(plateaus: readonly Plateau[], toleranceGrams: number): number {
  const jumps = pairs(plateaus)
    .filter(([one, other]) => epochBreak(one, other) === null)
    .map(([one, other]) => headOf(other).grams - tailOf(one).grams)
    .filter((jump) => Math.abs(jump) > toleranceGrams);
  const sum = jumps.reduce((total, jump) => total + jump, 0);
  return Math.abs(sum) > toleranceGrams ? sum : 0;
}

function breakOf(plateaus: readonly Plateau[], toleranceGrams: number): LoadAfter['broken'] {
  const broken = pairs(plateaus).find(
    ([one, other]) =>
      epochBreak(one, other) !== null && Math.abs(headOf(other).grams - tailOf(one).grams) > toleranceGrams,
  );
  return broken ? epochBreak(...broken) : null;
}

function pairs(plateaus: readonly Plateau[]): [Plateau, Plateau][] {
  return plateaus.slice(1).map((plateau, index) => [plateaus[index] as Plateau, plateau]);
}
