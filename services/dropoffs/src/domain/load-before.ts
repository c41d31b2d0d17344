import { headOf, type Level, levelOf, type Plateau, plateausOf, slopeOf, tailOf } from './plateau';
import { type Epoch, epochBreak, type Sample } from './sample';
import type { StableWindow } from './stable-window';
import { median } from './statistics';

/** What the scale carried before a visit. */
export interface LoadBefore extends Level, Epoch {
  untilMs: number;
  /** The readings that say so begin here. */
  fromMs: number;
  /** Grams per millisecond, see `slopeOf`. */
  slope: number | null;
  /** All that show the same load, the newest hour at most. */
  windows: readonly StableWindow[];
  /** By fewer readings than a stable window needs: the scale had only just begun to speak. */
  isFew: boolean;
  /** How many loads the scale showed within the last minutes. */
  restlessness: number;
  /** When somebody put a weight on the scale, or took one off, on the way to the door; the visit includes it. */
  arrivedAtMs: number | null;
}

/** Within this time before the opening, visitors lean and stand on the container. */
const ARRIVAL_MS = 60_000;
const SLOPE_SPAN_MS = 15 * 60_000;
const LOOKED_AT_MS = 60 * 60_000;
/** The level is the mean of so much at least. */
const LEVEL_SPAN_MS = 5 * 60_000;
const LEVEL_WINDOWS = 3;
const FEW_SAMPLES = 10;

/** @returns the load that a visit began with, or null when the scale never stood still. */
export function loadBefore(before: readonly Sample[], openedAtMs: number, toleranceGrams: number): LoadBefore | null {
  const plateaus = plateausOf(comparable(before), toleranceGrams);
  const last = plateaus.at(-1);
  if (!last) return fewBefore(before, toleranceGrams);
  const previous = plateaus.at(-2);
  const hasArrived = previous !== undefined && last.fromMs >= openedAtMs - ARRIVAL_MS;
  const plateau = hasArrived ? previous : last;
  const windows = lastWindows(plateau, toleranceGrams);
  const recent = plateau.windows.filter(({ untilMs }) => untilMs >= plateau.untilMs - SLOPE_SPAN_MS);
  const slope = slopeOf(recent, 'last', toleranceGrams);
  const { boot, tareEpoch, untilMs } = plateau;
  const fromMs = windows[0]?.fromMs ?? plateau.fromMs;
  const arrivedAtMs = hasArrived ? last.fromMs : null;
  const restlessness = plateaus.filter((each) => each.untilMs >= openedAtMs - SLOPE_SPAN_MS).length;
  const span = { boot, tareEpoch, fromMs, untilMs };
  return { ...levelOf(windows), ...span, windows: plateau.windows, slope, isFew: false, restlessness, arrivedAtMs };
}

/** @returns the size of the step in the last minute before the opening, 0 for none. */
export function arrivalStep(before: readonly Sample[], openedAtMs: number, toleranceGrams: number): number {
  const [previous, last] = plateausOf(comparable(before), toleranceGrams).slice(-2);
  if (!previous || !last || last.fromMs < openedAtMs - ARRIVAL_MS) return 0;
  return headOf(last).grams - tailOf(previous).grams;
}

/** Only what can be compared with the newest reading, and not much older than it. */
function comparable(before: readonly Sample[]): Sample[] {
  const newest = before.at(-1);
  if (!newest) return [];
  const broken = before.findLastIndex((sample) => epochBreak(sample, newest) !== null);
  const recent = before.slice(broken + 1);
  const near = recent.filter(({ atMs }) => atMs >= newest.atMs - LOOKED_AT_MS);
  return plausible(near) ? near : recent;
}

function plausible(samples: readonly Sample[]): boolean {
  return samples.filter(({ grams }) => grams !== null).length >= 5;
}

/** The last minutes, or only the very last when the load has begun to change. */
function lastWindows({ windows, untilMs }: Plateau, toleranceGrams: number): StableWindow[] {
  const newest = windows.slice(-LEVEL_WINDOWS);
  const recent = windows.filter((window) => window.fromMs >= untilMs - LEVEL_SPAN_MS);
  if (recent.length < LEVEL_WINDOWS) return newest;
  return Math.abs(levelOf(newest).grams - levelOf(recent).grams) > toleranceGrams / 2 ? newest : recent;
}

/** By what little a scale said that began to speak just before the visit, if it doesn't contradict itself. */
function fewBefore(before: readonly Sample[], toleranceGrams: number): LoadBefore | null {
  const [first, last] = [before[0], before.at(-1)];
  const grams = before.flatMap((sample) => sample.grams ?? []);
  if (!first || !last || before.length > FEW_SAMPLES || grams.length < before.length) return null;
  if (Math.max(...grams) - Math.min(...grams) > toleranceGrams) return null;
  const { boot, tareEpoch, atMs } = last;
  const times = { atMs, fromMs: first.atMs, untilMs: atMs };
  return {
    grams: median(grams),
    windows: [],
    boot,
    tareEpoch,
    ...times,
    slope: null,
    isFew: true,
    restlessness: 0,
    arrivedAtMs: null,
  };
}
