import { WeekRange } from './model';
import { isTime } from './parse-times';
import { TokenReader } from './token-reader';

/** Reads `week 01,10-20/2`; empty when the word week doesn't come next. */
export function parseWeeks(reader: TokenReader): WeekRange[] {
  const weeks: WeekRange[] = [];
  if (!reader.acceptWord('week')) return weeks;
  do weeks.push(parseWeekRange(reader));
  while (reader.isNumber(1) && !isTime(reader, 1) && reader.accept(','));
  return weeks;
}

function parseWeekRange(reader: TokenReader): WeekRange {
  const start = reader.peek();
  const week = { nb: 'et ukenummer', en: 'a week number' };
  const from = reader.number(1, 53, week);
  const to = reader.accept('-') ? reader.number(1, 53, week) : from;
  if (to < from) {
    throw reader.refusal(
      start,
      'Ukene går over nyttår. Skriv for eksempel week 50-53,01-02.',
      'The weeks pass New Year. Write for example week 50-53,01-02.',
    );
  }
  const step =
    to > from && reader.accept('/') ? reader.number(1, 52, { nb: 'et antall uker', en: 'a number of weeks' }) : 1;
  return { from, to, step };
}
