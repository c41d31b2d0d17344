import type { Sample } from './sample';

/** What the scale said before, during and after a visit, in order of time. */
export interface AroundVisit {
  before: readonly Sample[];
  during: readonly Sample[];
  after: readonly Sample[];
}

const STUCK_MS = 60 * 60_000;
const STUCK_SAMPLES = 5;
/** A scale that flickers isn't still for so long by chance. */
const BY_CHANCE = 1e-6;

/** @returns whether one and the same value came throughout, although there was a visit. */
export function isStuck({ before, during, after }: AroundVisit): boolean {
  if (during.length < STUCK_SAMPLES) return false;
  const value = during[0]?.grams;
  if (value === null || during.some(({ grams }) => grams !== value)) return false;
  const all = [...before, ...during, ...after];
  const from = before.findLastIndex(({ grams }) => grams !== value) + 1;
  const firstOther = after.findIndex(({ grams }) => grams !== value);
  const same = all.slice(from, before.length + during.length + (firstOther < 0 ? after.length : firstOther));
  const [first, last] = [same[0] as Sample, same.at(-1) as Sample];
  return (
    last.atMs - first.atMs >= STUCK_MS ||
    same.length * Math.log(1 - flicker(before.slice(0, from))) < Math.log(BY_CHANCE)
  );
}

/** @returns the share of readings that differ from the one before; 0 when there are too few to say. */
function flicker(samples: readonly Sample[]): number {
  if (samples.length < 20) return 0;
  const changes = samples.slice(1).filter((sample, index) => sample.grams !== samples[index]?.grams).length;
  return Math.min(changes / samples.length, 0.99);
}
