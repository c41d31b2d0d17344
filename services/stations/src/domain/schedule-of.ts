import { type StationChanged } from '@selvbetjent/contracts';
import { type Schedule } from '@selvbetjent/opening-hours';

/** The part of a station that opening hours are computed from. */
export function scheduleOf(station: StationChanged): Schedule {
  return {
    timeZone: station.timeZone,
    versions: station.openingHours,
    exceptions: station.exceptions.map(({ date, hours, reason }) => ({ date, hours, reason: reason ?? undefined })),
    closures: station.closures,
  };
}
