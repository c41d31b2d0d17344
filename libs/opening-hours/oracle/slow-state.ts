import { shift } from './almanac';
import { SlowClock } from './slow-clock';
import type { SlowClosure, SlowRule, SlowSchedule, State } from './slow-schedule';

type Span = [start: number, end: number];

/** What a rule does on one date: the instants of its spans that begin on it and those of the night before. */
interface Saying {
  rule: SlowRule;
  speaks: boolean;
  fills: boolean;
  tonight: Span[];
  lastNight: Span[];
}

/** The state of every minute of a date, each decided by itself from the definitions. */
export function statesOf(schedule: SlowSchedule, clock: SlowClock, date: string): { at: number; state: State }[] {
  const decide = stationOn(schedule, clock, date);
  const container = schedule.container && decideBy(sayings(schedule.container, clock, date, true));
  const end = clock.instantOf(shift(date, 1), 0);
  const states: { at: number; state: State }[] = [];
  for (let at = clock.instantOf(date, 0); at < end; at += 60_000) {
    const isShut = schedule.closures.some((closure) => shuts(closure, schedule, at));
    states.push({ at, state: isShut ? 'closed' : narrower(decide(at), container ? container(at) : 'open') });
  }
  return states;
}

function stationOn({ versions, exceptions }: SlowSchedule, clock: SlowClock, date: string): (at: number) => State {
  const today = exceptions.find((exception) => exception.date === date);
  if (today) return decideBy(sayings(today.rules, clock, date, false));
  const yesterday = exceptions.find((exception) => exception.date === shift(date, -1));
  const version = versions.filter(({ validFrom }) => validFrom <= date).at(-1);
  const nightCounts = !yesterday && version !== undefined && version.validFrom < date;
  const usual = decideBy(sayings(version?.rules ?? [], clock, date, nightCounts));
  if (!yesterday) return usual;
  const night = decideOrNull(sayings(yesterday.rules, clock, shift(date, -1), false));
  return (at) => night(at, usual(at));
}

function sayings(rules: SlowRule[], clock: SlowClock, date: string, nightCounts: boolean): Saying[] {
  let group = false;
  return rules.map((rule) => {
    group = rule.separator === ' || ' || (group && rule.separator === ', ');
    const on = (day: string): boolean => rule.when.every(({ dates }) => dates.has(day));
    const spansOn = (day: string): Span[] =>
      on(day) ? rule.spans.map(([start, end]) => [clock.instantOf(day, start), clock.instantOf(day, end)]) : [];
    return {
      rule,
      speaks: on(date),
      fills: group,
      tonight: spansOn(date),
      lastNight: nightCounts ? spansOn(shift(date, -1)) : [],
    };
  });
}

/** What counts from the last rule on that replaces the day; everything when none does. */
function counting(all: Saying[]): Saying[] {
  const last = all.findLastIndex(({ rule, speaks }) => speaks && rule.separator === '; ' && rule.state !== 'closed');
  return all.slice(Math.max(last, 0));
}

function decideBy(all: Saying[]): (at: number) => State {
  const decide = decideOrNull(all);
  return (at) => decide(at, 'closed');
}

/** The last rule that covers the minute has the word; where that leaves it closed, the first that fills. */
function decideOrNull(all: Saying[]): (at: number, otherwise: State) => State {
  const relevant = counting(all).map(({ rule, fills, tonight, lastNight }) => ({
    state: rule.state,
    fills,
    spans: [...tonight, ...lastNight],
  }));
  return (at, otherwise) => {
    const covering = relevant.filter(({ spans }) => spans.some(([start, end]) => at >= start && at < end));
    const last = covering.findLastIndex(({ fills }) => !fills);
    const state = covering[last]?.state ?? otherwise;
    if (state !== 'closed') return state;
    return covering.slice(last + 1).find((filling) => filling.state !== 'closed')?.state ?? 'closed';
  };
}

function shuts({ from, until, appliesTo, container }: SlowClosure, asked: SlowSchedule, at: number): boolean {
  const concerns = !container || asked.container !== null;
  return concerns && (appliesTo === 'everyone' || asked.audience === 'residents') && at >= from && at < until;
}

function narrower(a: State, b: State): State {
  if (a === 'closed' || b === 'closed') return 'closed';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'open';
}
