import { plusDays } from '@selvbetjent/opening-hours';
import { daysIn } from './dates';
import { type DateSpan } from './public-figures';

export const COMPARISONS = ['before', 'year'] as const;
/** The period before, or the same dates a year earlier. */
export type Comparison = (typeof COMPARISONS)[number];

/**
 * What people mean by "the period before": the month before where the range is in one month and begins with it (a running month with
 * as many of its days), the year before likewise, and otherwise as many days right before.
 */
export function comparedRange(range: DateSpan, comparison: Comparison): DateSpan {
  const { from, to } = range;
  const isYear = from.endsWith('-01-01') && from.slice(0, 4) === to.slice(0, 4) && from.slice(0, 7) !== to.slice(0, 7);
  if (comparison === 'year' || isYear) return { from: monthsEarlier(from, 12), to: monthsEarlier(to, 12) };
  if (from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7))
    return { from: monthsEarlier(from, 1), to: monthsEarlier(to, 1) };
  return { from: plusDays(from, -daysIn(range)), to: plusDays(from, -1) };
}

/** The last day of a month stays the last; a day that the month lacks becomes its last. */
function monthsEarlier(date: string, months: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const isLast = plusDays(date, 1).endsWith('-01');
  const index = year * 12 + month - 1 - months;
  const [inYear, inMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const last = new Date(Date.UTC(inYear, inMonth, 0)).getUTCDate();
  const [yearText, monthText] = [String(inYear).padStart(4, '0'), String(inMonth).padStart(2, '0')];
  return `${yearText}-${monthText}-${String(isLast ? last : Math.min(day, last)).padStart(2, '0')}`;
}
