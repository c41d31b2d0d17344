import { DateRange, DaySelector, OpeningHours, Rule, TimeSpan } from '../syntax/model';
import { WEEKDAYS } from '../syntax/names';
import { Season, StructuredWeek, joined } from './structured-week';

const MINUTES_PER_DAY = 1440;
const EVERY_DAY = { years: [], dates: [], weeks: [], holidays: [], days: [] };
const HOLIDAYS: DaySelector[] = [{ kind: 'holiday', offsetDays: 0 }];

/**
 * The rules that say a week, ready to be printed. Reading them back gives the same week.
 * @throws RangeError for a span that doesn't begin within its day or ends before it begins or beyond 48:00, and for months
 * that no season or more than one has.
 */
export function fromStructuredWeek(week: StructuredWeek): OpeningHours {
  check(week);
  const { seasons, holidays } = week;
  const weekly = seasons.flatMap(rulesOf);
  const passMidnight = weekly.some(({ times }) => times.some(({ end }) => end > MINUTES_PER_DAY));
  const rules = weekly.map((rule): Rule => ({ ...rule, separator: passMidnight ? 'additional' : 'normal' }));
  const closed: Rule = { ...EVERY_DAY, separator: 'normal', times: [], state: 'closed', comment: null };
  const [first = closed, ...others] = rules;
  const onHolidays = holidays === 'as-weekdays' ? [] : [timed({ ...closed, days: HOLIDAYS }, holidays)];
  return { rules: [{ ...first, separator: 'normal' }, ...others, ...onHolidays], warnings: [] };
}

/** A rule for each set of weekdays with the same spans. */
function rulesOf({ months, days }: Season): Rule[] {
  const rules = new Map<string, { weekdays: number[]; spans: TimeSpan[] }>();
  for (const [index, name] of WEEKDAYS.entries()) {
    const spans = joined(days[name]);
    const key = JSON.stringify(spans);
    if (spans.length > 0) rules.set(key, { weekdays: [...(rules.get(key)?.weekdays ?? []), index + 1], spans });
  }
  return [...rules.values()].map(({ weekdays, spans }) => {
    const rule: Rule = { ...EVERY_DAY, separator: 'normal', times: [], state: 'closed', comment: null };
    return timed({ ...rule, dates: monthRange(months), days: weekdayRanges(weekdays) }, spans);
  });
}

function timed(rule: Rule, spans: TimeSpan[]): Rule {
  return spans.length === 0 ? rule : { ...rule, state: 'open', times: joined(spans) };
}

function monthRange(months: Season['months']): DateRange[] {
  if (months === null) return [];
  return [{ kind: 'months', from: { year: null, month: months.from }, to: { year: null, month: months.to } }];
}

/** Three days in a row or more become a range. */
function weekdayRanges(weekdays: number[]): DaySelector[] {
  const runs: { from: number; to: number }[] = [];
  for (const weekday of weekdays) {
    const last = runs.at(-1);
    if (last?.to === weekday - 1) last.to = weekday;
    else runs.push({ from: weekday, to: weekday });
  }
  return runs.flatMap(({ from, to }): DaySelector[] => {
    if (to !== from + 1) return [{ kind: 'weekdays', from, to }];
    return [from, to].map((weekday) => ({ kind: 'weekdays', from: weekday, to: weekday }));
  });
}

function check({ seasons, holidays }: StructuredWeek): void {
  const spans = seasons.flatMap(({ days }) => WEEKDAYS.flatMap((name) => days[name]));
  for (const { start, end } of [...spans, ...(holidays === 'as-weekdays' ? [] : holidays)]) {
    const isSpan = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < MINUTES_PER_DAY;
    if (!isSpan || end <= start || end > 2 * MINUTES_PER_DAY) throw new RangeError(`Not a span: ${start}–${end}`);
  }
  const months = seasons.flatMap((season) => monthsOf(season.months));
  if (months.length !== 12 || new Set(months).size !== 12) throw new RangeError('Every month belongs to one season');
}

function monthsOf(months: Season['months']): number[] {
  const { from, to } = months ?? { from: 1, to: 12 };
  return Array.from({ length: ((to - from + 12) % 12) + 1 }, (_, index) => ((from - 1 + index) % 12) + 1);
}
