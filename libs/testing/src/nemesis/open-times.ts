import { Temporal } from 'temporal-polyfill';
import { type HistoryLine } from './history';
import { type PlannedStation, TIME_ZONE } from './plan';

/** A press that was granted just before a closure is in force may still open for this long. */
const GRACE_MS = 6_000;

interface Known {
  stations: readonly PlannedStation[];
  history: readonly HistoryLine[];
}

/**
 * Whether a resident may be let in at this instant, by the plan's hours and what staff did: an oracle of its own, which shares nothing
 * with the services. While a closure is on its way both answers are right.
 */
export function mayBeOpen(stationId: string, at: string, { stations, history }: Known): boolean {
  const plan = stations.find((station) => station.stationId === stationId);
  return plan !== undefined && isInHours(plan.hours, at) && !isSurelyClosed(stationId, at, history);
}

/**
 * `HH:MM-HH:MM` every day by the wall clock, `24/7` or `off`. Of a time that the wall clock shows twice in autumn the first is meant; one that it
 * skips in spring is an hour later.
 */
function isInHours(hours: string, at: string): boolean {
  if (hours === '24/7') return true;
  const [from, until] = hours.split('-');
  if (!from || !until) return false;
  const day = Temporal.Instant.from(at).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
  const atMs = Date.parse(at);
  const end = until === '24:00' ? instantOf(day.add({ days: 1 }), '00:00') : instantOf(day, until);
  return atMs >= instantOf(day, from) && atMs < end;
}

function instantOf(day: Temporal.PlainDate, time: string): number {
  return day.toZonedDateTime({ timeZone: TIME_ZONE, plainTime: time }).epochMilliseconds;
}

/** From the instant that the doors obeyed a closure until somebody asks to end it. */
function isSurelyClosed(stationId: string, at: string, history: readonly HistoryLine[]): boolean {
  const atMs = Date.parse(at);
  const own = history.filter(({ value }) => value.stationId === stationId);
  return own.some(({ op, at: obeyedAt, value: { closureId } }) => {
    if (op !== 'obeyed' || Date.parse(obeyedAt) + GRACE_MS > atMs) return false;
    const ending = own.find((line) => line.op === 'reopen-station' && line.value.closureId === closureId);
    return !ending || Date.parse(ending.at) > atMs;
  });
}
