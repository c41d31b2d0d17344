import { daysBetween } from '@selvbetjent/opening-hours';

/** @returns how many local dates there are from the first to the last, both included; none or less when they are the wrong way round. */
export function daysIn({ from, to }: { from: string; to: string }): number {
  return daysBetween(from, to) + 1;
}
