import type { Family } from './family';
import { cellFamilies } from './families-of-cells';
import { deliveryFamilies } from './families-of-deliveries';
import { deviceFamilies } from './families-of-devices';
import { doorFamilies } from './families-of-doors';
import { weatherFamilies } from './families-of-weather';
import { type CorpusCase, NOISE_CLASSES, type NoiseClass } from './corpus-case';
import { Story } from './story';

/** The hard and the easy days of a scale, each told anew for every seed. */
export const FAMILIES: readonly Family[] = [
  ...deliveryFamilies,
  ...doorFamilies,
  ...deviceFamilies,
  ...weatherFamilies,
  ...cellFamilies,
];

/** @returns one case; the same family, noise and seed give the same bytes. */
export function corpusCase(family: Family, noise: NoiseClass, seed: number): CorpusCase {
  const story = new Story(family.name, noise, seed);
  family.tell(story);
  return story.done();
}

/** @returns every case of the seeds from `firstSeed` to `lastSeed`, one at a time. */
export function* corpus(firstSeed: number, lastSeed: number): Generator<CorpusCase> {
  for (let seed = firstSeed; seed <= lastSeed; seed += 1) {
    for (const family of FAMILIES) {
      for (const noise of Object.keys(NOISE_CLASSES) as NoiseClass[]) yield corpusCase(family, noise, seed);
    }
  }
}
