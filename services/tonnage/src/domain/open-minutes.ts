import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { compileSchedule, intervals, plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';

const MINUTE_MS = 60_000;

/**
 * Minutes that the station was or will be open to the public, over local dates with both ends included.
 * Throws HoursSyntaxError or RangeError when the station's hours or zone can't be read.
 */
export function openMinutes(station: StationChanged, from: string, to: string): number {
  const schedule = compileSchedule(scheduleOf(station));
  const start = startOfLocalDate(from, station.timeZone);
  const end = startOfLocalDate(plusDays(to, 1), station.timeZone);
  const open = intervals(schedule, start, end);
  return open.reduce((total, stretch) => total + (stretch.end.getTime() - stretch.start.getTime()) / MINUTE_MS, 0);
}
