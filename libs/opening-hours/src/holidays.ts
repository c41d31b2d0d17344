import {
  DayNumber,
  LocalDate,
  calendarDay,
  dayNumberOf,
  easterSunday,
  formatLocalDate,
  parseLocalDate,
} from './calendar';

/** A public holiday (helligdag or høytidsdag). Two may fall on the same date, as on 17 May 2027. */
export interface Holiday {
  date: LocalDate;
  nb: string;
  en: string;
}

/** The public holidays of one year, in order of date. */
export type HolidayCalendar = (year: number) => Holiday[];

/** Month and day, or the number of days after Easter Sunday. */
const NORWAY: { on: [month: number, day: number] | number; nb: string; en: string }[] = [
  { on: [1, 1], nb: '1. nyttårsdag', en: "New Year's Day" },
  { on: -3, nb: 'Skjærtorsdag', en: 'Maundy Thursday' },
  { on: -2, nb: 'Langfredag', en: 'Good Friday' },
  { on: 0, nb: '1. påskedag', en: 'Easter Sunday' },
  { on: 1, nb: '2. påskedag', en: 'Easter Monday' },
  { on: [5, 1], nb: 'Arbeidernes dag', en: 'Labour Day' },
  { on: [5, 17], nb: 'Grunnlovsdagen', en: 'Constitution Day' },
  { on: 39, nb: 'Kristi himmelfartsdag', en: 'Ascension Day' },
  { on: 49, nb: '1. pinsedag', en: 'Whit Sunday' },
  { on: 50, nb: '2. pinsedag', en: 'Whit Monday' },
  { on: [12, 25], nb: '1. juledag', en: 'Christmas Day' },
  { on: [12, 26], nb: '2. juledag', en: 'Boxing Day' },
];

/**
 * The twelve public holidays of Norway in a year, in order of date (lov om helligdager og helligdagsfred § 2;
 * 1 and 17 May by lov om 1 og 17 mai som høgtidsdager). Easter Eve, Christmas Eve and New Year's Eve aren't among them.
 */
export function holidaysOfNorway(year: number): Holiday[] {
  return NORWAY.map(({ on, nb, en }) => {
    const day = typeof on === 'number' ? easterSunday(year) + on : dayNumberOf(year, ...on);
    return { date: formatLocalDate(day), nb, en };
  }).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Norway's public holidays from the first to the last date, both included. */
export function holidaysBetween(from: LocalDate, to: LocalDate): Holiday[] {
  const firstYear = calendarDay(parseLocalDate(from)).year;
  const lastYear = calendarDay(parseLocalDate(to)).year;
  const years = Array.from({ length: Math.max(0, lastYear - firstYear + 1) }, (_, index) => firstYear + index);
  return years.flatMap(holidaysOfNorway).filter(({ date }) => date >= from && date <= to);
}

/** Looks holidays up by day, remembering the years it has seen. */
export class HolidayLookup {
  private readonly years = new Map<number, Map<LocalDate, { nb: string; en: string }>>();

  constructor(private readonly calendar: HolidayCalendar) {}

  /** The names of the day's holidays, joined when there are two; null on ordinary days. */
  on(day: DayNumber): { nb: string; en: string } | null {
    const date = formatLocalDate(day);
    return this.year(Number(date.slice(0, 4))).get(date) ?? null;
  }

  private year(year: number): Map<LocalDate, { nb: string; en: string }> {
    const known = this.years.get(year);
    if (known) return known;
    const names = new Map<LocalDate, { nb: string; en: string }>();
    for (const { date, nb, en } of this.calendar(year)) {
      const other = names.get(date);
      names.set(date, other ? { nb: `${other.nb} og ${nb}`, en: `${other.en} and ${en}` } : { nb, en });
    }
    this.years.set(year, names);
    return names;
  }
}
