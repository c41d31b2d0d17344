import { CompiledSchedule } from './compiled-schedule';
import { localDateOf } from './local-time';
import { Scope, StateAt } from './schedule';
import { Stretch } from './stretch';

const HORIZON_MS = 366 * 24 * 60 * 60 * 1000;

/**
 * Whether it is open at an instant, why, and when that changes. `unknown` is to be treated as closed at a door.
 * @throws HoursSyntaxError when the scope's container hours can't be read; RangeError for an invalid Date
 */
export function stateAt(schedule: CompiledSchedule, at: Date, scope: Scope = {}): StateAt {
  const instant = at.getTime();
  const { state, reason, rule } = stretchAt(schedule, instant, scope);
  const until = firstAfter(schedule, instant, scope, (stretch) => stretch.state !== state);
  const closedFrom = state === 'open' ? until : instant;
  const opensAt =
    closedFrom === null ? null : firstAfter(schedule, closedFrom, scope, (stretch) => stretch.state === 'open');
  const nextOpening = opensAt === null || opensAt > instant + HORIZON_MS ? null : opensAt;
  const since = startOfState(schedule, instant, scope);
  return {
    state,
    reason,
    rule,
    since: dateOrNull(since),
    until: dateOrNull(until),
    nextOpening: dateOrNull(nextOpening),
  };
}

function dateOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function stretchAt(schedule: CompiledSchedule, instant: number, scope: Scope): Stretch {
  const stretches = schedule.stretches(yearOf(schedule, instant), scope);
  const stretch = stretches[indexAt(stretches, instant)];
  if (!stretch) throw new Error(`No answer compiled for ${new Date(instant).toISOString()}`);
  return stretch;
}

/** The start of the first later stretch that matches, within the horizon. */
function firstAfter(
  schedule: CompiledSchedule,
  instant: number,
  scope: Scope,
  matches: (stretch: Stretch) => boolean,
): number | null {
  let year = yearOf(schedule, instant);
  let stretches = schedule.stretches(year, scope);
  for (let index = indexAt(stretches, instant) + 1; ; index += 1) {
    if (index === stretches.length) {
      if ((stretches.at(-1)?.end ?? Infinity) > instant + HORIZON_MS) return null;
      stretches = schedule.stretches((year += 1), scope);
      index = 0;
    }
    const stretch = stretches[index];
    if (!stretch || stretch.start > instant + HORIZON_MS) return null;
    if (matches(stretch)) return stretch.start;
  }
}

/** Back to where the state of the instant began, within the horizon. */
function startOfState(schedule: CompiledSchedule, instant: number, scope: Scope): number | null {
  let year = yearOf(schedule, instant);
  let stretches = schedule.stretches(year, scope);
  let index = indexAt(stretches, instant);
  let began = stretches[index];
  while (began && began.start >= instant - HORIZON_MS) {
    if (index === 0) {
      stretches = schedule.stretches((year -= 1), scope);
      index = stretches.length;
    }
    const before = stretches[(index -= 1)];
    if (before?.state !== began.state) return began.start;
    began = before;
  }
  return null;
}

function yearOf(schedule: CompiledSchedule, instant: number): number {
  return Number(localDateOf(new Date(instant), schedule.timeZone).slice(0, 4));
}

/** The last stretch that starts at or before the instant (binary search). */
function indexAt(stretches: Stretch[], instant: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stretches[middle]?.start ?? Infinity) <= instant) low = middle;
    else high = middle - 1;
  }
  return low;
}
