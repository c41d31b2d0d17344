import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { compileSchedule, intervals, startOfLocalDate } from '@selvbetjent/opening-hours';

const MINUTE_MS = 60_000;

/**
 * Minutes that the station was or will be open to the public, over local dates with both ends included.
 * Throws HoursSyntaxError or RangeError when the station's hours or zone can't be read.
 */
export function openMinutes(station: StationChanged, from: string, to: string): number {
  const schedule = compileSchedule(scheduleOf(station));
  const start = startOfLocalDate(from, station.timeZone);
  const end = startOfLocalDate(nextDate(to), station.timeZone);
  const open = intervals(schedule, start, end);
  return open.reduce((total, stretch) => total + (stretch.end.getTime() - stretch.start.getTime()) / MINUTE_MS, 0);
}

function nextDate(date: string): string {
  const next = new Date(`${date}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}
