import { type Epoch, epochBreak, type Sample } from './sample';
import { median, quantile } from './statistics';

/** A stretch in which the scale stood still, and never said itself that it didn't. */
export interface StableWindow extends Epoch {
  fromMs: number;
  untilMs: number;
  /** The median; may end in a half. */
  grams: number;
}

interface Demand {
  samples: number;
  spanMs: number;
  /** The readings may be spread by so many tolerances. */
  tolerances: number;
}

const LONGEST_MS = 10 * 60_000;
/** A scale that speaks at least every two seconds must stand still for five samples and ten seconds. */
export const STILL: Demand = { samples: 5, spanMs: 10_000, tolerances: 1 };
/** In wind or beside a running engine nothing stands still, but the middle of a longer stretch does. */
export const SWAYING: Demand = { samples: 20, spanMs: 30_000, tolerances: 6 };
/** Of a scale that speaks more seldom, two samples agree. */
const SPARSE: Demand = { samples: 2, spanMs: 0, tolerances: 1 };
const DENSE_INTERVAL_MS = 2_000;
/** A scale that otherwise speaks every second has fallen idle; two seconds are only a reading that went missing. */
const IDLE_INTERVAL_MS = 10_000;

/** @returns whether the scale speaks more seldom than every two seconds. */
export function isSparse(samples: readonly Sample[]): boolean {
  const intervals = samples.slice(1).map((sample, index) => sample.atMs - (samples[index] as Sample).atMs);
  return samples.length < 2 || median(intervals) > DENSE_INTERVAL_MS;
}

/** @returns the shortest stable windows that don't overlap, from the first sample on. `samples` are in order of time. */
export function stableWindows(samples: readonly Sample[], toleranceGrams: number, demand = STILL): StableWindow[] {
  const pauseMs = isSparse(samples) ? DENSE_INTERVAL_MS : IDLE_INTERVAL_MS;
  const windows: StableWindow[] = [];
  for (let start = 0; start < samples.length;) {
    const end = shortestEnd(samples, start, { demand, pauseMs });
    if (end === null) break;
    const window = windowOf(samples.slice(start, end), demand.tolerances * toleranceGrams);
    if (window) windows.push(window);
    start = window ? end : start + 1;
  }
  return windows;
}

/** @returns the index after the window's last sample, null when too few samples are left. */
function shortestEnd(
  samples: readonly Sample[],
  start: number,
  { demand, pauseMs }: { demand: Demand; pauseMs: number },
): number | null {
  const startMs = (samples[start] as Sample).atMs;
  const second = samples[start + 1];
  if (!second) return null;
  const needed = second.atMs - startMs > pauseMs ? SPARSE : demand;
  for (let end = start + needed.samples; end <= samples.length; end += 1) {
    if ((samples[end - 1] as Sample).atMs - startMs >= needed.spanMs) return end;
  }
  return null;
}

function windowOf(samples: readonly Sample[], spreadGrams: number): StableWindow | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.atMs - first.atMs > LONGEST_MS) return null;
  const grams = samples.flatMap((sample) => (sample.rests === false ? [] : (sample.grams ?? [])));
  const isWhole = grams.length === samples.length && samples.every((sample) => epochBreak(first, sample) === null);
  if (!isWhole || quantile(grams, 0.9) - quantile(grams, 0.1) > spreadGrams) return null;
  return {
    fromMs: first.atMs,
    untilMs: last.atMs,
    grams: median(grams),
    boot: first.boot,
    tareEpoch: first.tareEpoch,
  };
}
