import { OpeningHours, Rule, TimeSpan } from '../syntax/model';
import { weekdaysIn } from '../syntax/weekdays-of';
import { Season, StructuredWeek, joined, weekdaySpans } from './structured-week';

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const WHOLE_DAY: TimeSpan = { start: 0, end: 1440 };

/** The spans of one rule and the months, weekdays and holidays that it sets or adds them to. */
interface Entry {
  months: number[];
  weekdays: number[];
  holidays: boolean;
  spans: TimeSpan[];
  adds: boolean;
}

/**
 * The week of an expression that says nothing but weekdays, months and public holidays.
 * @returns null when it says more (dates, years, weeks, comments, unknown, fallbacks …) or when its order of rules
 * means something that rows can't show; such hours are edited as text.
 */
export function toStructuredWeek({ rules }: OpeningHours): StructuredWeek | null {
  const entries = rules.map(entryOf);
  if (!entries.every((entry) => entry !== null) || hidesSomething(entries)) return null;
  const spansIn = (month: number, weekday: number): TimeSpan[] =>
    spansBy(entries.filter(({ months, weekdays }) => months.includes(month) && weekdays.includes(weekday)));
  const aboutHolidays = entries.filter(({ holidays }) => holidays);
  return { seasons: seasonsOf(spansIn), holidays: aboutHolidays.length === 0 ? 'as-weekdays' : spansBy(aboutHolidays) };
}

/** Null for a rule that a row can't hold. */
function entryOf(rule: Rule): Entry | null {
  const isPlain = rule.comment === null && rule.state !== 'unknown' && rule.separator !== 'fallback';
  const closesPart = rule.state === 'closed' && (rule.times.length > 0 || rule.separator === 'additional');
  const months = monthsOf(rule);
  const weekdays = weekdaysIn(rule.days.filter(({ kind }) => kind !== 'holiday'));
  const holidays = rule.days.filter((day) => day.kind === 'holiday');
  const isWeekly = rule.years.length + rule.weeks.length + rule.holidays.length === 0;
  if (!isPlain || closesPart || !isWeekly || months === null || weekdays === null) return null;
  if (holidays.length > 0 && (rule.dates.length > 0 || rule.separator === 'additional')) return null;
  if (holidays.some(({ offsetDays }) => offsetDays !== 0)) return null;
  return {
    months,
    weekdays: rule.days.length === 0 ? WEEKDAYS : weekdays,
    holidays: holidays.length > 0,
    spans: rule.state === 'closed' ? [] : rule.times.length === 0 ? [WHOLE_DAY] : rule.times,
    adds: rule.separator === 'additional',
  };
}

function monthsOf({ dates }: Rule): number[] | null {
  if (dates.length === 0) return MONTHS;
  const months: number[] = [];
  for (const range of dates) {
    if (range.kind !== 'months' || range.from.year !== null) return null;
    const length = (range.to.month - range.from.month + 12) % 12;
    for (let ahead = 0; ahead <= length; ahead += 1) months.push(((range.from.month - 1 + ahead) % 12) + 1);
  }
  return months;
}

/**
 * A rule for weekdays behind one for holidays takes holidays back. Behind a night it takes the night's evening or its end, but
 * not both; and a night of weekdays and holidays in one rule is another than in two.
 */
function hidesSomething(entries: Entry[]): boolean {
  return entries.some(({ weekdays, holidays, spans, adds }, index) => {
    if (weekdays.length === 0) return false;
    const before = entries.slice(0, index);
    if (before.some((entry) => entry.holidays) || (holidays && passesMidnight(spans))) return true;
    return !adds && before.some((entry) => passesMidnight(entry.spans));
  });
}

function passesMidnight(spans: TimeSpan[]): boolean {
  return spans.some(({ end }) => end > WHOLE_DAY.end);
}

function spansBy(entries: Entry[]): TimeSpan[] {
  return joined(
    entries.reduce<TimeSpan[]>((spans, entry) => (entry.adds ? [...spans, ...entry.spans] : entry.spans), []),
  );
}

/** Neighbouring months with the same week are one season. */
function seasonsOf(spansIn: (month: number, weekday: number) => TimeSpan[]): Season[] {
  const weeks = MONTHS.map((month) => weekdaySpans((weekday) => spansIn(month, weekday)));
  const keys = weeks.map((week) => JSON.stringify(week));
  const starts = MONTHS.filter((month) => keys[month - 1] !== keys[(month + 10) % 12]);
  return (starts.length === 0 ? [1] : starts).map((from, index): Season => {
    const next = starts[(index + 1) % starts.length] ?? 1;
    const days = weeks[from - 1] ?? weekdaySpans(() => []);
    return { months: starts.length === 0 ? null : { from, to: ((next + 10) % 12) + 1 }, days };
  });
}
