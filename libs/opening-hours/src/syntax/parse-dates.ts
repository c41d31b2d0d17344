import { Token } from './lexer';
import { DatePoint, DatePointRange, DateRange } from './model';
import { isDayNumber, parseDayOf } from './parse-date-point';
import { isDate, parseDate } from './parse-date-range';
import { TokenReader } from './token-reader';

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

function refuseMixedYears(reader: TokenReader, token: Token, dates: DateRange[]): void {
  const [first, ...others] = dates.map(({ from }) => from.year !== null);
  if (others.every((dated) => dated === first) || isYearOfMonths(dates)) return;
  throw reader.refusal(
    token,
    'Skriv årstallet på hver dato eller på ingen.',
    'Write the year on every date or on none.',
  );
}

/** `2026 Nov,Dec` */
function isYearOfMonths(dates: DateRange[]): boolean {
  return dates.every(({ kind, from }, index) => kind === 'months' && (from.year !== null) === (index === 0));
}
