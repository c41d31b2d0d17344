import type { Sample } from './sample';

const IDLE_SAMPLES = 60;
const ENOUGH_DIFFERENCES = 20;
/** Bumps are no noise. */
const TRIMMED_SHARE = 0.05;
const SIGMAS = 4;
const LARGEST_RESOLUTIONS = 10;

/**
 * How far readings of an unchanged load may lie apart, in grams: twice the resolution, or four standard deviations of what the
 * idle scale showed before the visit, at most ten resolutions. Also the smallest net that makes a row.
 */
export function toleranceGrams(resolutionGrams: number, before: readonly Sample[]): number {
  const noise = SIGMAS * idleDeviation(before.slice(-IDLE_SAMPLES));
  return Math.min(Math.max(2 * resolutionGrams, noise), LARGEST_RESOLUTIONS * resolutionGrams);
}

/** By differences of neighbours, so that a drift is no noise. */
function idleDeviation(samples: readonly Sample[]): number {
  const grams = samples.flatMap((sample) => sample.grams ?? []);
  const squares = grams.slice(1).map((value, index) => (value - (grams[index] as number)) ** 2);
  if (squares.length < ENOUGH_DIFFERENCES) return 0;
  const kept = squares.sort((one, other) => one - other).slice(0, Math.ceil(squares.length * (1 - TRIMMED_SHARE)));
  const sum = kept.reduce((total, square) => total + square, 0);
  return Math.sqrt(sum / kept.length / 2);
}
