const DAY_MS = 86_400_000;

/** @returns the local date so many days later. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** @returns the days from one local date to another, negative when it is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** @returns all local dates of the range, both ends included. */
export function datesOf({ from, to }: { from: string; to: string }): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => plusDays(from, index));
}

const LONG_DATE = new Intl.DateTimeFormat('nb-NO', { dateStyle: 'full', timeZone: 'UTC' });

/** @returns the date as people say it: «fredag 20. november 2026». */
export function spokenDate(date: string): string {
  return LONG_DATE.format(new Date(date));
}
