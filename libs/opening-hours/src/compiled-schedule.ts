import { narrow } from './combine';
import { Place } from './evaluate-day';
import { HolidayCalendar, HolidayLookup, holidaysOfNorway } from './holidays';
import { LocalClock } from './local-time';
import { yearsOfKinds } from './opening-kinds';
import { closureReason } from './reasons';
import { Closure, OpeningKind, Schedule, Scope } from './schedule';
import { YearMaker, yearsOfHours } from './station-years';
import { Stretch, merge, paint } from './stretch';
import { Timeline } from './timeline';

/** A schedule ready to be asked. Years are worked out when first needed and kept; throw it away when the schedule changes. */
export interface CompiledSchedule {
  readonly timeZone: string;
  /** The answers for a scope; without one, for the station. @throws HoursSyntaxError when its container hours can't be read. */
  timeline(scope?: Scope): Timeline;
}

/**
 * @param holidays the days that `PH` means
 * @throws HoursSyntaxError when hours can't be read; RangeError for a time zone, date or instant that doesn't exist
 */
export function compileSchedule(schedule: Schedule, holidays: HolidayCalendar = holidaysOfNorway): CompiledSchedule {
  const place: Place = { clock: new LocalClock(schedule.timeZone), holidays: new HolidayLookup(holidays) };
  const layers: Layers = {
    kinds: yearsOfKinds(schedule, place),
    closures: schedule.closures.map(compileClosure),
    place,
  };
  const whole = timelineOf(layers, {});
  const scopes = new Map<string, Timeline>();
  return {
    timeZone: schedule.timeZone,
    timeline(scope) {
      if (!scope) return whole;
      const { kind = '', containerId = '', audience = '', containerHours = '' } = scope;
      const key = [kind, containerId, audience, containerHours].join('\n');
      const timeline = scopes.get(key) ?? timelineOf(layers, scope);
      scopes.set(key, timeline);
      return timeline;
    },
  };
}

interface Layers {
  kinds: Record<OpeningKind, YearMaker>;
  closures: CompiledClosure[];
  place: Place;
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

function timelineOf({ kinds, closures, place }: Layers, scope: Scope): Timeline {
  const station = kinds[scope.kind ?? 'self-service'];
  const container = scope.containerHours === undefined ? null : yearsOfHours(scope.containerHours, place);
  const strokes = closures.filter(({ closure }) => applies(closure, scope)).map(({ stroke }) => stroke);
  return new Timeline((year) => {
    const narrowed = container ? narrow(station(year), container(year)) : station(year);
    return merge(strokes.reduce((canvas, stroke) => paint(canvas, stroke), narrowed));
  });
}

function applies({ containers, appliesTo }: Closure, { containerId, audience }: Scope): boolean {
  const here = containers === null || (containerId !== undefined && containers.includes(containerId));
  return here && (appliesTo === 'everyone' || audience !== 'staff');
}
