import { type StationChanged } from './stations';

/** The part of a station that its opening hours are computed from: what doors, pages and reports alike compile. */
export function scheduleOf({ timeZone, openingHours, staffedHours, exceptions, closures }: StationChanged) {
  return {
    timeZone,
    versions: openingHours,
    ...(staffedHours !== undefined && { staffedHours }),
    exceptions: exceptions.map(({ date, hours, reason }) => ({ date, hours, reason: reason ?? undefined })),
    closures: closures.map((closure) => ({
      ...closure,
      until: closure.until ?? null,
      containers: closure.containers ?? null,
    })),
  };
}
