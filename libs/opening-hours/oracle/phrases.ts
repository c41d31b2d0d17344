import fc from 'fast-check';
import {
  DATES,
  EASTERS,
  HOLIDAYS,
  MONTHS,
  WEEKDAYS,
  WEEKS,
  around,
  monthOf,
  nthWeekdays,
  shift,
  walks,
  weekdayOf,
  yearOf,
} from './almanac';

/** A piece of syntax and the dates that it means. */
export interface Phrase {
  text: string;
  dates: Set<string>;
}

const YEARS = [2025, 2026, 2027, 2028];
const two = (value: number): string => String(value).padStart(2, '0');
const where = (text: string, means: (date: string) => boolean): Phrase => ({
  text,
  dates: new Set(DATES.filter(means)),
});
const phrase = (text: string, dates: string[]): Phrase => ({ text, dates: new Set(dates) });
const listed = (phrases: Phrase[]): Phrase =>
  phrase(
    phrases.map(({ text }) => text).join(','),
    phrases.flatMap(({ dates }) => [...dates]),
  );

const moved = (days: number): string =>
  days === 0 ? '' : ` ${days > 0 ? '+' : '-'}${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'}`;
const offset = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -4, max: 4 }) },
);

const weekday = fc.constantFrom(...WEEKDAYS);
const weekdays = fc
  .tuple(weekday, weekday)
  .map(([from, to]) =>
    where(from === to ? from : `${from}-${to}`, (date) => around(WEEKDAYS, from, to).includes(weekdayOf(date))),
  );
const nth = fc
  .tuple(weekday, fc.constantFrom([1], [2], [5], [-1], [-2], [1, 3], [1, -1]), offset)
  .map(([day, nths, days]) =>
    phrase(
      `${day}[${nths.join(',')}]${moved(days)}`,
      nths.flatMap((one) => nthWeekdays(day, one)).map((date) => shift(date, days)),
    ),
  );
const holidays = offset.map((days) =>
  phrase(
    `PH${moved(days)}`,
    HOLIDAYS.map((date) => shift(date, days)),
  ),
);
const holidaysOn = fc.tuple(holidays, weekdays).map(([on, days]) => ({
  text: `${on.text} ${days.text}`,
  dates: new Set([...on.dates].filter((date) => days.dates.has(date))),
}));

/** Weekdays, nth weekdays and public holidays. */
export const days: fc.Arbitrary<Phrase> = fc.oneof(
  { weight: 6, arbitrary: fc.array(weekdays, { minLength: 1, maxLength: 2 }).map(listed) },
  { weight: 2, arbitrary: fc.array(fc.oneof(nth, weekdays), { minLength: 1, maxLength: 2 }).map(listed) },
  { weight: 2, arbitrary: fc.tuple(holidays, weekdays).map(listed) },
  { weight: 1, arbitrary: fc.tuple(weekdays, holidays).map(listed) },
  { weight: 1, arbitrary: holidays },
  { weight: 1, arbitrary: holidaysOn },
);

const month = fc.integer({ min: 0, max: 11 });
const name = (index: number): string => MONTHS[index % 12] ?? '';
const months = fc
  .tuple(month, fc.integer({ min: 0, max: 11 }))
  .map(([from, length]) => [name(from), name(from + length)] as const)
  .map(([from, to]) =>
    where(from === to ? from : `${from}-${to}`, (date) => around(MONTHS, from, to).includes(monthOf(date))),
  );
const monthsOfYears = fc
  .tuple(fc.constantFrom(2025, 2026, 2027), month, month)
  .map(([year, from, to]) => ({
    first: `${year}-${two(from + 1)}`,
    last: `${year + 1}-${two(to + 1)}`,
    year,
    from,
    to,
  }))
  .map(({ first, last, year, from, to }) =>
    where(`${year} ${name(from)}-${year + 1} ${name(to)}`, (date) => date >= first && date.slice(0, 7) <= last),
  );

const day = fc.integer({ min: 1, max: 28 });
const yearly = (monthIndex: number, dayOfMonth: number): string[] =>
  [2024, ...YEARS, 2029].map((year) => `${year}-${two((monthIndex % 12) + 1)}-${two(dayOfMonth)}`);
