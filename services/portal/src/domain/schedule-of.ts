import { type StationChanged } from '@selvbetjent/contracts';
import { type CompiledSchedule, compileSchedule } from '@selvbetjent/opening-hours';

/** Hours, exceptions and closures of a station, ready to be asked. */
export function scheduleOf({ timeZone, openingHours, exceptions, closures }: StationChanged): CompiledSchedule {
  return compileSchedule({
    timeZone,
    versions: openingHours,
    exceptions: exceptions.map(({ date, hours, reason }) => ({ date, hours, reason: reason ?? undefined })),
    closures,
  });
}
