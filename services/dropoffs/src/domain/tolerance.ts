import type { Sample } from './sample';

/** Readings closer than this repeat each other's error. */
const INDEPENDENT_AFTER_MS = 20_000;
const IDLE_SAMPLES = 60;
const ENOUGH_DIFFERENCES = 8;
/** Bumps, engines and people are no noise: the calm three quarters count, and are so much calmer than all of a normal distribution. */
const KEPT_SHARE = 0.75;
const KEPT_DEVIATION = 0.607;
/** Of one reading in the difference of a reading and the middle of its neighbours, doubled: 1 + 4 + 1. */
const BENT_VARIANCES = 6;
const SIGMAS = 4;
const NET_SIGMAS = 2;
const LARGEST_RESOLUTIONS = 10;

/**
 * How far readings of an unchanged load may lie apart, in grams: twice the resolution, or four standard deviations of the
 * idle scale, at most ten resolutions.
 */
export function toleranceGrams(resolutionGrams: number, noiseGrams: number | null): number {
  return Math.min(Math.max(2 * resolutionGrams, SIGMAS * (noiseGrams ?? 0)), LARGEST_RESOLUTIONS * resolutionGrams);
}

/** @returns the net up to which a visit makes no row: the loads before and after are each known better than a single reading. */
export function smallestNetGrams(resolutionGrams: number, noiseGrams: number | null): number {
  return Math.max(
    2 * resolutionGrams,
    NET_SIGMAS * Math.min(noiseGrams ?? 0, (resolutionGrams * LARGEST_RESOLUTIONS) / SIGMAS),
  );
}

/** @returns the standard deviation of what an idle scale shows beside a straight line, so that rain is no noise; null of too few readings. */
export function noiseOf(idle: readonly Sample[]): number | null {
  const grams = independent(idle).slice(-IDLE_SAMPLES);
  const at = (index: number): number => grams[index] as number;
  const squares = grams.slice(2).map((value, index) => (value - 2 * at(index + 1) + at(index)) ** 2);
  if (squares.length < ENOUGH_DIFFERENCES) return null;
  const kept = squares.sort((one, other) => one - other).slice(0, Math.ceil(squares.length * KEPT_SHARE));
  const sum = kept.reduce((total, square) => total + square, 0);
  return Math.sqrt(sum / kept.length / BENT_VARIANCES) / KEPT_DEVIATION;
}

function independent(samples: readonly Sample[]): number[] {
  const kept: number[] = [];
  let keptAtMs = -Infinity;
  for (const { atMs, grams } of samples) {
    if (grams === null || atMs - keptAtMs < INDEPENDENT_AFTER_MS) continue;
    kept.push(grams);
    keptAtMs = atMs;
  }
  return kept;
}
