export type Language = 'nb' | 'nn' | 'en';

export interface Words {
  weekdays: string[];
  months: string[];
  and: string;
  holidays: string;
  /** Between holidays and the weekdays that they have to lie on. */
  holidaysOn: string;
  easter: string;
  week: string;
  always: string;
  everyDay: string;
  /** After days or dates. */
  wholeDay: string;
  closed: string;
  /** Between 'closed' and the days or dates. */
  closedOn: string;
  unknown: string;
  also: string;
  otherwise: string;
  nextDay: string;
  sinceYear: (year: number) => string;
  dayOfMonth: (day: number) => string;
  /** nth weekday of the month; negative: counted from its end. */
  nth: (nth: number, weekday: string) => string;
  ofMonth: (month: string) => string;
  offset: (days: number, from: string) => string;
  every: (step: number) => string;
  minutesMark: string;
}

const NORWEGIAN_MONTHS = [
  'januar',
  'februar',
  'mars',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'desember',
];

const nb: Words = {
  weekdays: ['man', 'tir', 'ons', 'tor', 'fre', 'lør', 'søn'],
  months: NORWEGIAN_MONTHS,
  and: 'og',
  holidays: 'helligdager',
  holidaysOn: 'på',
  easter: '1. påskedag',
  week: 'uke',
  always: 'døgnåpent',
  everyDay: 'alle dager',
  wholeDay: 'hele døgnet',
  closed: 'stengt',
  closedOn: '',
  unknown: 'ikke sikkert åpent',
  also: 'i tillegg',
  otherwise: 'ellers',
  nextDay: 'neste dag',
  sinceYear: (year) => `fra ${year}`,
  dayOfMonth: (day) => `${day}.`,
  nth: (nth, weekday) =>
    nth > 0 ? `${nth}. ${weekday}` : nth === -1 ? `siste ${weekday}` : `${-nth}. siste ${weekday}`,
  ofMonth: (month) => `i ${month || 'måneden'}`,
  offset: (days, from) => `${daysNorwegian(days, 'dagen', 'dager')} ${days > 0 ? 'etter' : 'før'} ${from}`,
  every: (step) => `hver ${step}.`,
  minutesMark: '.',
};

const nn: Words = {
  ...nb,
  weekdays: ['mån', 'tys', 'ons', 'tor', 'fre', 'lau', 'søn'],
  holidays: 'heilagdagar',
  week: 'veke',
  always: 'døgnope',
  everyDay: 'alle dagar',
  wholeDay: 'heile døgnet',
  unknown: 'ikkje sikkert ope',
  otherwise: 'elles',
  sinceYear: (year) => `frå ${year}`,
  ofMonth: (month) => `i ${month || 'månaden'}`,
  offset: (days, from) => `${daysNorwegian(days, 'dagen', 'dagar')} ${days > 0 ? 'etter' : 'før'} ${from}`,
  every: (step) => `kvar ${step}.`,
};

const en: Words = {
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  and: 'and',
  holidays: 'public holidays',
  holidaysOn: 'on',
  easter: 'Easter Sunday',
  week: 'week',
  always: 'open around the clock',
  everyDay: 'every day',
  wholeDay: 'all day',
  closed: 'closed',
  closedOn: 'on',
  unknown: 'not certainly open',
  also: 'also',
  otherwise: 'otherwise',
  nextDay: 'the next day',
  sinceYear: (year) => `from ${year}`,
  dayOfMonth: (day) => `${day}`,
  nth: (nth, weekday) =>
    nth === -1 ? `last ${weekday}` : `${ordinal(Math.abs(nth))} ${nth < 0 ? 'last ' : ''}${weekday}`,
  ofMonth: (month) => `of ${month || 'the month'}`,
  offset: (days, from) =>
    `${Math.abs(days) === 1 ? 'the day' : `${Math.abs(days)} days`} ${days > 0 ? 'after' : 'before'} ${from}`,
  every: (step) => `every ${ordinal(step)}`,
  minutesMark: ':',
};

export const WORDS: Record<Language, Words> = { nb, nn, en };

function daysNorwegian(days: number, one: string, many: string): string {
  return Math.abs(days) === 1 ? one : `${Math.abs(days)} ${many}`;
}

function ordinal(value: number): string {
  const teen = value % 100 >= 11 && value % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}
