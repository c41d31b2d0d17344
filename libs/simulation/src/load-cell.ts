import { type SeededRandom } from './seeded-random';

/** What the scale shows for a load: with white noise, rounded to its resolution. Integer grams. */
export class LoadCell {
  constructor(
    private readonly resolutionGrams: number,
    private readonly random: SeededRandom,
  ) {}

  /** `noiseGrams` is the standard deviation before quantisation. */
  measure(loadGrams: number, noiseGrams: number): number {
    const noise = noiseGrams === 0 ? 0 : this.random.gaussian() * noiseGrams;
    return quantised(loadGrams + noise, this.resolutionGrams);
  }
}

/** @returns the nearest multiple of the resolution; never −0. */
export function quantised(grams: number, resolutionGrams: number): number {
  return Math.round(grams / resolutionGrams) * resolutionGrams + 0;
}
