import type { UnmetDemandHour, Use } from './api-types';
import { reasonName } from './format/words';

export const WEEKDAY_NAMES = ['mandag', 'tirsdag', 'onsdag', 'torsdag', 'fredag', 'lørdag', 'søndag'] as const;
export const HOURS_PER_DAY = 24;

/** How often something was in an hour of the week; Monday is 1. */
export interface HourCount {
  weekday: number;
  hour: number;
  count: number;
}

/** Weekdays, and whole hours from `fromHour` until before `toHour`. */
export interface Extension {
  weekdays: readonly number[];
  fromHour: number;
  toHour: number;
}

/** A row per hour of the day, in it a number per day of the week. */
export function weekGrid(counts: readonly HourCount[]): number[][] {
  const grid = Array.from({ length: HOURS_PER_DAY }, () => WEEKDAY_NAMES.map(() => 0));
  for (const { weekday, hour, count } of counts) {
    const row = grid[hour];
    if (row) row[weekday - 1] = (row[weekday - 1] ?? 0) + count;
  }
  return grid;
}

export function demandCounts(hours: readonly UnmetDemandHour[]): HourCount[] {
  return hours.map(({ times, ...hour }) => ({ ...hour, count: times }));
}

export function unlockedCounts({ attempts }: Use): HourCount[] {
  return attempts
    .filter(({ ending }) => ending === 'unlocked')
    .map(({ weekday, hour, attempts: count }) => ({ weekday, hour, count }));
}

/** Presses that unlocked nothing, whatever the reason: closed for ice as much as outside the hours. */
export function lockedOutCounts({ attempts }: Use): HourCount[] {
  return attempts
    .filter(({ ending }) => ending !== 'unlocked')
    .map(({ weekday, hour, attempts: count }) => ({ weekday, hour, count }));
}

export function visitCounts({ visits }: Use): HourCount[] {
  return visits.map(({ visits: count, ...hour }) => ({ ...hour, count }));
}

/** How often people came in vain in hours that an extension would have had open. */
export function servedBy(hours: readonly UnmetDemandHour[], { weekdays, fromHour, toHour }: Extension): number {
  return hours
    .filter(({ weekday, hour }) => weekdays.includes(weekday) && hour >= fromHour && hour < toHour)
    .reduce((sum, { times }) => sum + times, 0);
}

/** Presses by what became of them, the most first. */
export function pressesByEnding({ attempts }: Use): { name: string; presses: number }[] {
  const presses = new Map<string, number>();
  for (const { ending, reason, attempts: count } of attempts) {
    const name = ending === 'unlocked' ? 'Låst opp' : reasonName(reason ?? ending);
    presses.set(name, (presses.get(name) ?? 0) + count);
  }
  return [...presses]
    .map(([name, count]) => ({ name, presses: count }))
    .toSorted((one, other) => other.presses - one.presses || one.name.localeCompare(other.name, 'nb'));
}

/** `tirsdag og torsdag kl. 16–22` */
export function extensionName({ weekdays, fromHour, toHour }: Extension): string {
  const names = weekdays.toSorted((one, other) => one - other).map((day) => WEEKDAY_NAMES[day - 1] ?? '');
  const days = names.length > 1 ? `${names.slice(0, -1).join(', ')} og ${names.at(-1)}` : (names[0] ?? '');
  return `${days} kl. ${hourText(fromHour)}–${hourText(toHour)}`;
}

/** `09` */
export function hourText(hour: number): string {
  return String(hour).padStart(2, '0');
}
