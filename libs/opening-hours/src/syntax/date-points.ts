import { DayNumber, dayNumberOf, daysInMonth, easterSunday, nthWeekdayOf } from '../calendar';
import { DatePoint } from './model';

/**
 * The day of a date in a year. A date that the year lacks (29 February, a fifth Sunday) gives, as the start of a range,
 * the next day there is, as its end the last day before.
 */
export function resolvePoint({ anchor, offsetDays }: DatePoint, year: number, as: 'start' | 'end'): DayNumber {
  const exact = exactDay(anchor, year);
  if (exact !== null) return exact + offsetDays;
  const month = anchor.kind === 'easter' ? 1 : anchor.month;
  const next = dayNumberOf(year, month, daysInMonth(year, month) + 1);
  return (as === 'start' ? next : next - 1) + offsetDays;
}

/** Whether the year has the date. */
export function pointExists({ anchor }: DatePoint, year: number): boolean {
  return exactDay(anchor, year) !== null;
}

function exactDay(anchor: DatePoint['anchor'], year: number): DayNumber | null {
  switch (anchor.kind) {
    case 'easter':
      return easterSunday(year);
    case 'nth':
      return nthWeekdayOf(year, anchor.month, anchor.weekday, anchor.nth);
    case 'day':
      return anchor.day <= daysInMonth(year, anchor.month) ? dayNumberOf(year, anchor.month, anchor.day) : null;
  }
}
