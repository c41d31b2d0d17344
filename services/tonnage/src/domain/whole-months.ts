import { plusDays } from '@selvbetjent/opening-hours';

/**
 * The calendar months that lie wholly between two local dates, both ends included.
 * @returns the first day of the first one and the day after the last one; null when there is none
 */
export function wholeMonths(from: string, to: string): { start: string; end: string } | null {
  const start = from.endsWith('-01') ? from : firstOfNextMonth(from);
  const dayAfter = plusDays(to, 1);
  const end = `${dayAfter.slice(0, 7)}-01`;
  return start < end ? { start, end } : null;
}

function firstOfNextMonth(date: string): string {
  return `${plusDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
}
