import type { CalibrationStep, CalibrationVerdict } from '@selvbetjent/contracts';

/** The share of a known weight that a scale may be wrong by, where that is more than twice its resolution. */
const ALLOWED_SHARE = 0.002;
/** A weight that is lighter, in resolutions, shows nothing of the scale's slope. */
const LIGHTEST = 50;

/**
 * Judges what a scale showed of known weights: the error against the empty scale, and the difference between places. Integer grams.
 * @returns the faults as stable codes: `no_empty`, `no_known_weight`, `too_light`, `restless`, `wrong_weight`, `uneven_corners`
 */
export function judgeCalibration(steps: readonly CalibrationStep[], resolutionGrams: number): CalibrationVerdict {
  const empty = steps.filter(({ place }) => place === 'empty');
  const loaded = steps.filter(({ place, placedGrams }) => place !== 'empty' && placedGrams > 0);
  const heaviest = Math.max(0, ...loaded.map(({ placedGrams }) => placedGrams));
  const allowedGrams = Math.round(Math.max(2 * resolutionGrams, heaviest * ALLOWED_SHARE));
  const zero = empty.length > 0 ? mean(empty.flatMap(({ shownGrams }) => shownGrams)) : null;
  const errors = zero === null ? [] : loaded.map((step) => Math.abs(mean(step.shownGrams) - zero - step.placedGrams));
  const errorGrams = errors.length > 0 ? Math.round(Math.max(...errors)) : null;
  const cornerGrams = spreadOfPlaces(loaded);
  const faults = [
    zero === null && 'no_empty',
    loaded.length === 0 && 'no_known_weight',
    loaded.length > 0 && heaviest < LIGHTEST * resolutionGrams && 'too_light',
    steps.some(({ shownGrams }) => spread(shownGrams) > 2 * resolutionGrams) && 'restless',
    errorGrams !== null && errorGrams > allowedGrams && 'wrong_weight',
    cornerGrams !== null && cornerGrams > allowedGrams && 'uneven_corners',
  ].filter((fault) => fault !== false);
  return { passed: faults.length === 0, errorGrams, cornerGrams, allowedGrams, faults };
}

/** The largest difference between two places of the same weight; null when no weight stood in two. */
function spreadOfPlaces(loaded: readonly CalibrationStep[]): number | null {
  const spreads = [...new Set(loaded.map(({ placedGrams }) => placedGrams))].flatMap((grams) => {
    const same = loaded.filter(({ placedGrams }) => placedGrams === grams);
    const places = new Set(same.map(({ place }) => place));
    return places.size > 1 ? [spread(same.map(({ shownGrams }) => mean(shownGrams)))] : [];
  });
  return spreads.length > 0 ? Math.round(Math.max(...spreads)) : null;
}

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
