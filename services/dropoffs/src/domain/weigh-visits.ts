import { type Carry, NOTHING_KNOWN } from './carry';
import { CUT_OFF_MS, loadAfter } from './load-after';
import { arrivalStep, loadBefore } from './load-before';
import { inOrder, type Sample } from './sample';
import { roundAwayFromZero } from './statistics';
import { noiseOf, toleranceGrams } from './tolerance';
import { type GapEvent, weighGap } from './weigh-gap';
import { carryAfter, DECIDED_AFTER_MS, weighVisit } from './weigh-visit';
import type { ScaleLimits, VisitToWeigh, Weighing } from './weighing';

/** So long without a word from the scale, in real time, and a closed visit is booked as uncertain. */
export const SILENCE_MS = 15 * 60_000;

/** Device times and `heardAtMs` (our clock, when the visit's newest news came) in epoch milliseconds. */
export interface VisitTimes {
  visitId: string;
  openedAtMs: number;
  /** Null while the visit lasts. */
  closedAtMs: number | null;
  closedBy: VisitToWeigh['closedBy'] | null;
  heardAtMs: number;
}

/** Consecutive visits of one container, and what the scale said between them. */
export interface ContainerRun {
  visits: readonly VisitTimes[];
  /** Samples before the first visit, between each two, and after the last one: one more than there are visits. */
  gaps: readonly (readonly Sample[])[];
  /** Samples during each visit. */
  during?: readonly (readonly Sample[])[];
  /** Of the visit that follows the run. */
  nextOpenedAtMs: number | null;
  newestReadingAtMs: number | null;
  /** Our clock, when a reading of the container last came. */
  lastHeardAtMs: number | null;
  nowMs: number;
  scale: ScaleLimits;
  /** What was known of the scale before the first visit. */
  carry?: Carry;
}

/** Visits that can't be told apart are weighed as one. */
export interface GroupWeighing {
  visitIds: string[];
  /** The last visit's close. */
  closedAtMs: number | null;
  weighing: Weighing;
  /** Our clock: when silence alone will be worth another look. */
  silentAtMs: number | null;
  /** The load before, null when it isn't known, and what the ledger says of the load after it. */
  fromGrams: number | null;
  toGrams: number | null;
  /** What changed the load after the group's close and before the next opening. */
  since: GapEvent[];
  /** What is known of the scale when the next visit begins. */
  carry: Carry;
}

/** Weighs a run of visits and what lies between them; neighbours between which the scale never settled are merged. */
export function weighVisits(given: ContainerRun): GroupWeighing[] {
  const run = { ...given, gaps: given.gaps.map(inOrder) };
  let carry = run.carry ?? NOTHING_KNOWN;
  return groupsOf(run).map((group) => {
    const weighed = weighGroup(run, group, carry);
    carry = weighed.carry;
    return weighed;
  });
}

/** Indexes of the group's first and last visit. */
interface Group {
  first: number;
  last: number;
}

function groupsOf(run: ContainerRun): Group[] {
  const groups: Group[] = [];
  let noise = run.carry?.noiseGrams ?? null;
  for (let index = 0; index < run.visits.length; index += 1) {
    const group = groups.at(-1);
    noise = noiseOf(run.gaps[index] ?? []) ?? noise;
    if (group && !areApart(run, index - 1, toleranceGrams(run.scale.resolutionGrams, noise))) group.last = index;
    else groups.push({ first: index, last: index });
  }
  return groups;
}

/** Whether the visit and the next one are weighed apart; without evidence that nothing more will come, they are. */
function areApart(run: ContainerRun, index: number, tolerance: number): boolean {
  const [visit, next] = [run.visits[index], run.visits[index + 1]];
  if (!visit || !next) return true;
  const closedAtMs = visit.closedAtMs ?? next.openedAtMs;
  const gap = run.gaps[index + 1] ?? [];
  const load = loadAfter(gap, { closedAtMs, untilMs: next.openedAtMs }, tolerance);
  const isShort = next.openedAtMs - closedAtMs < DECIDED_AFTER_MS;
  const isDisputed = load !== null && isShort && Math.abs(arrivalStep(gap, next.openedAtMs, tolerance)) > tolerance;
  if (load && !isDisputed) return true;
  return (run.newestReadingAtMs ?? -Infinity) < next.openedAtMs;
}

