import { CompiledSchedule } from './compiled-schedule';
import { positionOf } from './position';
import { Scope, StateAt } from './schedule';
import { Stretch } from './stretch';

const HORIZON_MS = 366 * 24 * 60 * 60 * 1000;

/**
 * Whether it is open at an instant, why, and when that changes. `unknown` is to be treated as closed at a door.
 * @throws HoursSyntaxError when the scope's container hours can't be read; RangeError for an invalid Date
 */
export function stateAt(schedule: CompiledSchedule, at: Date, scope: Scope = {}): StateAt {
  const instant = at.getTime();
  const { stretches, index } = positionOf(schedule, instant, scope);
  const stretch = stretches[index];
  if (!stretch) throw new Error(`No answer compiled for ${at.toISOString()}`);
  const { state, reason, rule } = stretch;
  const until = firstAfter(schedule, instant, scope, instant + HORIZON_MS, (later) => later.state !== state);
  const closedFrom = state === 'open' ? until : instant;
  const nextOpening =
    closedFrom === null
      ? null
      : firstAfter(schedule, closedFrom, scope, instant + HORIZON_MS, (later) => later.state === 'open');
  return {
    state,
    reason,
    rule,
    since: dateOrNull(startOfState(schedule, instant, scope)),
    until: dateOrNull(until),
    nextOpening: dateOrNull(nextOpening),
  };
}

function dateOrNull(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

/** The start of the first stretch after the instant that matches, no later than `last`. */
function firstAfter(
  schedule: CompiledSchedule,
  instant: number,
  scope: Scope,
  last: number,
  matches: (stretch: Stretch) => boolean,
): number | null {
  let { year, stretches, index } = positionOf(schedule, instant, scope);
  for (index += 1; ; index += 1) {
    if (index === stretches.length) {
      if ((stretches.at(-1)?.end ?? Infinity) > last) return null;
      stretches = schedule.stretches((year += 1), scope);
      index = 0;
    }
    const stretch = stretches[index];
    if (!stretch || stretch.start > last) return null;
    if (matches(stretch)) return stretch.start;
  }
}

/** Back to where the state of the instant began, within the horizon. */
function startOfState(schedule: CompiledSchedule, instant: number, scope: Scope): number | null {
  let { year, stretches, index } = positionOf(schedule, instant, scope);
  let began = stretches[index];
  while (began && began.start >= instant - HORIZON_MS) {
    if (index === 0) {
      stretches = schedule.stretches((year -= 1), scope);
      index = stretches.length;
    }
    index -= 1;
    const before = stretches[index];
    if (before?.state !== began.state) return began.start;
    began = before;
  }
  return null;
}
