import { daysInMonth } from '../calendar';
import { DateAnchor, DatePoint, DatePointRange, DateRange, MonthRange } from './model';
import { resolvePoint } from './date-points';
import { parseNths, parseOffset, parseWeekday } from './parse-days';
import { isTime } from './parse-times';
import { Token } from './lexer';
import { TokenReader } from './token-reader';

const LEAP_YEAR = 2000;
const YEARS_OF_ALL_EASTERS = Array.from({ length: 400 }, (_, index) => 1900 + index);

/** Reads `Nov-Feb,Dec 24-26,31,2027 Jan 05,easter -2 days`; empty when no month, dated year or easter comes next. */
export function parseDates(reader: TokenReader): DateRange[] {
  const first = reader.peek();
  const dates: DateRange[] = [];
  if (!isDate(reader)) return dates;
  dates.push(parseDate(reader));
  while (reader.isSymbol(',') && (isDate(reader, 1) || isBareDay(reader, dates.at(-1), 1))) {
    const comma = reader.next();
    if (reader.peek().spaced) reader.warn(comma, 'Lest som liste av datoer.', 'Read as a list of dates.');
    dates.push(isDate(reader) ? parseDate(reader) : parseBareDay(reader, dates.at(-1)));
  }
  refuseMixedYears(reader, first, dates);
  return dates;
}

/** A four-digit year, within what calendars here cover. */
export function parseYear(reader: TokenReader): number {
  return reader.number(1900, 2199, { nb: 'et årstall', en: 'a year' });
}

function isDate(reader: TokenReader, ahead = 0): boolean {
  const beyondYear = reader.isNumber(ahead) && reader.peek(ahead).text.length === 4 ? ahead + 1 : ahead;
  return reader.isWord('month', beyondYear) || reader.isWord('easter', beyondYear);
}

function parseDate(reader: TokenReader): DateRange {
  const start = reader.peek();
  const year = reader.isNumber() ? parseYear(reader) : null;
  const point = reader.attempt(() => parseRangeStartingOnWeekday(reader, year));
  if (point) return finishRange(reader, start, point);
  const month = reader.isWord('easter') ? null : parseMonth(reader);
  if (month !== null && !isDayNumber(reader)) return parseMonthRange(reader, start, year, month);
  return finishRange(reader, start, finishPoint(reader, year, month));
}

/** `Mar Su[-1]-…`: without a range behind it, the weekday is a selector of its own and isn't read here. */
function parseRangeStartingOnWeekday(reader: TokenReader, year: number | null): DatePoint | null {
  if (!reader.isWord('month') || !reader.isWord('weekday', 1) || !reader.isSymbol('[', 2)) return null;
  const month = parseMonth(reader);
  const weekday = parseWeekday(reader);
  const [nth, ...others] = parseNths(reader);
  if (nth === undefined || others.length > 0) return null;
  const offsetDays = parseOffset(reader);
  return reader.isSymbol('-') && isDate(reader, 1)
    ? { year, anchor: { kind: 'nth', month, weekday, nth }, offsetDays }
    : null;
}

function parseMonthRange(reader: TokenReader, start: Token, year: number | null, month: number): MonthRange {
  const from = { year, month };
  if (!reader.accept('-')) return { kind: 'months', from, to: from };
  const to = { year: reader.isNumber() ? parseYear(reader) : null, month: parseMonth(reader) };
  const sameYear = year !== null && to.year === null;
  if (isDayNumber(reader))
    throw reader.refusal(
      reader.peek(),
      'Skriv klokkeslett som 09:00-16:00, eller dagen også på den første måneden.',
      'Write times as 09:00-16:00, or the day of the first month, too.',
    );
  const range: MonthRange = { kind: 'months', from, to: sameYear ? { ...to, year } : to };
  refuseBadYears(reader, start, range.from.year, range.to.year);
  if (range.to.year !== null && monthsSinceYear0(range.to) < monthsSinceYear0(range.from))
    refuseReversed(reader, start);
  return range;
}

function monthsSinceYear0({ year, month }: MonthRange['from']): number {
  return (year ?? 0) * 12 + month;
}

/** What follows the first point: nothing, `-26`, `-Jan 02`, and `/8`. */
function finishRange(reader: TokenReader, start: Token, from: DatePoint): DatePointRange {
  if (!reader.accept('-')) return { kind: 'dates', from, to: null, step: 1 };
  const end = parseRangeEnd(reader, from);
  const to = end.year === null ? { ...end, year: from.year } : end;
  refuseBadYears(reader, start, from.year, to.year);
  if (isReversedWithinMonth(from, to)) refuseReversed(reader, start);
  refuseChangingOrder(reader, start, from, to);
  if (to.anchor.kind === 'easter') {
    reader.warn(
      start,
      'Den siste dagen i et tidsrom som slutter med easter, er ikke med.',
      "The last day of a range that ends with easter isn't included.",
    );
  }
  const step = reader.accept('/') ? reader.number(1, 366, { nb: 'et antall dager', en: 'a number of days' }) : 1;
  return { kind: 'dates', from, to, step };
}

function parseRangeEnd(reader: TokenReader, from: DatePoint): DatePoint {
  if (isDayNumber(reader) && from.anchor.kind === 'day') {
    return { year: from.year, anchor: parseDayOf(reader, from.anchor.month), offsetDays: parseOffset(reader) };
  }
  const year = reader.isNumber() ? parseYear(reader) : null;
  return finishPoint(reader, year, reader.isWord('easter') ? null : parseMonth(reader));
}

