import { DaySelector, Selectors } from './model';
import { TokenReader } from './token-reader';

/** Reads `Mo-Fr,Su[1] -1 day,PH` and `PH Mo-Fr`; empty when no weekday or holiday comes next. */
export function parseDays(reader: TokenReader): Pick<Selectors, 'holidays' | 'days'> {
  const days = parseDayList(reader);
  const holidays = days.filter((day) => day.kind === 'holiday');
  const narrowed = holidays.length === days.length && reader.isWord('weekday');
  return narrowed ? { holidays, days: parseDayList(reader) } : { holidays: [], days };
}

function parseDayList(reader: TokenReader): DaySelector[] {
  if (!isDay(reader)) return [];
  const days = [parseDay(reader)];
  while (reader.isSymbol(',') && isDay(reader, 1)) {
    const comma = reader.next();
    if (reader.peek().spaced) reader.warn(comma, 'Lest som liste av dager.', 'Read as a list of days.');
    days.push(parseDay(reader));
  }
  return days;
}

function isDay(reader: TokenReader, ahead = 0): boolean {
  return reader.isWord('weekday', ahead) || reader.isWord('holiday', ahead);
}

function parseDay(reader: TokenReader): DaySelector {
  if (reader.acceptWord('holiday')) return { kind: 'holiday', offsetDays: parseOffset(reader) };
  const from = parseWeekday(reader);
  if (reader.isSymbol('['))
    return { kind: 'nth', weekday: from, nths: parseNths(reader), offsetDays: parseOffset(reader) };
  const to = reader.accept('-') ? parseWeekday(reader) : from;
  return { kind: 'weekdays', from, to };
}

export function parseWeekday(reader: TokenReader): number {
  const word = reader.acceptWord('weekday');
  if (word) return word.value;
  throw reader.refusal(
    reader.peek(),
    'Her ventes en ukedag: Mo, Tu, We, Th, Fr, Sa eller Su.',
    'Expected a weekday: Mo, Tu, We, Th, Fr, Sa or Su.',
  );
}

/** Reads `[1,3]`, `[1-3]` or `[-1]` into distinct numbers, those counted from the end last. */
export function parseNths(reader: TokenReader): number[] {
  const nths = new Set<number>();
  reader.next();
  do {
    const sign = reader.accept('-') ? -1 : 1;
    const from = parseNth(reader);
    const to = sign === 1 && reader.accept('-') ? parseNth(reader) : from;
    for (let nth = from; nth <= to; nth += 1) nths.add(sign * nth);
    if (to < from) throw reader.refusal(reader.peek(), 'Rekkefølgen er snudd.', 'The order is reversed.');
  } while (reader.accept(','));
  if (!reader.accept(']')) throw reader.refusal(reader.peek(), 'Her ventes ].', 'Expected ].');
  return [...nths].sort((a, b) => Number(a < 0) - Number(b < 0) || a - b);
}

function parseNth(reader: TokenReader): number {
  return reader.number(1, 5, { nb: 'et tall', en: 'a number' });
}

/** Reads `+1 day` or `-2 days`; 0 when there is none. */
export function parseOffset(reader: TokenReader): number {
  const signed = reader.isSymbol('+') || reader.isSymbol('-');
  if (!signed || !reader.isNumber(1) || !reader.isWord('dayUnit', 2)) return 0;
  const sign = reader.next().text === '-' ? -1 : 1;
  const days = reader.number(1, 366, { nb: 'et antall dager', en: 'a number of days' });
  reader.acceptWord('dayUnit');
  return sign * days;
}
