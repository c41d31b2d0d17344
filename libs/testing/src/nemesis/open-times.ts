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

/** `HH:MM-HH:MM` every day by the wall clock, `24/7` or `off`. */
function isInHours(hours: string, at: string): boolean {
  if (hours === '24/7') return true;
  const [from, until] = hours.split('-');
  if (!from || !until) return false;
  const local = Temporal.Instant.from(at)
    .toZonedDateTimeISO(TIME_ZONE)
    .toPlainTime()
    .toString({ smallestUnit: 'second' });
  return local >= from && (until === '24:00' || local < `${until}:00`);
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
