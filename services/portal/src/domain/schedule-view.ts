import { type Closure, type HoursVersion, type LocalText, type StationChanged } from '@selvbetjent/contracts';

const DAY_MS = 24 * 3_600_000;
const PAST_CLOSURES_MS = 60 * DAY_MS;

/** A date with hours of its own, `off` for closed. */
export interface DatedException {
  date: string;
  hours: string;
  reason: LocalText | null;
}

/** All that decides when a station is open; closures that ended in the last 60 days are among them, those that never began aren't. */
export interface ScheduleView {
  stationId: string;
  timeZone: string;
  /** What an editor must have seen to save. */
  hoursVersion: number;
  versions: HoursVersion[];
  staffedHours: string | null;
  exceptions: DatedException[];
  closures: Closure[];
  containers: { id: string; name: string; access: string; hours: string | null }[];
}

export function scheduleView(station: StationChanged, now: Date): ScheduleView {
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
