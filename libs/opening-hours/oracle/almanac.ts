/**
 * The calendar by enumeration and by published tables, for an evaluation that shares nothing with the library.
 * Dates are text, 2026-11-20; everything is known from November 2025 to June 2028.
 */
const DAY_MS = 86_400_000;

export const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Published, not computed. */
export const EASTERS = ['2025-04-20', '2026-04-05', '2027-03-28', '2028-04-16'];

/** The public holidays of Norway, published: Christmas 2025 to New Year 2028. */
export const HOLIDAYS = (
  '2025-12-25 2025-12-26 2026-01-01 2026-04-02 2026-04-03 2026-04-05 2026-04-06 2026-05-01 2026-05-14 2026-05-17 ' +
  '2026-05-24 2026-05-25 2026-12-25 2026-12-26 2027-01-01 2027-03-25 2027-03-26 2027-03-28 2027-03-29 2027-05-01 ' +
  '2027-05-06 2027-05-16 2027-05-17 2027-12-25 2027-12-26 2028-01-01'
).split(' ');

export function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export const DATES: string[] = [];
for (let date = '2024-12-30'; date < '2028-07-01'; date = shift(date, 1)) DATES.push(date);

export const yearOf = (date: string): number => Number(date.slice(0, 4));
export const monthOf = (date: string): string => MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
/** 30 December 2024 was a Monday. */
const WEEKDAY_OF = new Map(DATES.map((date, index) => [date, WEEKDAYS[index % 7] ?? '']));
export const weekdayOf = (date: string): string => WEEKDAY_OF.get(date) ?? '';

/** The names from one to another, going round after the last. */
export function around(names: string[], from: string, to: string): string[] {
  const [first, last] = [names.indexOf(from), names.indexOf(to)];
  return first <= last ? names.slice(first, last + 1) : [...names.slice(first), ...names.slice(0, last + 1)];
}

/** The nth such weekday of every month, counted from the month's end when negative. */
export function nthWeekdays(weekday: string, nth: number): string[] {
  const months = new Map<string, string[]>();
  for (const date of DATES.filter((day) => weekdayOf(day) === weekday)) {
    const month = date.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), date]);
  }
  return [...months.values()].flatMap((days) => days.at(nth > 0 ? nth - 1 : nth) ?? []);
}

/** ISO week numbers: counted from the Monday on or before each 4 January. */
export const WEEKS = new Map<string, number>();
for (const year of [2025, 2026, 2027, 2028]) {
  let monday = `${year}-01-04`;
  while (weekdayOf(monday) !== 'Mo') monday = shift(monday, -1);
  for (let day = 0; day < 53 * 7; day += 1) WEEKS.set(shift(monday, day), Math.floor(day / 7) + 1);
}

/** From each start, day after day, until the next of the ends is reached; both included. */
export function walks(starts: string[], ends: string[]): string[][] {
  const last = new Set(ends);
  return starts.map((start) => {
    const walk = [start];
    for (let date = start; !last.has(date) && date < '2029'; walk.push(date)) date = shift(date, 1);
    return walk;
  });
}
