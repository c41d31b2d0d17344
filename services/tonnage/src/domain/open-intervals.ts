import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { compileSchedule, intervals, plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';

const MINUTE_MS = 60_000;

/** Half-open. */
export interface OpenInterval {
  start: Date;
  end: Date;
}

/**
 * When the station was or will be open to the public, over local dates with both ends included.
 * Throws HoursSyntaxError or RangeError when the station's hours or zone can't be read.
 */
export function openIntervals(station: StationChanged, from: string, to: string): OpenInterval[] {
  const schedule = compileSchedule(scheduleOf(station));
  const start = startOfLocalDate(from, station.timeZone);
  const end = startOfLocalDate(plusDays(to, 1), station.timeZone);
  return intervals(schedule, start, end);
}

export function minutesOf(open: readonly OpenInterval[]): number {
  return open.reduce((total, { start, end }) => total + (end.getTime() - start.getTime()) / MINUTE_MS, 0);
}
