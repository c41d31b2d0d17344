import { narrow, widen } from './combine';
import { Place } from './evaluate-day';
import { OpeningKind, Schedule } from './schedule';
import { YearMaker, yearsOfHours, yearsOfVersions } from './station-years';
import { merge } from './stretch';

const ALWAYS = [{ validFrom: '1900-01-01', hours: '24/7' }];

/** The station's hours of each kind, before closures. @throws HoursSyntaxError, RangeError for what can't be read. */
export function yearsOfKinds(schedule: Schedule, place: Place): Record<OpeningKind, YearMaker> {
  const selfService = yearsOfVersions(schedule, place);
  const staffed = yearsOfStaff(schedule, place);
  return {
    'self-service': selfService,
    staffed,
    everyone: (year) => merge(widen(selfService(year), staffed(year))),
  };
}

/** Their own hours; on a date with an exception no more than the exception's. */
function yearsOfStaff(schedule: Schedule, place: Place): YearMaker {
  const staffed = yearsOfHours(schedule.staffedHours ?? 'off', place);
  if (schedule.staffedHours === undefined) return staffed;
  const exceptions = yearsOfVersions({ ...schedule, versions: ALWAYS }, place);
  return (year) => merge(narrow(staffed(year), exceptions(year)));
}
