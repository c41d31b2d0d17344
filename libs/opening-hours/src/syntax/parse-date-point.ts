import { daysInMonth } from '../calendar';
import { DateAnchor, DatePoint } from './model';
import { parseNths, parseOffset, parseWeekday } from './parse-days';
import { isTime } from './parse-times';
import { Token } from './lexer';
import { TokenReader } from './token-reader';

const LEAP_YEAR = 2000;

/** What follows the month (null: easter stands next): a day or an nth weekday, and an offset. */
export function finishPoint(reader: TokenReader, year: number | null, month: number | null): DatePoint {
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

/** A four-digit year, within what calendars here cover. */
export function parseYear(reader: TokenReader): number {
  return reader.number(1900, 2199, { nb: 'et årstall', en: 'a year' });
}

export function parseMonth(reader: TokenReader): number {
  const word = reader.acceptWord('month');
  if (word) return word.value;
  throw reader.refusal(
    reader.peek(),
    'Her ventes en måned: Jan, Feb, Mar … Dec.',
    'Expected a month: Jan, Feb, Mar … Dec.',
  );
}

export function isDayNumber(reader: TokenReader, ahead = 0): boolean {
  return reader.isNumber(ahead) && reader.peek(ahead).text.length <= 2 && !isTime(reader, ahead);
}

/** A day of the month, as the anchor of a date. */
export function parseDayOf(reader: TokenReader, month: number): DateAnchor & { kind: 'day' } {
  const token = reader.peek();
  const day = reader.number(1, 31, { nb: 'en dag', en: 'a day' });
  if (day > daysInMonth(LEAP_YEAR, month)) refuseNoSuchDate(reader, token);
  return { kind: 'day', month, day };
}

function refuseNoSuchDate(reader: TokenReader, token: Token): never {
  throw reader.refusal(token, 'Datoen finnes ikke.', "The date doesn't exist.");
}
