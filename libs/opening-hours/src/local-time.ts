import { Temporal } from 'temporal-polyfill';
import { DayNumber, LocalDate, calendarDay, parseLocalDate } from './calendar';

const MINUTES_PER_DAY = 1440;

/** The date that a clock in the zone shows at the instant. @throws RangeError for an unknown zone or an invalid Date. */
export function localDateOf(at: Date, timeZone: string): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The first instant of a date in the zone. @throws RangeError for an unknown zone or a date that doesn't exist. */
export function startOfLocalDate(date: LocalDate, timeZone: string): Date {
  return new Date(startOfDay(parseLocalDate(date), timeZone));
}

/** Epoch milliseconds of the first instant of a day. */
export function startOfDay(number: DayNumber, timeZone: string): number {
  const { year, month, day } = calendarDay(number);
  return new Temporal.PlainDate(year, month, day).toZonedDateTime(timeZone).epochMilliseconds;
}

/**
 * Epoch milliseconds of a wall-clock time, in minutes after the day's midnight (may pass 24:00).
 * Temporal's 'compatible': a time skipped in spring is read with the offset before the change (02:30 becomes 03:30),
 * one that occurs twice in autumn is the first.
 */
export function instantOf(number: DayNumber, minutes: number, timeZone: string): number {
  const minuteOfDay = minutes % MINUTES_PER_DAY;
  const dayNumber = number + Math.floor(minutes / MINUTES_PER_DAY);
  if (minuteOfDay === 0) return startOfDay(dayNumber, timeZone);
  const { year, month, day } = calendarDay(dayNumber);
  return new Temporal.PlainDateTime(year, month, day, Math.floor(minuteOfDay / 60), minuteOfDay % 60).toZonedDateTime(
    timeZone,
    { disambiguation: 'compatible' },
  ).epochMilliseconds;
}

/** @throws RangeError when it isn't known. */
export function assertTimeZone(timeZone: string): void {
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
}
