import { refuseBadYears, refuseChangingOrder, refuseReversed } from './date-refusals';
import { Token } from './lexer';
import { DatePoint, DatePointRange, DateRange, MonthRange } from './model';
import { finishPoint, isDayNumber, parseDayOf, parseMonth, parseYear } from './parse-date-point';
import { parseNths, parseOffset, parseWeekday } from './parse-days';
import { TokenReader } from './token-reader';

export function isDate(reader: TokenReader, ahead = 0): boolean {
  const beyondYear = reader.isNumber(ahead) && reader.peek(ahead).text.length === 4 ? ahead + 1 : ahead;
  return reader.isWord('month', beyondYear) || reader.isWord('easter', beyondYear);
}

export function parseDate(reader: TokenReader): DateRange {
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
    const token = reader.peek();
    const anchor = parseDayOf(reader, from.anchor.month);
    if (anchor.day < from.anchor.day) refuseReversed(reader, token);
    return { year: from.year, anchor, offsetDays: parseOffset(reader) };
  }
  const year = reader.isNumber() ? parseYear(reader) : null;
  return finishPoint(reader, year, reader.isWord('easter') ? null : parseMonth(reader));
}