function isReversedWithinMonth(from: DatePoint, to: DatePoint): boolean {
  if (from.anchor.kind !== 'day' || to.anchor.kind !== 'day' || from.year !== to.year) return false;
  return from.anchor.month === to.anchor.month && to.anchor.day < from.anchor.day;
}

/** What follows the month (null: easter stands next): a day or an nth weekday, and an offset. */
function finishPoint(reader: TokenReader, year: number | null, month: number | null): DatePoint {
  const start = reader.peek();
  const anchor = parseAnchor(reader, month);
  if (year !== null && anchor.kind === 'day' && anchor.day > daysInMonth(year, anchor.month))
    refuseNoSuchDate(reader, start);
  return { year, anchor, offsetDays: parseOffset(reader) };
}

function parseAnchor(reader: TokenReader, month: number | null): DateAnchor {
  if (month === null) {
    reader.acceptWord('easter');
    return { kind: 'easter' };
  }
  if (isDayNumber(reader)) return parseDayOf(reader, month);
  const start = reader.peek();
  const weekday = parseWeekday(reader);
  const nths = reader.isSymbol('[') ? parseNths(reader) : [];
  const [nth] = nths;
  if (nth === undefined || nths.length > 1) {
    throw reader.refusal(start, 'Her ventes én dato, for eksempel Su[1].', 'Expected one date, for example Su[1].');
  }
  return { kind: 'nth', month, weekday, nth };
}

function parseMonth(reader: TokenReader): number {
  const word = reader.acceptWord('month');
  if (word) return word.value;
  throw reader.refusal(
    reader.peek(),
    'Her ventes en måned: Jan, Feb, Mar … Dec.',
    'Expected a month: Jan, Feb, Mar … Dec.',
  );
}

function isDayNumber(reader: TokenReader, ahead = 0): boolean {
  return reader.isNumber(ahead) && reader.peek(ahead).text.length <= 2 && !isTime(reader, ahead);
}

function parseDayOf(reader: TokenReader, month: number): DateAnchor {
  const token = reader.peek();
  const day = reader.number(1, 31, { nb: 'en dag', en: 'a day' });
  if (day > daysInMonth(LEAP_YEAR, month)) refuseNoSuchDate(reader, token);
  return { kind: 'day', month, day };
}

/** `Dec 24,31`: a day that takes its month from the date before. */
function isBareDay(reader: TokenReader, before: DateRange | undefined, ahead: number): boolean {
  return lastPoint(before)?.anchor.kind === 'day' && isDayNumber(reader, ahead) && !reader.isSymbol('-', ahead + 1);
}

function parseBareDay(reader: TokenReader, before: DateRange | undefined): DatePointRange {
  const token = reader.peek();
  const last = lastPoint(before);
  if (last?.anchor.kind !== 'day') {
    throw reader.refusal(token, 'Skriv måneden foran dagen.', 'Write the month before the day.');
  }
  reader.warn(token, 'Måneden er hentet fra datoen foran.', 'The month is taken from the date before.');
  const point = { year: last.year, anchor: parseDayOf(reader, last.anchor.month), offsetDays: 0 };
  return { kind: 'dates', from: point, to: null, step: 1 };
}

function lastPoint(range: DateRange | undefined): DatePoint | null {
  return range?.kind === 'dates' ? (range.to ?? range.from) : null;
}

function refuseNoSuchDate(reader: TokenReader, token: Token): never {
  throw reader.refusal(token, 'Datoen finnes ikke.', "The date doesn't exist.");
}

function refuseReversed(reader: TokenReader, token: Token): never {
  throw reader.refusal(
    token,
    'Slutten kommer før begynnelsen. Skriv årstallet på begge, for eksempel 2026 Nov-2027 Feb.',
    'The end comes before the beginning. Write the year on both, for example 2026 Nov-2027 Feb.',
  );
}

function refuseBadYears(reader: TokenReader, token: Token, from: number | null, to: number | null): void {
  if ((from === null) !== (to === null)) {
    throw reader.refusal(token, 'Skriv årstallet på begge datoene.', 'Write the year on both dates.');
  }
}

function refuseMixedYears(reader: TokenReader, token: Token, dates: DateRange[]): void {
  if (new Set(dates.map(({ from }) => from.year === null)).size > 1) {
    throw reader.refusal(
      token,
      'Skriv årstallet på hver dato eller på ingen.',
      'Write the year on every date or on none.',
    );
  }
}

/** Ends such as easter may fall on either side of the start, depending on the year: nobody means that. */
function refuseChangingOrder(reader: TokenReader, token: Token, from: DatePoint, to: DatePoint): void {
  const reversed = (year: number) =>
    resolvePoint(to, to.year ?? year, 'end') < resolvePoint(from, from.year ?? year, 'start');
  const years = from.year === null ? YEARS_OF_ALL_EASTERS : [from.year];
  const reversals = years.filter(reversed).length;
  if (from.year !== null && reversals > 0) refuseReversed(reader, token);
  if (reversals > 0 && reversals < years.length) {
    throw reader.refusal(
      token,
      'Rekkefølgen på datoene skifter fra år til år.',
      'The order of the dates changes from year to year.',
    );
  }
}
