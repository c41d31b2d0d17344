import { daysBetween, plusDays } from '@selvbetjent/opening-hours';

/** @returns all local dates of the range, both ends included. */
export function datesOf({ from, to }: { from: string; to: string }): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => plusDays(from, index));
}

const LONG_DATE = new Intl.DateTimeFormat('nb-NO', { dateStyle: 'full', timeZone: 'UTC' });

/** @returns the date as people say it: «fredag 20. november 2026». */
export function spokenDate(date: string): string {
  return LONG_DATE.format(new Date(date));
}
