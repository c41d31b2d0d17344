import type { Quality } from '@selvbetjent/contracts';
import type { Carry } from './carry';
import { distrustAfter, distrustAfterBreak, explainJump, type Jump } from './explain-jump';
import { headOf, mannerOf, type Plateau, plateausOf, tailOf } from './plateau';
import { epochBreak, type Sample } from './sample';
import { roundAwayFromZero } from './statistics';

/** What the scale showed between two visits, or since the last one. All times in epoch milliseconds of corrected device time. */
export interface Gap {
  /** In order of time, from the visit's close to the next opening. */
  samples: readonly Sample[];
  /** Steps before it belong to the visit before. */
  fromMs: number;
  /** The load that the visit before left by the ledger. */
  fromGrams: number;
  /** The next opening, and the load that it begins with; null while there is none. */
  next: { fromMs: number; grams: number } | null;
  /** Steps since are too young to be sure of. */
  settledMs: number;
  toleranceGrams: number;
  resolutionGrams: number;
  carry: Carry;
}

/** What changed the load without a visit. Signed grams, + into the container. */
export interface GapEvent {
  kind: 'emptying' | 'drift' | 'unexplained';
  atMs: number;
  grams: number;
  quality: Quality;
  reason: string | null;
}

/** Steps so close together are one event: somebody leaned on the container, or it was taken away and put back. */
const TOGETHER_MS = 10 * 60_000;
/** So far below the empty weight there is no container on the scale. */
const ABSENT_GRAMS = 50_000;
/** The heaviest rain, snow and sun, 30 kg an hour: what changed more was a step that nobody saw. */
const FASTEST_DRIFT_GRAMS_PER_MS = 30_000 / 3_600_000;

interface Step extends Jump {
  broken: 'tare_changed' | 'rebooted' | null;
  /** When the load before it was last seen. */
  sinceMs: number;
}

/** Books what happened between visits, so that visits, events and drift add up to the difference of the loads. */
export function weighGap(gap: Gap): { events: GapEvent[]; carry: Carry } {
  const steps = together(stepsOf(gap), gap).filter(
    (step) =>
      Math.abs(step.toGrams - step.fromGrams) > gap.toleranceGrams &&
      (gap.next || step.atMs <= gap.settledMs - TOGETHER_MS),
  );
  const events: GapEvent[] = [];
  let carry = gap.carry;
  for (const step of steps) ({ carry } = book(events, step, carry));
  const rest = gap.next && restOf(gap, events);
  if (rest && rest.kind === 'drift') events.push(rest.event);
  if (rest && rest.kind === 'step') ({ carry } = book(events, rest.step, carry));
  return { events: events.filter(({ grams }) => grams !== 0), carry };
}

function book(events: GapEvent[], step: Step, carry: Carry): { carry: Carry } {
  const grams = roundAwayFromZero(step.toGrams - step.fromGrams);
  const at = { atMs: step.atMs, grams };
  if (step.broken) {
    events.push({ ...at, kind: 'unexplained', quality: 'ok', reason: step.broken });
    return { carry: { ...carry, distrust: distrustAfterBreak(step, step.broken, carry.distrust) } };
  }
  const explanation = explainJump(step, carry);
  const distrust = distrustAfter(step, explanation, carry.distrust);
  if (explanation.kind !== 'emptying') {
    events.push({ ...at, kind: 'unexplained', quality: 'ok', reason: explanation.doubt ?? 'step_without_visit' });
    return { carry: { ...carry, distrust } };
  }
  const quality = explanation.doubt ? 'uncertain' : 'ok';
  events.push({ ...at, kind: 'emptying', quality, reason: explanation.doubt });
  return {
    carry: { ...carry, distrust, emptyGrams: explanation.doubt ? carry.emptyGrams : roundAwayFromZero(step.toGrams) },
  };
}

type Rest = { kind: 'drift'; event: GapEvent } | { kind: 'step'; step: Step };

/** What the steps leave over: a slow change, or one that happened while the scale wasn't heard. */
function restOf({ fromGrams, fromMs, next, toleranceGrams }: Gap, events: readonly GapEvent[]): Rest | null {
  if (!next) return null;
  const reached = events.reduce((sum, { grams }) => sum + grams, fromGrams);
  const grams = next.grams - reached;
  const slow = toleranceGrams * 2 + FASTEST_DRIFT_GRAMS_PER_MS * Math.max(next.fromMs - fromMs + TOGETHER_MS, 0);
  if (Math.abs(grams) <= slow) {
    return { kind: 'drift', event: { kind: 'drift', atMs: next.fromMs, grams, quality: 'ok', reason: null } };
  }
  const jump = { fromGrams: reached, toGrams: next.grams, atMs: next.fromMs, changesManner: false };
  return { kind: 'step', step: { ...jump, broken: null, sinceMs: fromMs } };
}

function stepsOf({ samples, fromMs, toleranceGrams, resolutionGrams, carry }: Gap): Step[] {
  const plateaus = plateausOf(samples, toleranceGrams);
  return plateaus.slice(1).flatMap((plateau, index) => {
    const previous = plateaus[index] as Plateau;
    if (plateau.fromMs < fromMs) return [];
    const [mine, yours] = [plateau, previous].map(({ windows }) =>
      mannerOf(windows, resolutionGrams, carry.noiseGrams),
    );
    const changesManner = mine !== yours;
    const grams = { fromGrams: tailOf(previous).grams, toGrams: headOf(plateau).grams };
    const times = { sinceMs: previous.untilMs, atMs: plateau.fromMs };
    return [{ ...grams, ...times, changesManner, broken: epochBreak(previous, plateau) }];
  });
}

/** Joins steps that follow each other quickly, and those between which the container was away. */
function together(steps: readonly Step[], { carry }: Gap): Step[] {
  const joined: Step[] = [];
  const absentBelow = carry.emptyGrams === null ? -Infinity : carry.emptyGrams - ABSENT_GRAMS;
  for (const step of steps) {
    const last = joined.at(-1);
    const isClose = last && (step.sinceMs - last.atMs < TOGETHER_MS || last.toGrams < absentBelow);
    if (!last || !isClose || last.broken || step.broken) joined.push(step);
    else
      joined[joined.length - 1] = {
        ...step,
        fromGrams: last.fromGrams,
        sinceMs: last.sinceMs,
        changesManner: last.changesManner || step.changesManner,
      };
  }
  return joined;
}
