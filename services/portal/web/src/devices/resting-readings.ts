import type { ScaleReading } from '../api-types';

const MOST = 5;
export const FEWEST_AT_REST = 2;

/**
 * The newest readings that agree, within twice the scale's step: what it shows now that the load rests.
 * @param readings newest first
 * @param since only later ones count: what stood there before is another load
 * @returns at most five, newest first
 */
export function restingReadings(
  readings: readonly ScaleReading[],
  stepGrams: number,
  since: string | null,
): ScaleReading[] {
  const fresh = readings.filter(({ at }) => since === null || Date.parse(at) > Date.parse(since));
  const newest = fresh[0];
  if (!newest) return [];
  const moved = fresh.findIndex(({ grams }) => Math.abs(grams - newest.grams) > 2 * stepGrams);
  return fresh.slice(0, moved < 0 ? MOST : Math.min(moved, MOST));
}
