import { Language, WORDS, Words } from './describe-words';
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
} from './syntax/model';

export type { Language } from './describe-words';

const MINUTES_PER_DAY = 1440;

/** Opening hours as a person would say them: "man, ons og fre 11–16, tor 11–18, stengt helligdager". */
export function describe(hours: OpeningHours, language: Language): string {
  const words = WORDS[language];
  return hours.rules
    .map((rule, index) => sentence([joiner(rule, hours.rules.slice(0, index), words), describeRule(rule, words)]))
    .join(', ');
}

function joiner(rule: Rule, before: Rule[], words: Words): string {
  if (rule.separator === 'fallback') return words.otherwise;
  return rule.separator === 'additional' && before.some((other) => mayShareDay(rule, other)) ? words.also : '';
}

/** Only plain weekdays are surely different days. */
function mayShareDay(a: Rule, b: Rule): boolean {
  const ofA = plainWeekdays(a);
  const ofB = plainWeekdays(b);
  return ofA === null || ofB === null || ofA.some((weekday) => ofB.includes(weekday));
}

function plainWeekdays({ days }: Rule): number[] | null {
  if (days.length === 0) return null;
  const weekdays: number[] = [];
  for (const day of days) {
    if (day.kind !== 'weekdays') return null;
    for (let weekday = day.from; weekday !== day.to; weekday = (weekday % 7) + 1) weekdays.push(weekday);
    weekdays.push(day.to);
  }
  return weekdays;
}

