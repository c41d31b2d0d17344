import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { compileSchedule, intervals, localDateOf, plusDays, startOfLocalDate } from '@selvbetjent/opening-hours';

const LONGEST_MS = 24 * 3_600_000;

/** One time that residents get in, by the local date that it begins on. */
export interface Opening {
  date: string;
  start: Date;
  end: Date;
}

/**
 * When residents really get in, beginning on the local dates of the range, both included: exceptions counted, closures taken out. What goes
 * on for more than a day is told day by day, so that the same time is told the same way whenever it is asked for.
 */
export function openingsOf(station: StationChanged, { from, to }: { from: string; to: string }): Opening[] {
  const { timeZone } = station;
  const [start, end] = [plusDays(from, -1), plusDays(to, 2)].map((date) => startOfLocalDate(date, timeZone));
  if (!start || !end) return [];
  return intervals(compileSchedule(scheduleOf(station)), start, end)
    .flatMap((open) => (open.end.getTime() - open.start.getTime() > LONGEST_MS ? dayByDay(open, timeZone) : [open]))
    .map((open) => ({ date: localDateOf(open.start, timeZone), ...open }))
    .filter(({ date }) => date >= from && date <= to);
}

function dayByDay({ start, end }: { start: Date; end: Date }, timeZone: string): { start: Date; end: Date }[] {
  const midnight = startOfLocalDate(plusDays(localDateOf(start, timeZone), 1), timeZone);
  if (end <= midnight) return [{ start, end }];
  return [{ start, end: midnight }, ...dayByDay({ start: midnight, end }, timeZone)];
}
