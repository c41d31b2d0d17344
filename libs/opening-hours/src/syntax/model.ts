/** What the text says, free of its spelling. Weekdays are ISO: 1 = Monday … 7 = Sunday; months 1–12. */
export interface OpeningHours {
  rules: Rule[];
  /** Readings that a person should confirm; empty for text in its usual spelling. */
  warnings: HoursWarning[];
}

export interface HoursWarning {
  /** Index of the character, from 0. */
  position: number;
  nb: string;
  en: string;
}

export type RuleState = 'open' | 'closed' | 'unknown';

/** Which days a rule speaks of. A day has to satisfy every list that isn't empty; in a list, one of its entries. */
export interface Selectors {
  years: YearRange[];
  dates: DateRange[];
  weeks: WeekRange[];
  /** Only of `PH Mo-Fr`, the holidays that lie on one of the days; `PH,Mo` has both in `days`. */
  holidays: HolidaySelector[];
  days: DaySelector[];
}

export interface Rule extends Selectors {
  /** `;` replaces what earlier rules say about the day, `,` adds to it, `||` fills what is closed. */
  separator: 'normal' | 'additional' | 'fallback';
  /** Empty: the whole day. */
  times: TimeSpan[];
  state: RuleState;
  comment: string | null;
}

export interface YearRange {
  from: number;
  /** null: every year since `from`. */
  to: number | null;
  step: number;
}

export type DateRange = MonthRange | DatePointRange;

/** Without years it returns each year and may pass New Year. Years are given at both ends or at neither. */
export interface MonthRange {
  kind: 'months';
  from: { year: number | null; month: number };
  to: { year: number | null; month: number };
}

/** Both ends included, but for an end at easter; `to` null: a single date. Every `step`th day from the first. */
export interface DatePointRange {
  kind: 'dates';
  from: DatePoint;
  to: DatePoint | null;
  step: number;
}

export interface DatePoint {
  year: number | null;
  anchor: DateAnchor;
  offsetDays: number;
}

export type DateAnchor =
  | { kind: 'day'; month: number; day: number }
  | { kind: 'nth'; month: number; weekday: number; nth: number }
  | { kind: 'easter' };

/** ISO weeks, 1–53. */
export interface WeekRange {
  from: number;
  to: number;
  step: number;
}

export type DaySelector =
  | { kind: 'weekdays'; from: number; to: number }
  /** nth of its month, counted from the end when negative, then moved by the offset. */
  | { kind: 'nth'; weekday: number; nths: number[]; offsetDays: number }
  | HolidaySelector;

/** Public holidays, moved by the offset. */
export interface HolidaySelector {
  kind: 'holiday';
  offsetDays: number;
}

/** Minutes after midnight, half-open: 0 ≤ start < 1440, start < end ≤ 2880. */
export interface TimeSpan {
  start: number;
  end: number;
}
