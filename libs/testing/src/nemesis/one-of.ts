import { type SeededRandom } from '@selvbetjent/simulation';

/** @throws RangeError when there is nothing to choose from */
export function oneOf<T>(random: SeededRandom, items: readonly T[]): T {
  const item = items[random.integer(items.length)];
  if (item === undefined) throw new RangeError('There is nothing to choose from');
  return item;
}
