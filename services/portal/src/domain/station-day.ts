import {
  type Closure,
  scheduleOf,
  type StationChanged,
  STREAMS,
  type TonnageRow,
  type Use,
} from '@selvbetjent/contracts';
import { compileSchedule, intervals, localDateOf } from '@selvbetjent/opening-hours';

const DAY_MS = 24 * 3_600_000;
const SOON_MS = 7 * DAY_MS;
/** Hours that end within the first of these, with nothing in the rest of the second, end. */
const ENDING_MS = 30 * DAY_MS;
const LOOKED_AT_MS = 60 * DAY_MS;

/** What the read model knows of a station's day; null while it doesn't answer. */
export interface DayFigures {
  /** By day; those of other stations and dates are left out here. */
  rows: readonly TonnageRow[] | null;
  use: Use | null;
}

/** A station's day so far, for those who look after it. */
export function stationDay(station: StationChanged, now: Date, { rows, use }: DayFigures) {
  const { stationId, timeZone } = station;
  const date = localDateOf(now, timeZone);
  return {
    stationId,
    date,
    closures: closuresSoon(station, now),
    hoursEndOn: hoursEndOn(station, now),
    kilos: rows && kilosOf(rows.filter((row) => row.stationId === stationId && row.period === date)),
    use: use && usesOf(use),
  };
}

/** Those in force, and those that begin within a week. */
function closuresSoon({ closures }: StationChanged, now: Date): Closure[] {
  const isSoon = ({ from, until }: Closure): boolean =>
    Date.parse(from) <= now.getTime() + SOON_MS &&
    (until == null || (until > from && Date.parse(until) > now.getTime()));
  return closures.filter(isSoon);
}

/** The last local date that residents have hours on, when it is within 30 days and none follow in the 30 after. Closures aren't looked at. */
function hoursEndOn(station: StationChanged, now: Date): string | null {
  const schedule = compileSchedule({ ...scheduleOf(station), closures: [] });
  const last = intervals(schedule, now, new Date(now.getTime() + LOOKED_AT_MS)).at(-1);
  if (!last || last.end.getTime() > now.getTime() + ENDING_MS) return null;
  return localDateOf(new Date(last.end.getTime() - 1), station.timeZone);
}

function kilosOf(rows: readonly TonnageRow[]) {
  const sum = (grams: (row: TonnageRow) => number, of: readonly TonnageRow[] = rows): number =>
    of.reduce((total, row) => total + grams(row), 0);
  const delivered = STREAMS.map((stream) => ({
    stream,
    grams: sum(
      ({ grams }) => grams,
      rows.filter((row) => row.stream === stream),
    ),
  }));
  return {
    delivered,
    takenOutGrams: sum(({ takenOutGrams }) => takenOutGrams),
    uncertainGrams: sum(({ uncertainGrams }) => uncertainGrams),
  };
}

function usesOf({ visits, attempts }: Use) {
  const count = (endings: readonly string[]): number =>
    attempts.filter(({ ending }) => endings.includes(ending)).reduce((total, { attempts: these }) => total + these, 0);
  return {
    visits: visits.reduce((total, { visits: these }) => total + these, 0),
    unlocked: count(['unlocked']),
    denied: count(['denied']),
    failed: count(['expired', 'failed', 'unknown']),
  };
}
