import { type ReadingStatus } from '@selvbetjent/devices';

/** No text but such that needs no quotes. */
export type ArrayElement = number | boolean | ReadingStatus | null;

/**
 * An array of PostgreSQL as it is written. `pg` writes arrays itself, but quotes and escapes each element and spells out dates, which costs
 * more than all else that is done with a reading: hence only elements that need no quotes.
 * @returns null when all of them are: beside others, `SELECT unnest(…), unnest(…)` then says NULL as often
 */
export function arrayOf(elements: readonly ArrayElement[]): string | null {
  if (elements.every((element) => element === null)) return null;
  return `{${elements.map((element) => element ?? 'NULL').join()}}`;
}
