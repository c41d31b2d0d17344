import { OpeningHours, Rule, YearRange } from '../syntax/model';
import { hasSelectors } from '../syntax/parse-selectors';
import { weekdaysOf } from '../syntax/weekdays-of';
import { describeDates } from './describe-dates';
import { describeDay, describeSpan } from './describe-days';
import { list, range, sentence } from './join';
import { Language, WORDS, Words } from './words';

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
  const ofA = weekdaysOf(a);
  const ofB = weekdaysOf(b);
  return ofA === null || ofB === null || ofA.some((weekday) => ofB.includes(weekday));
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
  const month = monthOfNth(rule);
  const monthName = month === null ? '' : (words.months[month - 1] ?? '');
  const weeks = list(rule.weeks, words, ({ from, to, step }) => range(`${from}`, `${to}`, step, words));
  return sentence([
    list(rule.years, words, (years) => describeYears(years, words)),
    month === null ? list(rule.dates, words, (dates) => describeDates(dates, words)) : '',
    weeks === '' ? '' : `${words.week} ${weeks}`,
    list(rule.holidays, words, (day) => describeDay(day, '', words)),
    rule.holidays.length === 0 ? '' : words.holidaysOn,
    list(rule.days, words, (day) => describeDay(day, monthName, words)),
  ]);
}

/** `Nov Th[4]` reads "4. tor i november". */
function monthOfNth({ dates, days }: Rule): number | null {
  const [only, ...others] = dates;
  if (only?.kind !== 'months' || others.length > 0) return null;
  if (days.length === 0 || !days.every(({ kind }) => kind === 'nth')) return null;
  return only.from.month === only.to.month && only.from.year === null ? only.from.month : null;
}

function describeYears({ from, to, step }: YearRange, words: Words): string {
  return to === null ? words.sinceYear(from) : range(`${from}`, `${to}`, step, words);
}

function describeTimes(rule: Rule, words: Words): string {
  if (rule.times.length === 0) return rule.state === 'open' && hasSelectors(rule) ? words.wholeDay : '';
  return list(rule.times, words, (span) => describeSpan(span, words));
}