function weighGroup(run: ContainerRun, { first, last }: Group, carry: Carry): GroupWeighing {
  const visits = run.visits.slice(first, last + 1);
  const [opening, closing] = [visits[0] as VisitTimes, visits.at(-1) as VisitTimes];
  const visitIds = visits.map((visit) => visit.visitId);
  if (closing.closedAtMs === null) return { ...UNWEIGHED, visitIds, carry };
  const silentAtMs = Math.max(closing.heardAtMs, run.lastHeardAtMs ?? 0) + SILENCE_MS;
  const visit: VisitToWeigh = {
    openedAtMs: opening.openedAtMs,
    closedAtMs: closing.closedAtMs,
    closedBy: closing.closedBy ?? 'doors',
    visitCount: visits.length,
    before: run.gaps[first] ?? [],
    during: run.during?.slice(first, last + 1).flat() ?? [],
    after: run.gaps[last + 1] ?? [],
    nextOpenedAtMs: run.visits[last + 1]?.openedAtMs ?? run.nextOpenedAtMs,
    newestReadingAtMs: run.newestReadingAtMs,
    isSilent: run.nowMs >= silentAtMs,
    scale: run.scale,
    carry,
  };
  const weighing = weighVisit(visit);
  const chain = chainOf(visit, weighing);
  const known = carryAfter(visit, weighing);
  const isWaiting = weighing.state === 'waiting';
  const gap = chain.toGrams === null ? { events: [], carry: known } : gapAfter(visit, chain.toGrams, known);
  return {
    visitIds,
    closedAtMs: closing.closedAtMs,
    weighing,
    silentAtMs: isWaiting ? silentAtMs : null,
    ...chain,
    since: gap.events,
    carry: gap.carry,
  };
}

const UNWEIGHED: Omit<GroupWeighing, 'visitIds' | 'carry'> = {
  closedAtMs: null,
  weighing: { state: 'waiting', reason: 'awaiting_readings' },
  silentAtMs: null,
  fromGrams: null,
  toGrams: null,
  since: [],
};

/** What is too little for a row stays with the drift that follows. */
function chainOf(visit: VisitToWeigh, weighing: Weighing): Pick<GroupWeighing, 'fromGrams' | 'toGrams'> {
  if (weighing.state === 'waiting') return { fromGrams: null, toGrams: null };
  const { result, evidence } = weighing;
  if (!evidence.before) return { fromGrams: null, toGrams: evidence.after && roundAwayFromZero(evidence.after.grams) };
  const fromGrams = roundAwayFromZero(evidence.before.grams);
  return { fromGrams, toGrams: result.kind === 'none' ? fromGrams : fromGrams + result.grams };
}

function gapAfter(visit: VisitToWeigh, fromGrams: number, carry: Carry): { events: GapEvent[]; carry: Carry } {
  const { closedAtMs, nextOpenedAtMs, newestReadingAtMs, after, scale } = visit;
  const tolerance = toleranceGrams(scale.resolutionGrams, noiseOf(after) ?? carry.noiseGrams);
  const next = nextOpenedAtMs === null ? null : loadBefore(after, nextOpenedAtMs, tolerance);
  return weighGap({
    samples: next ? after.filter(({ atMs }) => atMs <= next.untilMs) : after,
    fromMs: Math.min(closedAtMs + DECIDED_AFTER_MS, nextOpenedAtMs ?? Infinity) - CUT_OFF_MS,
    fromGrams,
    next: next && { fromMs: next.atMs, grams: roundAwayFromZero(next.grams) },
    settledMs: newestReadingAtMs ?? -Infinity,
    toleranceGrams: tolerance,
    resolutionGrams: scale.resolutionGrams,
    carry,
  });
}
