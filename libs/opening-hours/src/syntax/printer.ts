import {
  DateAnchor,
  DatePoint,
  DateRange,
  DaySelector,
  OpeningHours,
  Rule,
  TimeSpan,
  WeekRange,
  YearRange,
} from './model';
import { MONTHS, WEEKDAYS } from './names';
import { formatTime } from './parse-times';

const SEPARATORS = { normal: '; ', additional: ', ', fallback: ' || ' } as const;

/** The canonical text: reading it gives the same rules, and printing those gives the same text. */
export function printOpeningHours(hours: OpeningHours): string {
  return hours.rules
    .map((rule, index) => {
      const separator = index === 0 ? '' : SEPARATORS[rule.separator];
      const text = printRule(rule);
      return separator + (wouldJoin(text, hours.rules[index + 1]) ? `${text} open` : text);
    })
    .join('');
}

/** Times behind a comma would be read as more times of this rule. */
function wouldJoin(text: string, next: Rule | undefined): boolean {
  return next?.separator === 'additional' && /:\d\d$/.test(text) && /^\d\d:/.test(printRule(next));
}

/** One rule without its separator. */
export function printRule(rule: Rule): string {
  const selectors = [
    rule.years.map(printYears).join(','),
    rule.dates.map(printDates).join(','),
    rule.weeks.length > 0 ? `week ${rule.weeks.map(printWeeks).join(',')}` : '',
    rule.holidays.map(printDay).join(','),
    rule.days.map(printDay).join(','),
  ].filter((part) => part !== '');
  const times = rule.times.map(printSpan).join(',');
  const comment = rule.comment === null ? '' : `"${rule.comment}"`;
  return [...selectors, times, printState(rule, selectors.length > 0), comment].filter((part) => part !== '').join(' ');
}

function printState({ state, times, comment }: Rule, hasSelectors: boolean): string {
  if (state === 'closed') return 'off';
  if (state === 'unknown') return comment === null ? 'unknown' : '';
  if (times.length === 0 && !hasSelectors) return comment === null ? '24/7' : '24/7 open';
  return comment === null ? '' : 'open';
}

function printYears({ from, to, step }: YearRange): string {
  if (to === null) return `${from}+`;
  return from === to ? `${from}` : `${from}-${to}${printStep(step)}`;
}

function printWeeks({ from, to, step }: WeekRange): string {
  return from === to ? twoDigits(from) : `${twoDigits(from)}-${twoDigits(to)}${printStep(step)}`;
}

function printStep(step: number): string {
  return step === 1 ? '' : `/${step}`;
}

function printDates(range: DateRange): string {
  if (range.kind === 'months') {
    const from = printMonth(range.from.year, range.from.month);
    const { year, month } = range.to;
    const to = printMonth(year === range.from.year ? null : year, month);
    return year === range.from.year && month === range.from.month ? from : `${from}-${to}`;
  }
  const from = printPoint(range.from);
  if (range.to === null) return from;
  return `${from}-${printRangeEnd(range.from, range.to)}${printStep(range.step)}`;
}

function printMonth(year: number | null, month: number): string {
  return `${year === null ? '' : `${year} `}${MONTHS[month - 1]}`;
}

function printPoint({ year, anchor, offsetDays }: DatePoint): string {
  return `${year === null ? '' : `${year} `}${printAnchor(anchor)}${printOffset(offsetDays)}`;
}

function printRangeEnd(from: DatePoint, to: DatePoint): string {
  if (isLaterInMonth(from, to) && to.anchor.kind === 'day') {
    return twoDigits(to.anchor.day) + printOffset(to.offsetDays);
  }
  return printPoint(from.year === to.year ? { ...to, year: null } : to);
}

function isLaterInMonth(from: DatePoint, to: DatePoint): boolean {
  if (from.anchor.kind !== 'day' || to.anchor.kind !== 'day' || from.year !== to.year) return false;
  return from.anchor.month === to.anchor.month && from.anchor.day <= to.anchor.day;
}

function printAnchor(anchor: DateAnchor): string {
  if (anchor.kind === 'easter') return 'easter';
  const month = MONTHS[anchor.month - 1];
  return anchor.kind === 'day'
    ? `${month} ${twoDigits(anchor.day)}`
    : `${month} ${WEEKDAYS[anchor.weekday - 1]}[${anchor.nth}]`;
}

function printDay(day: DaySelector): string {
  if (day.kind === 'holiday') return `PH${printOffset(day.offsetDays)}`;
  if (day.kind === 'nth') return `${WEEKDAYS[day.weekday - 1]}[${day.nths.join(',')}]${printOffset(day.offsetDays)}`;
  const from = WEEKDAYS[day.from - 1] ?? '';
  return day.from === day.to ? from : `${from}-${WEEKDAYS[day.to - 1]}`;
}

function printOffset(days: number): string {
  if (days === 0) return '';
  return ` ${days > 0 ? '+' : '-'}${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
}

function printSpan({ start, end }: TimeSpan): string {
  const shownEnd = end > 1440 && end - 1440 <= start ? end - 1440 : end;
  return `${formatTime(start)}-${formatTime(shownEnd)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
