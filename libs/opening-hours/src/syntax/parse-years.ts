import { YearRange } from './model';
import { parseYear } from './parse-date-point';
import { isTime } from './parse-times';
import { TokenReader } from './token-reader';

/** Reads `2026,2028-2032/2,2040+`; empty when no year comes next. */
export function parseYears(reader: TokenReader): YearRange[] {
  const years: YearRange[] = [];
  if (!isFourDigits(reader) || isTime(reader)) return years;
  do years.push(parseYearRange(reader));
  while (isFourDigits(reader, 1) && reader.accept(','));
  return years;
}

function parseYearRange(reader: TokenReader): YearRange {
  const start = reader.peek();
  const from = parseYear(reader);
  if (reader.accept('+')) return { from, to: null, step: 1 };
  if (!reader.accept('-')) return { from, to: from, step: 1 };
  const to = parseYear(reader);
  if (to < from) throw reader.refusal(start, 'Årene står i feil rekkefølge.', 'The years are in the wrong order.');
  const step = reader.accept('/') ? reader.number(1, 100, { nb: 'et antall år', en: 'a number of years' }) : 1;
  return { from, to, step };
}

function isFourDigits(reader: TokenReader, ahead = 0): boolean {
  return reader.isNumber(ahead) && reader.peek(ahead).text.length === 4;
}