const date = fc.tuple(month, day).map(([m, d]) => phrase(`${name(m)} ${two(d)}`, yearly(m, d)));
const leapDay = fc.constant(phrase('Feb 29', ['2028-02-29']));
const datesOfMonth = fc
  .tuple(month, fc.integer({ min: 1, max: 14 }), fc.integer({ min: 15, max: 28 }), fc.constantFrom(1, 1, 3, 8))
  .map(([m, from, to, step]) => {
    const stepped = walks(yearly(m, from), yearly(m, to)).flatMap((walk) =>
      walk.filter((_, index) => index % step === 0),
    );
    return phrase(`${name(m)} ${two(from)}-${two(to)}${step === 1 ? '' : `/${step}`}`, stepped);
  });
const dateRange = fc
  .tuple(month, fc.integer({ min: 1, max: 11 }), day, day)
  .map(([m, length, from, to]) =>
    phrase(
      `${name(m)} ${two(from)}-${name(m + length)} ${two(to)}`,
      walks(yearly(m, from), yearly(m + length, to)).flat(),
    ),
  );
const dateRangeOfYears = fc
  .tuple(fc.constantFrom(2025, 2026, 2027), month, day, month, day)
  .map(([year, m, d, m2, d2]) => {
    const [from, to] = [`${year}-${two(m + 1)}-${two(d)}`, `${year + 1}-${two(m2 + 1)}-${two(d2)}`];
    return where(`${year} ${name(m)} ${two(d)}-${year + 1} ${name(m2)} ${two(d2)}`, (one) => one >= from && one <= to);
  });
const nthRange = fc
  .tuple(
    fc.integer({ min: 0, max: 8 }),
    fc.integer({ min: 2, max: 3 }),
    weekday,
    weekday,
    fc.constantFrom(1, 2, -1),
    offset,
  )
  .map(([m, length, from, to, count, days]) => {
    const of = (index: number, dates: string[]) => dates.filter((one) => monthOf(one) === name(index));
    const starts = of(m, nthWeekdays(from, count));
    const ends = of(m + length, nthWeekdays(to, count)).map((one) => shift(one, days));
    return phrase(
      `${name(m)} ${from}[${count}]-${name(m + length)} ${to}[${count}]${moved(days)}`,
      walks(starts, ends).flat(),
    );
  });
const easter = offset.map((days) =>
  phrase(
    `easter${moved(days)}`,
    EASTERS.map((sunday) => shift(sunday, days)),
  ),
);
/** A range that ends with easter leaves out its last day. */
const aroundEaster = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([before, after]) =>
  phrase(
    `easter${moved(-before)}-easter${moved(after)}`,
    EASTERS.flatMap((sunday) => Array.from({ length: before + after }, (_, index) => shift(sunday, index - before))),
  ),
);
const afterEaster = day.map((last) => phrase(`easter-Jun ${two(last)}`, walks(EASTERS, yearly(5, last)).flat()));
const weeks = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 31, max: 53 }), fc.constantFrom(1, 2, 6))
  .map(([from, to, step]) =>
    where(`week ${two(from)}-${two(to)}${step === 1 ? '' : `/${step}`}`, (one) => {
      const number = WEEKS.get(one) ?? 0;
      return number >= from && number <= to && (number - from) % step === 0;
    }),
  );
const week = fc.constantFrom(1, 2, 10, 52, 53).map((one) => where(`week ${two(one)}`, (at) => WEEKS.get(at) === one));
const years = fc.constantFrom(
  where('2026', (one) => yearOf(one) === 2026),
  where('2027+', (one) => yearOf(one) >= 2027),
  where('2025-2029/2', (one) => [2025, 2027].includes(yearOf(one))),
);
const yearsAndMonths = months.map(({ text, dates }) => ({
  text: `2026-2027 ${text}`,
  dates: new Set([...dates].filter((one) => [2026, 2027].includes(yearOf(one)))),
}));

/** Months, dates, Easter, weeks and years. */
export const seasons: fc.Arbitrary<Phrase> = fc.oneof(
  months,
  fc.tuple(date, dateRange).map(listed),
  fc.oneof(date, leapDay, datesOfMonth, dateRange),
  fc.oneof(monthsOfYears, dateRangeOfYears, nthRange),
  fc.oneof(easter, aroundEaster, afterEaster),
  fc.oneof(weeks, week),
  fc.oneof(years, yearsAndMonths),
);
