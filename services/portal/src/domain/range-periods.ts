import { type Period } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';
import { daysIn } from './dates';
import { type DateSpan } from './public-figures';

/** The part of a period that lies in a range. */
export interface PeriodSpan extends DateSpan {
  /** `2026-11-20`, `2026-W47`, `2026-11` or `2026`. */
  key: string;
}

const LONGEST: readonly { by: Period; days: number }[] = [
  { by: 'day', days: 45 },
  { by: 'week', days: 120 },
  { by: 'month', days: 3 * 366 },
];

/** The period by which a range of that length is read at a glance. */
export function suitingPeriod(range: DateSpan): Period {
  return LONGEST.find(({ days }) => daysIn(range) <= days)?.by ?? 'year';
}

/** Every period that the inclusive range touches, so that those without a kilo are seen too. */
export function periodsIn({ from, to }: DateSpan, by: Period): PeriodSpan[] {
  const periods: PeriodSpan[] = [];
  for (let start = from; start <= to;) {
    const end = lastDayOf(start, by);
    periods.push({ key: keyOf(start, by), from: start, to: end < to ? end : to });
    start = plusDays(end, 1);
  }
  return periods;
}

function lastDayOf(date: string, by: Period): string {
  if (by === 'day') return date;
  if (by === 'week') return plusDays(date, 6 - daysSinceMonday(date));
  if (by === 'year') return `${date.slice(0, 4)}-12-31`;
  return plusDays(`${plusDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7)}-01`, -1);
}

function keyOf(date: string, by: Period): string {
  if (by === 'day') return date;
  return by === 'week' ? isoWeekOf(date) : date.slice(0, by === 'month' ? 7 : 4);
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function isoWeekOf(date: string): string {
  const thursday = plusDays(date, 3 - daysSinceMonday(date));
  const week = Math.ceil(daysIn({ from: `${thursday.slice(0, 4)}-01-01`, to: thursday }) / 7);
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

function daysSinceMonday(date: string): number {
  return (new Date(date).getUTCDay() + 6) % 7;
}
