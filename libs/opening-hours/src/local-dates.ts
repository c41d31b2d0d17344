import { formatLocalDate, type LocalDate, parseLocalDate } from './calendar';

/** @returns the local date so many days later. Throws RangeError for what is no date. */
export function plusDays(date: LocalDate, days: number): LocalDate {
  return formatLocalDate(parseLocalDate(date) + days);
}

/** @returns the days from one local date to another, negative when it is earlier. Throws RangeError for what is no date. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return parseLocalDate(to) - parseLocalDate(from);
}
