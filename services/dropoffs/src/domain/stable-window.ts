import type { Sample } from './sample';
import { median, quantile } from './statistics';

/** A stretch in which the scale stood still. */
export interface StableWindow {
  fromMs: number;
  untilMs: number;
  /** The median; may end in a half. */
  grams: number;
  tareEpoch: number | null;
}

const LONGEST_MS = 10 * 60_000;
const DENSE_INTERVAL_MS = 2_000;
/** A scale that speaks at least every two seconds must stand still for five samples and ten seconds; of a slower one two samples agree. */
const DENSE = { samples: 5, spanMs: 10_000 };
const SPARSE = { samples: 2, spanMs: 0 };

/** @returns whether the scale speaks more seldom than every two seconds. */
export function isSparse(samples: readonly Sample[]): boolean {
  const intervals = samples.slice(1).map((sample, index) => sample.atMs - (samples[index] as Sample).atMs);
  return median(intervals) > DENSE_INTERVAL_MS;
}

/** @returns the shortest stable windows that don't overlap, from the first sample on. `samples` are in order of time. */
export function stableWindows(samples: readonly Sample[], toleranceGrams: number): StableWindow[] {
  const needed = isSparse(samples) ? SPARSE : DENSE;
  const windows: StableWindow[] = [];
  for (let start = 0; start < samples.length;) {
    const end = shortestEnd(samples, start, needed);
    if (end === null) break;
    const window = windowOf(samples.slice(start, end), toleranceGrams);
    if (window) windows.push(window);
    start = window ? end : start + 1;
  }
  return windows;
}

/** @returns the same from the last sample backwards: the newest window first. */
export function stableWindowsBackwards(samples: readonly Sample[], toleranceGrams: number): StableWindow[] {
  const mirrored = samples.map((sample) => ({ ...sample, atMs: -sample.atMs })).reverse();
  return stableWindows(mirrored, toleranceGrams).map((window) => ({
    ...window,
    fromMs: -window.untilMs,
    untilMs: -window.fromMs,
  }));
}

/** @returns the index after the window's last sample, null when too few samples are left. */
function shortestEnd(samples: readonly Sample[], start: number, needed: typeof DENSE): number | null {
  const startMs = (samples[start] as Sample).atMs;
  for (let end = start + needed.samples; end <= samples.length; end += 1) {
    if ((samples[end - 1] as Sample).atMs - startMs >= needed.spanMs) return end;
  }
  return null;
}

function windowOf(samples: readonly Sample[], toleranceGrams: number): StableWindow | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs > LONGEST_MS) return null;
  const grams = samples.flatMap((sample) => sample.grams ?? []);
  const isWhole = grams.length === samples.length && samples.every((sample) => sample.tareEpoch === first.tareEpoch);
  if (!isWhole || quantile(grams, 0.9) - quantile(grams, 0.1) > toleranceGrams) return null;
  return { fromMs: first.atMs, untilMs: last.atMs, grams: median(grams), tareEpoch: first.tareEpoch };
}
