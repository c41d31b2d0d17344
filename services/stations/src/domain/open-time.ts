import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import {
  type CompiledSchedule,
  compileSchedule,
  intervals,
  plusDays,
  startOfLocalDate,
} from '@selvbetjent/opening-hours';

const MINUTE_MS = 60_000;

export interface Interval {
  start: Date;
  end: Date;
}

/** Compiles the station's hours and exceptions; closures come and go beside them. */
export function compileHours(station: StationChanged): CompiledSchedule {
  return compileSchedule({ ...scheduleOf(station), closures: [] });
}

/** @returns when it is open from the first to the last of these local dates, both included. */
export function openBetween(schedule: CompiledSchedule, { from, to }: { from: string; to: string }): Interval[] {
  const start = startOfLocalDate(from, schedule.timeZone);
  return intervals(schedule, start, startOfLocalDate(plusDays(to, 1), schedule.timeZone));
}

export function openOn(schedule: CompiledSchedule, date: string): Interval[] {
  return openBetween(schedule, { from: date, to: date });
}

export function minutesOf(open: readonly Interval[]): number {
  return open.reduce((sum, { start, end }) => sum + (end.getTime() - start.getTime()) / MINUTE_MS, 0);
}
