import { isSparse, type StableWindow, stableWindows, stableWindowsBackwards } from './stable-window';
import { between, type Sample } from './sample';
import { median } from './statistics';

/** Two stable windows this far apart must agree: someone leaning on the container rarely stands still for so long. */
const CONFIRMED_AFTER_MS = 20_000;
/** The door's own swing. */
const DOOR_SWING_MS = 3_000;
const FEW_SAMPLES = 10;

/** What the scale carried after a visit. */
export interface SettledLoad {
  grams: number;
  /** Sum of the steps between the first settled load and the last; what rose or fell slowly is drift and no part of it. */
  stepGrams: number;
  tareEpoch: number | null;
}

/** What the scale carried before a visit. */
export interface LoadBefore extends Pick<StableWindow, 'grams' | 'untilMs' | 'tareEpoch'> {
  /** By fewer readings than a stable window needs: the scale had only just begun to speak. */
  isFew?: boolean;
}

/** @returns the last load before the visit that the scale stood still at, or null. */
export function loadBefore(before: readonly Sample[], toleranceGrams: number): LoadBefore | null {
  const windows = stableWindowsBackwards(before, toleranceGrams);
  const confirmed = windows.find((window) => {
    const earlier = windows.find((candidate) => candidate.fromMs <= window.fromMs - CONFIRMED_AFTER_MS);
    return earlier && agree(window, earlier, toleranceGrams);
  });
  return confirmed ?? windows[0] ?? null;
}

/** @returns the load by what little a scale said that began to speak just before the visit, if it doesn't contradict itself. */
export function fewBefore(before: readonly Sample[], toleranceGrams: number): LoadBefore | null {
  const last = before.at(-1);
  const grams = before.flatMap((sample) => sample.grams ?? []);
  if (!last || before.length > FEW_SAMPLES || grams.length < before.length) return null;
  if (Math.max(...grams) - Math.min(...grams) > toleranceGrams) return null;
  return { grams: median(grams), untilMs: last.atMs, tareEpoch: last.tareEpoch, isFew: true };
}

/**
 * @param after samples from the visit's close on, in order of time
 * @returns the first confirmed load, and the steps from it to the last confirmed one; null while there is none
 */
export function loadAfter(
  after: readonly Sample[],
  span: { closedAtMs: number; untilMs: number },
  toleranceGrams: number,
): SettledLoad | null {
  const samples = between(after, span.closedAtMs + DOOR_SWING_MS, span.untilMs);
  const windows = stableWindows(samples, toleranceGrams);
  const isConfirmed = isSparse(samples) ? () => true : confirmation(windows, toleranceGrams);
  const first = windows.findIndex(isConfirmed);
  const early = windows[first];
  if (!early) return null;
  const last = lastConfirmed(windows, first, toleranceGrams);
  const stepGrams = stepsBetween(windows.slice(first, last + 1), toleranceGrams);
  return { grams: early.grams + stepGrams, stepGrams, tareEpoch: (windows[last] ?? early).tareEpoch };
}

function confirmation(windows: readonly StableWindow[], toleranceGrams: number) {
  return (window: StableWindow): boolean => {
    const later = windows.find((candidate) => candidate.fromMs >= window.fromMs + CONFIRMED_AFTER_MS);
    return later !== undefined && agree(window, later, toleranceGrams);
  };
}

/** The newest window that an earlier one confirms, so that a lean at the very end isn't the last word. */
function lastConfirmed(windows: readonly StableWindow[], first: number, toleranceGrams: number): number {
  for (let index = windows.length - 1; index > first; index -= 1) {
    const window = windows[index] as StableWindow;
    const earlier = windows.findLast((candidate) => candidate.fromMs <= window.fromMs - CONFIRMED_AFTER_MS);
    if (earlier && agree(window, earlier, toleranceGrams)) return index;
  }
  return first;
}

function stepsBetween(windows: readonly StableWindow[], toleranceGrams: number): number {
  const jumps = windows.slice(1).map((window, index) => window.grams - (windows[index] as StableWindow).grams);
  return jumps.filter((jump) => Math.abs(jump) > toleranceGrams).reduce((total, jump) => total + jump, 0);
}

function agree(one: StableWindow, other: StableWindow, toleranceGrams: number): boolean {
  return Math.abs(one.grams - other.grams) <= toleranceGrams;
}
