import {
  type Closure,
  type HoursVersion,
  type LocalInterval,
  scheduleOf,
  type StationChanged,
} from '@selvbetjent/contracts';
import {
  compileSchedule,
  type Holiday,
  holidaysBetween,
  intervals,
  plusDays,
  startOfLocalDate,
} from '@selvbetjent/opening-hours';

/** When it is open from the first to the last local date, both included; closures are taken out of the intervals and told beside them. */
export interface OpeningHoursView {
  timeZone: string;
  version: number;
  versions: HoursVersion[];
  /** Instants, half-open. */
  intervals: LocalInterval[];
  closures: Omit<Closure, 'id'>[];
  holidays: Holiday[];
}

export function openingHoursView(
  station: StationChanged,
  { from, to }: { from: string; to: string },
): OpeningHoursView {
  const { timeZone, hoursVersion, openingHours } = station;
  const start = startOfLocalDate(from, timeZone);
  const end = startOfLocalDate(plusDays(to, 1), timeZone);
  return {
    timeZone,
    version: hoursVersion,
    versions: openingHours,
    intervals: intervals(compileSchedule(scheduleOf(station)), start, end).map((open) => ({
      start: open.start.toISOString(),
      end: open.end.toISOString(),
    })),
    closures: station.closures
      .filter(
        (one) =>
          new Date(one.from) < end && (one.until === null || (one.until > one.from && new Date(one.until) > start)),
      )
      .map(({ from: begins, until, reason, containers, appliesTo }) => ({
        from: begins,
        until,
        reason,
        containers,
        appliesTo,
      })),
    holidays: holidaysBetween(from, to),
  };
}
