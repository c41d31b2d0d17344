/** The standard deviation of the noise and the resolution, in grams. */
export const NOISE_CLASSES = {
  good: { sigmaGrams: 10, resolutionGrams: 50 },
  typical: { sigmaGrams: 50, resolutionGrams: 100 },
  bad: { sigmaGrams: 200, resolutionGrams: 100 },
} as const;
export type NoiseClass = keyof typeof NOISE_CLASSES;

/** A reading of the corpus, in the words of the native dialect; `atMs` is epoch milliseconds, `grams` null while the scale can't weigh. */
export interface CorpusReading {
  boot: string;
  seq: number;
  atMs: number;
  grams: number | null;
  status: 'ok' | 'overload' | 'underload' | 'fault';
  tareEpoch: number | null;
  temperature: number | null;
}

/** What a good weighing makes of a visit. `event` visits are no drop-offs, `doubt` is uncertain or quarantined. */
export const EXPECTATIONS = ['ok', 'merge', 'doubt', 'emptying'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

export interface CorpusVisit {
  visitId: string;
  openedAtMs: number;
  closedAtMs: number;
  closedBy: 'doors' | 'time-out' | 'next-visit';
  /** The truth: what was put in (+) and taken out (−), net integer grams. */
  grams: number;
  expected: Expectation;
}

/** One story of one container: what its scale said and its door did, and what truly happened. */
export interface CorpusCase {
  family: string;
  noise: NoiseClass;
  seed: number;
  resolutionGrams: number;
  maxGrams: number;
  /** In order of arrival, which needn't be that of time; readings may come more than once. */
  readings: CorpusReading[];
  visits: CorpusVisit[];
}