function sentence(parts: string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function describeRule(rule: Rule, words: Words): string {
  const selectors = describeSelectors(rule, words);
  const times = describeTimes(rule, words);
  const comment = rule.comment === null ? '' : `(${rule.comment})`;
  if (rule.state === 'closed') {
    const on = rule.days.length > 0 || rule.dates.some(({ kind }) => kind === 'dates');
    return sentence([words.closed, on ? words.closedOn : '', selectors, times, comment]);
  }
  const opening = selectors === '' && times !== '' ? words.everyDay : selectors;
  if (rule.state === 'unknown') return sentence([opening, times, words.unknown, comment]);
  if (selectors === '' && (times === '' || times === words.wholeDay)) return sentence([words.always, comment]);
  return sentence([opening, times, comment]);
}

function describeSelectors(rule: Rule, words: Words): string {
  const nthMonth = monthOfNth(rule);
  return sentence([
    list(
      rule.years.map((years) => describeYears(years, words)),
      words,
    ),
    nthMonth === null
      ? list(
          rule.dates.map((dates) => describeDates(dates, words)),
          words,
        )
      : '',
    rule.weeks.length === 0
      ? ''
      : `${words.week} ${list(
          rule.weeks.map((weeks) => describeWeeks(weeks, words)),
          words,
        )}`,
    list(
      rule.days.map((day) => describeDay(day, nthMonth === null ? '' : (words.months[nthMonth - 1] ?? ''), words)),
      words,
    ),
  ]);
}

/** `Nov Th[4]` reads "4. tor i november". */
function monthOfNth({ dates, days }: Rule): number | null {
  const [range, ...others] = dates;
  if (range?.kind !== 'months' || others.length > 0 || !days.every(({ kind }) => kind === 'nth') || days.length === 0)
    return null;
  return range.from.month === range.to.month && range.from.year === null ? range.from.month : null;
}

function list(parts: string[], { and }: Words): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1)}`;
}

function describeYears({ from, to, step }: YearRange, words: Words): string {
  return to === null ? words.sinceYear(from) : range(`${from}`, `${to}`, step, words);
}

function describeWeeks({ from, to, step }: WeekRange, words: Words): string {
  return range(`${from}`, `${to}`, step, words);
}

function range(from: string, to: string, step: number, { every }: Words): string {
  return `${from === to ? from : `${from}–${to}`}${step === 1 ? '' : ` (${every(step)})`}`;
}

function describeDates(dates: DateRange, words: Words): string {
  if (dates.kind === 'months') {
    const fromYear = dates.from.year === dates.to.year ? null : dates.from.year;
    const from = monthAndYear(dates.from.month, fromYear, words);
    const to = monthAndYear(dates.to.month, dates.to.year, words);
    const sameMonth = dates.from.month === dates.to.month && dates.from.year === dates.to.year;
    return sameMonth ? to : `${from}–${to}`;
  }
  const { from, to, step } = dates;
  if (to === null) return describePoint(from, words);
  const last = to.anchor.kind === 'easter' ? { ...to, offsetDays: to.offsetDays - 1 } : to;
  return range(describeRangeStart(from, to, words), describePoint(last, words), step, words);
}

function monthAndYear(month: number, year: number | null, { months }: Words): string {
  return sentence([months[month - 1] ?? '', year === null ? '' : `${year}`]);
}

function describePoint({ year, anchor, offsetDays }: DatePoint, words: Words): string {
  const month = anchor.kind === 'easter' ? '' : (words.months[anchor.month - 1] ?? '');
  const date = describeAnchor(anchor, month, words);
  return sentence([offsetDays === 0 ? date : words.offset(offsetDays, date), year === null ? '' : `${year}`]);
}

function describeAnchor(anchor: DateAnchor, month: string, words: Words): string {
  switch (anchor.kind) {
    case 'easter':
      return words.easter;
    case 'day':
      return `${words.dayOfMonth(anchor.day)} ${month}`;
    case 'nth':
      return `${words.nth(anchor.nth, words.weekdays[anchor.weekday - 1] ?? '')} ${words.ofMonth(month)}`;
  }
}

/** The month isn't repeated: "24.–26. desember". */
function describeRangeStart(from: DatePoint, to: DatePoint, words: Words): string {
  const plain = from.offsetDays === 0 && to.offsetDays === 0 && from.year === to.year;
  if (plain && from.anchor.kind === 'day' && to.anchor.kind === 'day' && from.anchor.month === to.anchor.month) {
    return words.dayOfMonth(from.anchor.day);
  }
  return describePoint(from.year === to.year ? { ...from, year: null } : from, words);
}

function describeDay(day: DaySelector, month: string, words: Words): string {
  if (day.kind === 'holiday') return moved(words.holidays, day.offsetDays, words);
  if (day.kind === 'nth') {
    const weekday = words.weekdays[day.weekday - 1] ?? '';
    const nths = list(
      day.nths.map((nth) => words.nth(nth, weekday)),
      words,
    );
    return moved(`${nths} ${words.ofMonth(month)}`, day.offsetDays, words);
  }
  const from = words.weekdays[day.from - 1] ?? '';
  return day.from === day.to ? from : `${from}–${words.weekdays[day.to - 1] ?? ''}`;
}

function moved(date: string, offsetDays: number, words: Words): string {
  return offsetDays === 0 ? date : words.offset(offsetDays, date);
}

function describeTimes(rule: Rule, words: Words): string {
  const hasSelectors = rule.years.length + rule.dates.length + rule.weeks.length + rule.days.length > 0;
  if (rule.times.length === 0) return rule.state === 'open' && hasSelectors ? words.wholeDay : '';
  return list(
    rule.times.map((span) => describeSpan(span, words)),
    words,
  );
}

function describeSpan({ start, end }: TimeSpan, words: Words): string {
  if (start === 0 && end === MINUTES_PER_DAY) return words.wholeDay;
  const afterMidnight = end > MINUTES_PER_DAY ? end - MINUTES_PER_DAY : end;
  const nextDay = end - start >= MINUTES_PER_DAY ? ` ${words.nextDay}` : '';
  return `${clock(start, words)}–${clock(afterMidnight, words)}${nextDay}`;
}

function clock(minutes: number, { minutesMark }: Words): string {
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours}` : `${hours}${minutesMark}${String(minutes % 60).padStart(2, '0')}`;
}
