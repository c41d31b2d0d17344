import { Temporal } from 'temporal-polyfill';
import { DayNumber, LocalDate, calendarDay, parseLocalDate } from './calendar';

const MINUTES_PER_DAY = 1440;
const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = MINUTES_PER_DAY * MS_PER_MINUTE;

/** The date that a clock in the zone shows at the instant. @throws RangeError for an unknown zone or an invalid Date. */
export function localDateOf(at: Date, timeZone: string): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The first instant of a date in the zone. @throws RangeError for an unknown zone or a date that doesn't exist. */
export function startOfLocalDate(date: LocalDate, timeZone: string): Date {
  return new Date(startOfDay(parseLocalDate(date), timeZone));
}

/**
 * The instant at which a clock in the zone shows the same time on another date; one that is skipped there is an hour later.
 * @throws RangeError for an unknown zone, an invalid Date or a date that doesn't exist
 */
export function sameTimeOn(date: LocalDate, at: Date, timeZone: string): Date {
  const time = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainTime();
  const local = Temporal.PlainDate.from(date).toPlainDateTime(time);
  return new Date(local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds);
}

/** The wall clock of a zone; remembers when days start. */
export class LocalClock {
  private readonly starts = new Map<DayNumber, number>();

  /** @throws RangeError for an unknown zone */
  constructor(private readonly timeZone: string) {
    startOfDay(0, timeZone);
  }

  /** Epoch milliseconds of the first instant of a day. */
  startOfDay(number: DayNumber): number {
    const start = this.starts.get(number) ?? startOfDay(number, this.timeZone);
    this.starts.set(number, start);
    return start;
  }

  /**
   * Epoch milliseconds of a wall-clock time, in minutes after the day's midnight (may pass 24:00).
   * Temporal's 'compatible': a time skipped in spring is read with the offset before the change (02:30 becomes 03:30),
   * one that occurs twice in autumn is the first. Only days on which the clock changes need Temporal.
   */
  instantOf(number: DayNumber, minutes: number): number {
    const day = number + Math.floor(minutes / MINUTES_PER_DAY);
    const minuteOfDay = minutes % MINUTES_PER_DAY;
    const start = this.startOfDay(day);
    if (minuteOfDay === 0) return start;
    if (this.startOfDay(day + 1) - start === MS_PER_DAY) return start + minuteOfDay * MS_PER_MINUTE;
    const { year, month, day: dayOfMonth } = calendarDay(day);
    const time = new Temporal.PlainTime(Math.floor(minuteOfDay / 60), minuteOfDay % 60);
    return new Temporal.PlainDate(year, month, dayOfMonth)
      .toPlainDateTime(time)
      .toZonedDateTime(this.timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
  }
}

function startOfDay(number: DayNumber, timeZone: string): number {
  const { year, month, day } = calendarDay(number);
  return new Temporal.PlainDate(year, month, day).toZonedDateTime(timeZone).epochMilliseconds;
}
