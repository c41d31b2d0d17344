import { type StationChanged } from '@selvbetjent/contracts';

const DAY_MS = 24 * 3_600_000;
const PAST_CLOSURES_MS = 60 * DAY_MS;

/** All that decides when a station is open; closures that ended in the last 60 days are among them, those that never began aren't. */
export function scheduleView(station: StationChanged, now: Date) {
  const { stationId, timeZone, hoursVersion, openingHours, staffedHours, exceptions, closures, containers } = station;
  const since = new Date(now.getTime() - PAST_CLOSURES_MS);
  return {
    ...{ stationId, timeZone, hoursVersion },
    versions: openingHours,
    staffedHours: staffedHours ?? null,
    exceptions: exceptions.map(({ date, hours, reason }) => ({ date, hours, reason: reason ?? null })),
    closures: closures.filter(({ from, until }) => until === null || (until > from && new Date(until) > since)),
    containers: containers.map(({ id, name, access, hours }) => ({ id, name, access, hours: hours ?? null })),
  };
}
