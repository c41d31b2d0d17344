import { TimeSpan } from '../syntax/model';
import { WEEKDAYS } from '../syntax/names';

export type Weekday = (typeof WEEKDAYS)[number];

/** The spans that begin on each weekday, sorted and without overlap; none: closed. */
export type WeekdaySpans = Record<Weekday, TimeSpan[]>;

/** Hours as an editor shows them: a row for each weekday, in each season, and one for public holidays. */
export interface StructuredWeek {
  /** Together the whole year: one whose months are null, or several with months, none twice. */
  seasons: Season[];
  /** 'as-weekdays': holidays are as other days; otherwise they have these spans, none: closed. */
  holidays: 'as-weekdays' | TimeSpan[];
}

export interface Season {
  /** First and last month, 1–12, both included; may pass New Year. */
  months: { from: number; to: number } | null;
  days: WeekdaySpans;
}

/** @param spansOf the spans of an ISO weekday, 1–7 */
export function weekdaySpans(spansOf: (weekday: number) => TimeSpan[]): WeekdaySpans {
  const [Mo, Tu, We, Th, Fr, Sa, Su] = [1, 2, 3, 4, 5, 6, 7].map(spansOf);
  return { Mo: Mo ?? [], Tu: Tu ?? [], We: We ?? [], Th: Th ?? [], Fr: Fr ?? [], Sa: Sa ?? [], Su: Su ?? [] };
}

/** Sorted; those that overlap or touch are joined. */
export function joined(spans: TimeSpan[]): TimeSpan[] {
  const result: TimeSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push({ ...span });
  }
  return result;
}
