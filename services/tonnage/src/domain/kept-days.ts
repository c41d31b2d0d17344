import { scheduleOf, type StationChanged } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';

/** Open days are kept from this local date on; those of earlier ones are worked out when somebody asks. */
export const KEPT_SINCE = '2010-01-01';

/** Local dates, both included. */
export interface Dates {
  from: string;
  to: string;
}

/** The last local date that is kept of a station heard of now: the end of next year. Stations are told again every hour, so it moves on. */
export function keptUntil(now: Date): string {
  return `${now.getUTCFullYear() + 1}-12-31`;
}

/** The parts of a range that no open days are kept of, a calendar year at most each. @param until null while none are kept at all */
export function notKept({ from, to }: Dates, until: string | null): Dates[] {
  if (until === null) return byYear({ from, to });
  const before = { from, to: earliest(to, plusDays(KEPT_SINCE, -1)) };
  const after = { from: latest(from, plusDays(until, 1)), to };
  return [...byYear(before), ...byYear(after)];
}

/** The range cut at every New Year. */
function byYear({ from, to }: Dates): Dates[] {
  const years: Dates[] = [];
  for (let start = from; start <= to;) {
    const end = earliest(to, `${start.slice(0, 4)}-12-31`);
    years.push({ from: start, to: end });
    start = plusDays(end, 1);
  }
  return years;
}

/** What is known of a station when a new snapshot of it comes. */
export interface KnownDays {
  snapshot: StationChanged;
  /** Null while no open days of it are kept. */
  openUntil: string | null;
}

/**
 * The kept dates whose open days a station's new snapshot can change, or that weren't kept until now. Null when there are none.
 * @param until the last date to keep
 */
export function changedDates(known: KnownDays | null, station: StationChanged, until: string): Dates | null {
  if (!known?.openUntil) return { from: KEPT_SINCE, to: until };
  const to = latest(known.openUntil, until);
  const notYetKept = plusDays(known.openUntil, 1);
  const changed = firstChangedDate(known.snapshot, station);
  const from = changed === null ? notYetKept : earliest(changed, notYetKept);
  return from > to ? null : { from, to };
}

/** The part of these dates on which a station can be open, a calendar year at most each. */
export function openYears({ openingHours, exceptions }: StationChanged, { from, to }: Dates): Dates[] {
  const dates = [...openingHours.map(({ validFrom }) => validFrom), ...exceptions.map(({ date }) => date)];
  const [first] = dates.sort();
  return first === undefined ? [] : byYear({ from: latest(first, from), to });
}

/**
 * The first kept date on which the open days of two snapshots, or the scales that had to work on them, can differ: where the first version,
 * exception or closure of the whole station lies that came, went or changed. Null when none did.
 */
function firstChangedDate(before: StationChanged, after: StationChanged): string | null {
  if (before.timeZone !== after.timeZone || weighedContainers(before) !== weighedContainers(after)) return KEPT_SINCE;
  const [was, is] = [datedRules(before), datedRules(after)];
  const changed = [...was, ...is].filter(([rule]) => !was.has(rule) || !is.has(rule)).map(([, date]) => date);
  const [first] = changed.sort();
  return first === undefined ? null : latest(first, KEPT_SINCE);
}

/** What says when the public may come, with the local date from which it can matter or one before it. The last of one date wins. */
function datedRules(station: StationChanged): Map<string, string> {
  const { versions, exceptions, closures } = scheduleOf(station);
  const hours = new Map(versions.map((version) => [version.validFrom, version.hours]));
  const special = new Map(exceptions.map((exception) => [exception.date, exception.hours]));
  const closed = closures.filter(({ containers }) => containers === null);
  return new Map([
    ...[...hours].map(([date, text]) => [`from ${date}: ${text}`, date] as const),
    ...[...special].map(([date, text]) => [`on ${date}: ${text}`, date] as const),
    ...closed.map(({ from, until }) => [`closed from ${from} to ${until}`, dayBefore(from)] as const),
  ]);
}

/** In whichever zone the instant's date is read, it isn't earlier. */
function dayBefore(instant: string): string {
  return plusDays(new Date(instant).toISOString().slice(0, 10), -1);
}

function weighedContainers({ containers }: StationChanged): string {
  const weighed = containers.filter(({ scales }) => scales.length > 0);
  return weighed
    .map(({ id }) => id)
    .sort()
    .join(' ');
}

function earliest(one: string, other: string): string {
  return one < other ? one : other;
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}
