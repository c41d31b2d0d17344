import { type Schedule, type Scope, type StateAt, compileSchedule, stateAt } from '../src/index';
import { shift } from './almanac';
import { SlowClock } from './slow-clock';
import type { SlowRule, SlowSchedule, State } from './slow-schedule';
import { statesOf } from './slow-state';

const HORIZON_MS = 366 * 86_400_000;

export interface Comparison {
  minutes: number;
  /** The first differences, in words. */
  differences: string[];
}

/** Every minute of the days from a date: state, since, until and next opening of the engine against the slow evaluation. */
export function compareDays(slow: SlowSchedule, from: string, days: number): Comparison {
  const clock = new SlowClock(slow.timeZone);
  const minutes = Array.from({ length: days }, (_, day) => statesOf(slow, clock, shift(from, day))).flat();
  const compiled = compileSchedule(asSchedule(slow));
  const scope = asScope(slow);
  const changes = changesOf(minutes);
  const differences: string[] = [];
  for (const [index, { at, state }] of minutes.entries()) {
    const answer = stateAt(compiled, new Date(at), scope);
    const difference = differenceOf(answer, at, state, changes[index] ?? {});
    if (difference) differences.push(`${new Date(at).toISOString()} ${difference}`);
    if (differences.length === 5) break;
  }
  return { minutes: minutes.length, differences };
}

interface Changes {
  since?: number;
  until?: number;
  nextOpening?: number;
}

/** When the state of each minute began and ends and when it opens next; absent beyond the days that were evaluated. */
function changesOf(minutes: { at: number; state: State }[]): Changes[] {
  const changes: Changes[] = minutes.map(() => ({}));
  let opening: number | undefined;
  for (let index = minutes.length - 2; index >= 0; index -= 1) {
    const [now, next] = [minutes[index], minutes[index + 1]];
    const isChange = now?.state !== next?.state;
    if (isChange && next?.state === 'open') opening = next.at;
    changes[index] = { until: isChange ? next?.at : changes[index + 1]?.until, nextOpening: opening };
  }
  for (const [index, change] of changes.entries()) {
    const [before, now] = [minutes[index - 1], minutes[index]];
    change.since = before && before.state !== now?.state ? now?.at : changes[index - 1]?.since;
  }
  return changes;
}

function differenceOf(answer: StateAt, at: number, state: State, changes: Changes): string | null {
  if (answer.state !== state) return `is ${answer.state}, should be ${state}`;
  for (const key of ['since', 'until', 'nextOpening'] as const) {
    const expected = changes[key];
    const said = answer[key]?.getTime();
    if (expected === undefined || Math.abs(expected - at) > HORIZON_MS) continue;
    if (said !== expected)
      return `${key} is ${answer[key]?.toISOString()}, should be ${new Date(expected).toISOString()}`;
  }
  return null;
}

/** The schedule as staff would have written it. */
export function asSchedule({ timeZone, versions, exceptions, closures }: SlowSchedule): Schedule {
  return {
    timeZone,
    versions: versions.map(({ validFrom, rules }) => ({ validFrom, hours: textOf(rules) })),
    exceptions: exceptions.map(({ date, rules }) => ({ date, hours: textOf(rules) })),
    closures: closures.map(({ from, until, appliesTo, container }, index) => ({
      id: `${index}`,
      from: new Date(from).toISOString(),
      until: new Date(until).toISOString(),
      containers: container ? ['ombruk'] : null,
      appliesTo,
      reason: { nb: 'Stengt', en: 'Closed' },
    })),
  };
}

export function asScope({ container, audience }: SlowSchedule): Scope {
  return container ? { containerId: 'ombruk', containerHours: textOf(container), audience } : { audience };
}

export function textOf(rules: SlowRule[]): string {
  return rules.map(({ separator, text }, index) => (index === 0 ? text : separator + text)).join('');
}
