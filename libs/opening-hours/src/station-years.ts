import { DayNumber, dayNumberOf, parseLocalDate } from './calendar';
import { CompiledRule, Place, Window, compileRules, paintDay, paintNightAfter } from './evaluate-day';
import { HOURS_UNKNOWN, OUTSIDE_HOURS, exceptionReason } from './reasons';
import { Reason, Schedule } from './schedule';
import { Stretch, merge } from './stretch';
import { parseOpeningHours } from './syntax/parser';

interface Version {
  validFrom: DayNumber;
  rules: CompiledRule[];
}

interface Exception {
  rules: CompiledRule[];
  closedReason: Reason;
}

/** The stretches of a year: epoch milliseconds from 1 January to 1 January in the zone, sorted and without gaps. */
export type YearMaker = (year: number) => Stretch[];

/** Makes a year the first time that it is asked for. */
function remembered(make: YearMaker): YearMaker {
  const years = new Map<number, Stretch[]>();
  return (year) => {
    const made = years.get(year) ?? make(year);
    years.set(year, made);
    return made;
  };
}

/** The hours of one expression that is always in force. */
export function yearsOfHours(hours: string, place: Place): YearMaker {
  const rules = compileRules(parseOpeningHours(hours).rules);
  return remembered((year) =>
    merge(daysOf(year, place).flatMap(([day, window]) => paintDay(rules, day, window, place, true))),
  );
}

/** Versions and, over them, dated exceptions. @throws HoursSyntaxError, RangeError for hours or dates that can't be read. */
export function yearsOfVersions(schedule: Schedule, place: Place): YearMaker {
  const versions = schedule.versions
    .map(({ validFrom, hours }) => ({
      validFrom: parseLocalDate(validFrom),
      rules: compileRules(parseOpeningHours(hours).rules),
    }))
    .sort((a, b) => a.validFrom - b.validFrom);
  const exceptions = new Map(
    schedule.exceptions.map(({ date, hours, reason }) => [
      parseLocalDate(date),
      { rules: compileRules(parseOpeningHours(hours).rules), closedReason: exceptionReason(reason) },
    ]),
  );
  return remembered((year) =>
    merge(daysOf(year, place).flatMap(([day, window]) => paintLayers(versions, exceptions, day, window, place))),
  );
}

function paintLayers(
  versions: Version[],
  exceptions: Map<DayNumber, Exception>,
  day: DayNumber,
  window: Window,
  place: Place,
): Stretch[] {
  const exception = exceptions.get(day);
  if (exception) return paintException(exception, day, window, place);
  const version = versions.findLast(({ validFrom }) => validFrom <= day);
  const before = exceptions.get(day - 1);
  const canvas: Stretch[] = version
    ? paintDay(version.rules, day, window, place, !before && version.validFrom < day)
    : [{ ...window, state: 'closed', reason: HOURS_UNKNOWN, rule: null }];
  return before ? paintNightAfter(canvas, before.rules, day - 1, place) : canvas;
}

/** The date's own hours, without the end of last night. */
function paintException({ rules, closedReason }: Exception, day: DayNumber, window: Window, place: Place): Stretch[] {
  return paintDay(rules, day, window, place, false).map((stretch) =>
    stretch.reason === OUTSIDE_HOURS ? { ...stretch, reason: closedReason } : stretch,
  );
}

function daysOf(year: number, { clock }: Place): [DayNumber, Window][] {
  const first = dayNumberOf(year, 1, 1);
  const count = dayNumberOf(year + 1, 1, 1) - first;
  const starts = Array.from({ length: count + 1 }, (_, index) => clock.startOfDay(first + index));
  return starts.slice(0, -1).map((start, index) => [first + index, { start, end: starts[index + 1] ?? start }]);
}
