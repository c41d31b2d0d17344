/** A date of the station's zone, ISO 8601: '2026-11-20'. */
export type LocalDate = string;

/** Whole days since 1970-01-01 in the proleptic Gregorian calendar; a date without a zone. */
export type DayNumber = number;

export interface CalendarDay {
  number: DayNumber;
  year: number;
  /** 1–12 */
  month: number;
  /** 1–31 */
  day: number;
  /** ISO: 1 = Monday … 7 = Sunday */
  weekday: number;
  /** ISO 8601 week, 1–53 */
  week: number;
}

const MS_PER_DAY = 86_400_000;

/** Months and days beyond their end roll over, as in `Date.UTC`: (2027, 2, 29) is 1 March 2027. */
export function dayNumberOf(year: number, month: number, day: number): DayNumber {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / MS_PER_DAY);
}

export function calendarDay(number: DayNumber): CalendarDay {
  const date = new Date(number * MS_PER_DAY);
  return {
    number,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: weekdayOf(number),
    week: isoWeekOf(number),
  };
}

/** ISO: 1 = Monday … 7 = Sunday. */
export function weekdayOf(number: DayNumber): number {
  return ((((number + 3) % 7) + 7) % 7) + 1;
}

/** @param month 1–12 */
export function daysInMonth(year: number, month: number): number {
  return dayNumberOf(year, month + 1, 1) - dayNumberOf(year, month, 1);
}

/** The nth weekday of a month, counted from its end when negative; null when the month has none. */
export function nthWeekdayOf(year: number, month: number, weekday: number, nth: number): DayNumber | null {
  const first = dayNumberOf(year, month, 1);
  const last = first + daysInMonth(year, month) - 1;
  const number =
    nth > 0
      ? first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7
      : last - ((weekdayOf(last) - weekday + 7) % 7) + (nth + 1) * 7;
  return number >= first && number <= last ? number : null;
}

/** Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher). */
export function easterSunday(year: number): DayNumber {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const leapCorrection = Math.floor(century / 4);
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leapCorrection - moonCorrection + 15) % 30;
  const sunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const fromMarch = epact + sunday - 7 * late + 114;
  return dayNumberOf(year, Math.floor(fromMarch / 31), (fromMarch % 31) + 1);
}

/** @throws RangeError when the text isn't an existing date written as YYYY-MM-DD. */
export function parseLocalDate(date: LocalDate): DayNumber {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const number = match ? dayNumberOf(Number(match[1]), Number(match[2]), Number(match[3])) : NaN;
  if (!match || formatLocalDate(number) !== date) throw new RangeError(`Not a date (YYYY-MM-DD): ${date}`);
  return number;
}

export function formatLocalDate(number: DayNumber): LocalDate {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Week 1 holds the year's first Thursday. */
function isoWeekOf(number: DayNumber): number {
  const thursday = number - weekdayOf(number) + 4;
  const year = new Date(thursday * MS_PER_DAY).getUTCFullYear();
  return Math.floor((thursday - dayNumberOf(year, 1, 1)) / 7) + 1;
}
