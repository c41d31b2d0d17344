import { Timeline, lazily, timelineOfHours, timelineOfVersions } from './base-timeline';
import { Place } from './evaluate-day';
import { HolidayCalendar, HolidayLookup, holidaysOfNorway } from './holidays';
import { assertTimeZone } from './local-time';
import { closureReason } from './reasons';
import { Closure, Schedule, Scope } from './schedule';
import { Stretch, merge, paint } from './stretch';

/** A schedule ready to be asked. Years are worked out when first needed and kept; throw it away when the schedule changes. */
export interface CompiledSchedule {
  readonly timeZone: string;
  /** The answers of a year in the zone. @throws HoursSyntaxError when the scope's container hours can't be read. */
  stretches(year: number, scope: Scope): Stretch[];
}

/**
 * @param holidays the days that `PH` means
 * @throws HoursSyntaxError when hours can't be read; RangeError for a time zone, date or instant that doesn't exist
 */
export function compileSchedule(schedule: Schedule, holidays: HolidayCalendar = holidaysOfNorway): CompiledSchedule {
  assertTimeZone(schedule.timeZone);
  const place: Place = { timeZone: schedule.timeZone, holidays: new HolidayLookup(holidays) };
  const station = timelineOfVersions(schedule, place);
  const closures = schedule.closures.map(compileClosure);
  const scopes = new Map<string, Timeline>();
  return {
    timeZone: schedule.timeZone,
    stretches(year, scope) {
      const key = `${scope.containerId ?? ''}\n${scope.audience ?? ''}\n${scope.containerHours ?? ''}`;
      const timeline = scopes.get(key) ?? timelineOfScope(station, closures, scope, place);
      scopes.set(key, timeline);
      return timeline.year(year);
    },
  };
}

interface CompiledClosure {
  stroke: Stretch;
  closure: Closure;
}

function compileClosure(closure: Closure): CompiledClosure {
  const stroke: Stretch = {
    start: epochMs(closure.from),
    end: closure.until === null ? Infinity : epochMs(closure.until),
    state: 'closed',
    reason: closureReason(closure.reason),
    rule: `closure ${closure.id}`,
  };
  return { stroke, closure };
}

function epochMs(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`Not an instant (ISO 8601): ${instant}`);
  return ms;
}

function timelineOfScope(station: Timeline, closures: CompiledClosure[], scope: Scope, place: Place): Timeline {
  const container = scope.containerHours === undefined ? null : timelineOfHours(scope.containerHours, place);
  const strokes = closures.filter(({ closure }) => applies(closure, scope)).map(({ stroke }) => stroke);
  return lazily((year) => {
    const narrowed = container ? narrow(station.year(year), container.year(year)) : station.year(year);
    return merge(strokes.reduce((canvas, stroke) => paint(canvas, stroke), narrowed));
  });
}

function applies({ containers, appliesTo }: Closure, { containerId, audience }: Scope): boolean {
  const here = containers === null || (containerId !== undefined && containers.includes(containerId));
  return here && (appliesTo === 'everyone' || audience !== 'staff');
}

/** Closed where either is closed, unknown where either is unknown, open where both are open. */
function narrow(station: Stretch[], container: Stretch[]): Stretch[] {
  return container.reduce((canvas, stretch) => {
    if (stretch.state === 'open') return canvas;
    return paint(
      canvas,
      stretch,
      (under) => under.state === 'open' || (under.state === 'unknown' && stretch.state === 'closed'),
    );
  }, station);
}
