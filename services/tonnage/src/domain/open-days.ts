import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { compileSchedule, intervals, localDateOf, plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';

/** Half-open. */
export interface OpenInterval {
  start: Date;
  end: Date;
}

/** A local date on which the station was or will be open to the public, and when; in order of time, within the date. */
export interface OpenDay {
  localDate: string;
  open: OpenInterval[];
}

/** Answers with the open days between two local dates, both included. */
export type OpenDays = (from: string, to: string) => OpenDay[];

/** Reads a station's hours once. Throws HoursSyntaxError or RangeError when they or the zone can't be read. */
export function openDaysOf(station: StationChanged): OpenDays {
  const schedule = compileSchedule(scheduleOf(station));
  const { timeZone } = station;
  return (from, to) => {
    const start = startOfLocalDate(from, timeZone);
    const end = startOfLocalDate(plusDays(to, 1), timeZone);
    const days: OpenDay[] = [];
    for (const { localDate, ...part } of intervals(schedule, start, end).flatMap((open) => byDate(open, timeZone))) {
      const last = days.at(-1);
      if (last?.localDate === localDate) last.open.push(part);
      else days.push({ localDate, open: [part] });
    }
    return days;
  };
}

/** Cuts an interval at every midnight. */
function byDate({ start, end }: OpenInterval, timeZone: string): (OpenInterval & { localDate: string })[] {
  const parts: (OpenInterval & { localDate: string })[] = [];
  let localDate = localDateOf(start, timeZone);
  for (let from = start; from < end; localDate = plusDays(localDate, 1)) {
    const midnight = startOfLocalDate(plusDays(localDate, 1), timeZone);
    const until = midnight < end ? midnight : end;
    parts.push({ localDate, start: from, end: until });
    from = until;
  }
  return parts;
}
