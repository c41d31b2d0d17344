import { inOrder, type Sample } from './sample';

/** What the registry knows of a scale that doesn't say itself whether its load rests. */
export interface SettleTime {
  /** How long a value must stay before it counts as settled. */
  settleMs: number;
  /** How far values may lie apart and still be the same. */
  toleranceGrams: number;
}

/**
 * Marks readings that came too soon after a change as restless; what the scale itself says of a reading stands. A settle time of 0 changes nothing.
 * @param earlier what the scale showed before them
 * @returns the samples in order of time
 */
export function markUnsettled(
  samples: readonly Sample[],
  time: SettleTime,
  earlier: readonly Sample[] = [],
): readonly Sample[] {
  if (time.settleMs === 0) return samples;
  const all = [...inOrder(earlier), ...inOrder(samples)];
  const marked = all.map((sample, index) =>
    sample.rests !== undefined || hasStayed(all, index, time) ? sample : { ...sample, rests: false },
  );
  return marked.slice(earlier.length);
}

function hasStayed(samples: readonly Sample[], index: number, { settleMs, toleranceGrams }: SettleTime): boolean {
  const { atMs, grams } = samples[index] as Sample;
  for (let before = index - 1; before >= 0; before -= 1) {
    const other = samples[before] as Sample;
    if (atMs - other.atMs > settleMs) return true;
    if (grams !== null && other.grams !== null && Math.abs(other.grams - grams) > toleranceGrams) return false;
  }
  return true;
}
