import {
  fromStructuredWeek,
  parseOpeningHours,
  printOpeningHours,
  toStructuredWeek,
  type StructuredWeek,
  type TimeSpan,
  type Weekday,
  type WeekdaySpans,
} from '@selvbetjent/opening-hours';

export type { TimeSpan, Weekday, WeekdaySpans };

export const WEEKDAYS: readonly Weekday[] = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** A row of the editor: a weekday, or public holidays. */
export type RowKey = Weekday | 'PH';

/** A week and the months (1–12, in order) that have it; together the seasons have every month once. */
export interface EditedSeason {
  months: number[];
  days: WeekdaySpans;
}

/** Opening hours as the week grid shows them; spans are minutes after midnight of the day they begin on. */
export interface EditedWeek {
  seasons: EditedSeason[];
  holidays: StructuredWeek['holidays'];
}

/**
 * @returns the week of an opening hours text, or null when the text says more than a grid can show.
 * @throws HoursSyntaxError for text that can't be read
 */
export function weekOfText(text: string): EditedWeek | null {
  const week = toStructuredWeek(parseOpeningHours(text));
  if (!week) return null;
  const seasons = week.seasons.map(({ months, days }) => ({ months: monthsBetween(months), days }));
  return { seasons: sameWeeksTogether(seasons), holidays: week.holidays };
}

/** The canonical text of the week. Seasons with the same week are written as one. */
export function textOfWeek({ seasons, holidays }: EditedWeek): string {
  const ranges = sameWeeksTogether(seasons)
    .flatMap(({ months, days }) => monthRanges(months).map((range) => ({ months: range, days })))
    .sort((one, other) => (one.months?.from ?? 0) - (other.months?.from ?? 0));
  return printOpeningHours(fromStructuredWeek({ seasons: ranges, holidays }));
}

/** Months in order as ranges, which may pass New Year; null for the whole year. */
export function monthRanges(months: readonly number[]): StructuredWeek['seasons'][number]['months'][] {
  if (months.length === 12) return [null];
  const starts = months.filter((month) => !months.includes(month === 1 ? 12 : month - 1));
  return starts.map((from) => {
    let to = from;
    while (months.includes((to % 12) + 1)) to = (to % 12) + 1;
    return { from, to };
  });
}

/** Months from the first to the last, in the order of the year. */
export function monthsBetween(range: { from: number; to: number } | null): number[] {
  const { from, to } = range ?? { from: 1, to: 12 };
  const count = ((to - from + 12) % 12) + 1;
  return Array.from({ length: count }, (_, ahead) => ((from - 1 + ahead) % 12) + 1).sort((a, b) => a - b);
}

function sameWeeksTogether(seasons: readonly EditedSeason[]): EditedSeason[] {
  const byWeek = new Map<string, EditedSeason>();
  for (const { months, days } of seasons) {
    const key = JSON.stringify(WEEKDAYS.map((day) => days[day].map(({ start, end }) => [start, end])));
    const known = byWeek.get(key)?.months ?? [];
    byWeek.set(key, { months: [...known, ...months].sort((a, b) => a - b), days });
  }
  return [...byWeek.values()];
}
