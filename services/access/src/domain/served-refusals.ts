import { openingKindOf, scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import {
  compileSchedule,
  daysBetween,
  holidaysBetween,
  localDateOf,
  plusDays,
  sameTimeOn,
  stateAt,
} from '@selvbetjent/opening-hours';

const DAYS_PER_WEEK = 7;

/** Somebody stood at a container and was refused. */
export interface Refusal {
  containerId: string;
  at: Date;
}

/**
 * The refusals whose weekday and time other hours would have served: looked at in the first week of those hours in which the
 * day is no holiday, by the container's own rules. Throws HoursSyntaxError for hours that can't be read.
 */
export function servedRefusals(
  station: StationChanged,
  { validFrom, hours }: { validFrom: string; hours: string },
  refusals: readonly Refusal[],
): Refusal[] {
  const { timeZone } = station;
  const schedule = compileSchedule({
    ...scheduleOf(station),
    versions: [{ validFrom, hours }],
    exceptions: [],
    closures: [],
  });
  const containers = new Map(station.containers.map((container) => [container.id, container]));
  return refusals.filter(({ containerId, at }) => {
    const container = containers.get(containerId);
    if (!container || container.access === 'closed') return false;
    const then = sameTimeOn(comparableDate(localDateOf(at, timeZone), validFrom), at, timeZone);
    const scope = { containerId, containerHours: container.hours, kind: openingKindOf(container) };
    return stateAt(schedule, then, scope).state === 'open';
  });
}

/** @returns the first date of the same weekday, from this one on, that is no public holiday. */
function comparableDate(date: string, from: string): string {
  const weeks = Math.max(0, Math.ceil(daysBetween(date, from) / DAYS_PER_WEEK));
  let candidate = plusDays(date, weeks * DAYS_PER_WEEK);
  while (holidaysBetween(candidate, candidate).length > 0) candidate = plusDays(candidate, DAYS_PER_WEEK);
  return candidate;
}
