import { SeededRandom } from './seeded-random';

export interface LoadCellOptions {
  resolutionGrams: number;
  /** Standard deviation of the white noise, before quantisation. */
  noiseGrams: number;
}

/** What the scale shows for a load: with noise, rounded to its resolution. Integer grams. */
export class LoadCell {
  constructor(
    private readonly options: LoadCellOptions,
    private readonly random: SeededRandom,
  ) {}

  measure(loadGrams: number): number {
    const noise = this.options.noiseGrams === 0 ? 0 : this.random.gaussian() * this.options.noiseGrams;
    return quantised(loadGrams + noise, this.options.resolutionGrams);
  }
}

/** @returns the nearest multiple of the resolution; never −0. */
export function quantised(grams: number, resolutionGrams: number): number {
  return Math.round(grams / resolutionGrams) * resolutionGrams + 0;
}
