import { startOfLocalDate } from '@selvbetjent/opening-hours';

const HALF_DAY_MS = 12 * 3_600_000;

/** The instant of kilos of which only the day is known: twelve hours into it, so that it is that day in whatever season. */
export function middleOfDay(localDate: string, timeZone: string): Date {
  return new Date(startOfLocalDate(localDate, timeZone).getTime() + HALF_DAY_MS);
}
