import { DateRange, Selectors, YearRange } from './model';
import { parseDates } from './parse-dates';
import { parseDays } from './parse-days';
import { parseWeeks } from './parse-weeks';
import { parseYears } from './parse-years';
import { TokenReader } from './token-reader';
import { unexpected } from './unexpected';

/** Reads what a rule says about days, in its order: years, dates, weeks, then weekdays and holidays. */
export function parseSelectors(reader: TokenReader, parseComment: () => void): Selectors {
  const { years, dates } = parseYearsAndDates(reader);
  const weeks = parseWeeks(reader);
  if (years.length + dates.length + weeks.length > 0) reader.accept(':');
  parseComment();
  return { years, dates, weeks, ...parseDays(reader) };
}

function parseYearsAndDates(reader: TokenReader): { years: YearRange[]; dates: DateRange[] } {
  const dated = parseDates(reader);
  if (dated.length > 0) return withSharedYear(dated);
  const years = parseYears(reader);
  const dates = parseDates(reader);
  if (years.length > 0 && dates.some(({ from }) => from.year !== null)) throw unexpected(reader, reader.peek());
  return { years, dates };
}

/** `2026 Nov,Dec`: the year before a list of months is that of all of them. */
function withSharedYear(dates: DateRange[]): { years: YearRange[]; dates: DateRange[] } {
  const [first, ...others] = dates;
  const year = first?.from.year ?? null;
  if (year === null || others.every(({ from }) => from.year !== null)) return { years: [], dates };
  const withoutYear = dates.map((range): DateRange => {
    return range.kind === 'months'
      ? { ...range, from: { ...range.from, year: null }, to: { ...range.to, year: null } }
      : range;
  });
  return { years: [{ from: year, to: year, step: 1 }], dates: withoutYear };
}

/** Whether the rule names any days; without, it speaks of every day. */
export function hasSelectors({ years, dates, weeks, holidays, days }: Selectors): boolean {
  return years.length + dates.length + weeks.length + holidays.length + days.length > 0;
}
