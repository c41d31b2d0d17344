import { bestBend, besideLine, type Point } from './bend';
import { type Epoch, epochBreak, type Sample } from './sample';
import { stableWindows, type StableWindow, STILL, SWAYING } from './stable-window';
import { lineThrough, mean } from './statistics';

/** One load, seen for long enough: someone leaning on the container rarely stands still for so long. */
export interface Plateau extends Epoch {
  /** In order of time; each agrees with those before it, so that a ramp is one plateau. */
  windows: StableWindow[];
  fromMs: number;
  untilMs: number;
}

/** Grams at an instant. */
export interface Level {
  grams: number;
  atMs: number;
}

const CONFIRMED_SPAN_MS = 30_000;
const EDGE_WINDOWS = 3;
/** Rain and snow: what rises no quicker is no step. */
const RAMP_GRAMS_PER_MS = 0.005;
const RAMP_SPAN_MS = 30_000;
const SLOPE_SPAN_MS = 120_000;
const SLOPE_POINTS = 6;
const DEAD_WINDOWS = 20;
const SMOOTHED_WINDOWS = 4;
const WANDER_POINTS = 14;
/** Neighbouring windows share some of their error. */
const SLOPE_ERRORS = 7;

/** @returns the loads that the scale showed, in order; those shown too briefly to be sure of are left out. */
export function plateausOf(samples: readonly Sample[], toleranceGrams: number): Plateau[] {
  const still = settled(stableWindows(samples, toleranceGrams, STILL), toleranceGrams);
  return still.length > 0 ? still : settled(stableWindows(samples, toleranceGrams, SWAYING), toleranceGrams);
}

/** The windows from the first on that confirm the plateau. Later readings never change them. */
export function firstLevel(plateau: Plateau): Level {
  const last = plateau.windows.findIndex(({ untilMs }) => untilMs - plateau.fromMs >= CONFIRMED_SPAN_MS);
  return levelOf(plateau.windows.slice(0, last + 1));
}

export function headOf({ windows }: Plateau): Level {
  return levelOf(windows.slice(0, EDGE_WINDOWS));
}

export function tailOf({ windows }: Plateau): Level {
  return levelOf(windows.slice(-EDGE_WINDOWS));
}

export function levelOf(windows: readonly StableWindow[]): Level {
  return { grams: mean(windows.map(({ grams }) => grams)), atMs: mean(windows.map(middleOf)) };
}

/** How a scale shows a load: in multiples of its resolution or not, and whether a scale that has noise shows none. */
export function mannerOf(windows: readonly StableWindow[], resolutionGrams: number, noiseGrams: number | null): string {
  const isOnGrid = windows.every(({ grams }) => (2 * grams) % resolutionGrams === 0);
  const isNoisy = (noiseGrams ?? 0) > resolutionGrams / 3;
  const isDead = windows.length >= DEAD_WINDOWS && windows.every(({ grams }) => grams === windows[0]?.grams);
  return `${isOnGrid}/${isNoisy && isDead}`;
}

/** Which end of the windows a slope is wanted at. */
export type End = 'first' | 'last';

/** @returns grams per millisecond at that end; 0 when it can't be told from noise, null when the windows span too little to say. */
export function slopeOf(windows: readonly StableWindow[], end: End, toleranceGrams: number): number | null {
  const straight = straightEnd(windows, end, toleranceGrams);
  const [first, last] = [straight[0], straight.at(-1)];
  if (!first || !last || straight.length < SLOPE_POINTS || last.untilMs - first.fromMs < SLOPE_SPAN_MS) return null;
  const line = lineThrough(straight.map((window) => ({ x: middleOf(window) - first.fromMs, y: window.grams })));
  if (!line || Math.abs(line.slope) < SLOPE_ERRORS * line.slopeError) return 0;
  return Math.abs(line.slope) * (last.untilMs - first.fromMs) > toleranceGrams ? line.slope : 0;
}

/**
 * Damp cells and bad contacts wander, and no weight can be told from that.
 *
 * @param windows of one load
 * @returns how far the newest of them move to and fro beside a line with one bend, in grams; 0 when there is too little to say
 */
export function wanderGrams(windows: readonly StableWindow[]): number {
  const points = smoothed(windows).slice(-WANDER_POINTS);
  return bestBend(points)?.beside ?? 0;
}

/** The part before rain began, or after. */
function straightEnd(windows: readonly StableWindow[], end: End, toleranceGrams: number): readonly StableWindow[] {
  const points = smoothed(windows);
  if (besideLine(points) <= toleranceGrams / 2) return windows;
  const bend = bestBend(points);
  if (!bend) return windows;
  return windows.filter((window) => (end === 'first' ? middleOf(window) <= bend.x : middleOf(window) > bend.x));
}

/** Windows by fours, so that noise is no movement. */
function smoothed(windows: readonly StableWindow[]): Point[] {
  const points: Point[] = [];
  for (let until = windows.length; until >= SMOOTHED_WINDOWS; until -= SMOOTHED_WINDOWS) {
    const { atMs, grams } = levelOf(windows.slice(until - SMOOTHED_WINDOWS, until));
    points.unshift({ x: atMs, y: grams });
  }
  return points;
}

function settled(windows: readonly StableWindow[], toleranceGrams: number): Plateau[] {
  const confirmed = link(windows.map(plateauOf), toleranceGrams).filter(
    ({ fromMs, untilMs }) => untilMs - fromMs >= CONFIRMED_SPAN_MS,
  );
  return link(confirmed, toleranceGrams);
}

/** Joins neighbours that agree. */
function link(plateaus: readonly Plateau[], toleranceGrams: number): Plateau[] {
  const linked: Plateau[] = [];
  for (const plateau of plateaus) {
    const last = linked.at(-1);
    if (last && isSameLoad(last, plateau, toleranceGrams)) {
      last.windows.push(...plateau.windows);
      last.untilMs = plateau.untilMs;
    } else linked.push({ ...plateau, windows: [...plateau.windows] });
  }
  return linked;
}

function isSameLoad(one: Plateau, other: Plateau, toleranceGrams: number): boolean {
  const [last, first] = [one.windows.at(-1) as StableWindow, other.windows[0] as StableWindow];
  const rampMs = Math.min(middleOf(first) - middleOf(last), RAMP_SPAN_MS);
  const mayDiffer = toleranceGrams + RAMP_GRAMS_PER_MS * rampMs;
  return epochBreak(one, other) === null && Math.abs(first.grams - last.grams) <= mayDiffer;
}

function plateauOf(window: StableWindow): Plateau {
  const { boot, tareEpoch, fromMs, untilMs } = window;
  return { boot, tareEpoch, fromMs, untilMs, windows: [window] };
}

function middleOf({ fromMs, untilMs }: StableWindow): number {
  return (fromMs + untilMs) / 2;
}
