import { CompiledSchedule } from './compiled-schedule';
import { Scope } from './schedule';
import { Stretch } from './stretch';

/** Where an instant lies in a schedule. */
export interface Position {
  year: number;
  stretches: Stretch[];
  /** Of the stretch that holds the instant. */
  index: number;
}

/** @throws RangeError for an invalid Date (NaN) */
export function positionOf(schedule: CompiledSchedule, instant: number, scope: Scope): Position {
  const year = yearOf(schedule, instant, scope);
  const stretches = schedule.stretches(year, scope);
  return { year, stretches, index: indexAt(stretches, instant) };
}

/** The year in the zone: that in UTC, or the one beside it within a day of New Year. */
function yearOf(schedule: CompiledSchedule, instant: number, scope: Scope): number {
  if (!Number.isFinite(instant)) throw new RangeError('Not an instant');
  const year = new Date(instant).getUTCFullYear();
  const stretches = schedule.stretches(year, scope);
  if (instant < (stretches[0]?.start ?? -Infinity)) return year - 1;
  return instant >= (stretches.at(-1)?.end ?? Infinity) ? year + 1 : year;
}

/** The last stretch that starts at or before the instant (binary search). */
function indexAt(stretches: Stretch[], instant: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.start ?? Infinity) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
