import { CalendarDay, DayNumber, calendarDay, nthWeekdayOf } from './calendar';
import { HolidayLookup } from './holidays';
import { pointExists, resolvePoint } from './syntax/date-points';
import {
  DatePoint,
  DatePointRange,
  DateRange,
  DaySelector,
  MonthRange,
  Rule,
  WeekRange,
  YearRange,
} from './syntax/model';

/** Whether the rule speaks of the day. */
export function ruleMatches(rule: Rule, day: CalendarDay, holidays: HolidayLookup): boolean {
  return (
    anyOrNone(rule.years, (range) => yearMatches(range, day)) &&
    anyOrNone(rule.weeks, (range) => weekMatches(range, day)) &&
    anyOrNone(rule.dates, (range) => dateMatches(range, day)) &&
    anyOrNone(rule.holidays, (selector) => dayMatches(selector, day, holidays)) &&
    anyOrNone(rule.days, (selector) => dayMatches(selector, day, holidays))
  );
}

/** The names of the day's holidays, when it is as a holiday that the rule speaks of it. */
export function holidayMeantBy(
  rule: Rule,
  day: CalendarDay,
  holidays: HolidayLookup,
): { nb: string; en: string } | null {
  const named = [...rule.holidays, ...rule.days];
  const meansHolidays = named.some((selector) => selector.kind === 'holiday' && selector.offsetDays === 0);
  return meansHolidays ? holidays.on(day.number) : null;
}

function anyOrNone<Selector>(selectors: Selector[], matches: (selector: Selector) => boolean): boolean {
  return selectors.length === 0 || selectors.some(matches);
}

function yearMatches({ from, to, step }: YearRange, { year }: CalendarDay): boolean {
  return year >= from && (to === null || year <= to) && (year - from) % step === 0;
}

function weekMatches({ from, to, step }: WeekRange, { week }: CalendarDay): boolean {
  return week >= from && week <= to && (week - from) % step === 0;
}

function dateMatches(range: DateRange, day: CalendarDay): boolean {
  return range.kind === 'months' ? monthMatches(range, day) : pointRangeMatches(range, day);
}

function monthMatches({ from, to }: MonthRange, { year, month }: CalendarDay): boolean {
  if (from.year !== null && to.year !== null) {
    const months = year * 12 + month;
    return months >= from.year * 12 + from.month && months <= to.year * 12 + to.month;
  }
  return inCycle(month, from.month, to.month);
}

function pointRangeMatches(range: DatePointRange, { year, number }: CalendarDay): boolean {
  const years = range.from.year === null ? [year - 1, year, year + 1] : [range.from.year];
  return years.some((startYear) => inRangeOf(range, startYear, number));
}

/** The occurrence of a range that starts in a year; its end may lie in the next. */
function inRangeOf({ from, to, step }: DatePointRange, startYear: number, number: DayNumber): boolean {
  const start = resolvePoint(from, startYear, 'start');
  if (to === null) return number === start && pointExists(from, startYear);
  const endInYear = resolvePoint(to, to.year ?? startYear, 'end');
  const end = endInYear < start && to.year === null ? resolvePoint(to, startYear + 1, 'end') : endInYear;
  return number >= start && number <= lastDay(to, end) && (number - start) % step === 0;
}

/** Ranges up to easter leave out their last day, as OpenStreetMap's evaluators do; the parser warns of it. */
function lastDay(to: DatePoint, end: DayNumber): DayNumber {
  return to.anchor.kind === 'easter' ? end - 1 : end;
}

function dayMatches(selector: DaySelector, day: CalendarDay, holidays: HolidayLookup): boolean {
  switch (selector.kind) {
    case 'weekdays':
      return inCycle(day.weekday, selector.from, selector.to);
    case 'holiday':
      return holidays.on(day.number - selector.offsetDays) !== null;
    case 'nth': {
      const { number, year, month } = selector.offsetDays === 0 ? day : calendarDay(day.number - selector.offsetDays);
      return selector.nths.some((nth) => nthWeekdayOf(year, month, selector.weekday, nth) === number);
    }
  }
}

/** Within a range that may pass the end of the week or year. */
function inCycle(value: number, from: number, to: number): boolean {
  return from <= to ? value >= from && value <= to : value >= from || value <= to;
}
