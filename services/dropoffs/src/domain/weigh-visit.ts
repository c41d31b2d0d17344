import type { Quality } from '@selvbetjent/contracts';
import { type Carry, NOTHING_KNOWN } from './carry';
import { distrustAfter, explainJump, type Jump } from './explain-jump';
import { type LoadAfter, loadAfter } from './load-after';
import { type LoadBefore, loadBefore } from './load-before';
import { mannerOf, wanderGrams } from './plateau';
import { between, epochBreak, inOrder, type Sample } from './sample';
import { isStuck } from './scale-fault';
import { isSparse } from './stable-window';
import { mean, median, roundAwayFromZero } from './statistics';
import { noiseOf, smallestNetGrams, toleranceGrams } from './tolerance';

/** Later readings can't change a visit's weight any more. */
export const DECIDED_AFTER_MS = 10 * 60_000;
const BASELINE_MAX_AGE_MS = 10 * 60_000;
/** Nobody carries more in or out in one visit. */
const LARGEST_PLAUSIBLE_GRAMS = 150_000;
/** What rain or sun may have added during the visit, unseen. */
const LARGEST_UNSEEN_DRIFT_GRAMS = 210;
/** How far an untouched scale may move to and fro. */
const LARGEST_WANDER_GRAMS = 350;
const LARGEST_MEAN_WANDER_GRAMS = 240;
/** So many different loads within minutes aren't people's doing. */
const RESTLESS_LOADS = 4;

export interface ScaleLimits {
  resolutionGrams: number;
  maxGrams: number;
}

/** All times in epoch milliseconds of corrected device time. */
export interface VisitToWeigh {
  openedAtMs: number;
  closedAtMs: number;
  closedBy: 'doors' | 'time-out' | 'next-visit';
  /** How many visits are weighed as this one. */
  visitCount: number;
  /** Samples between the previous visit's close and this one's opening. */
  before: readonly Sample[];
  /** Samples while the door was open; they say only whether the scale was alive. */
  during?: readonly Sample[];
  /** Samples between this visit's close and the next one's opening. */
  after: readonly Sample[];
  nextOpenedAtMs: number | null;
  /** The newest committed reading of the container. */
  newestReadingAtMs: number | null;
  /** Nothing was heard of the scale for so long that the visit is booked without it for now. */
  isSilent: boolean;
  scale: ScaleLimits;
  /** What was known of the scale before the visit. */
  carry?: Carry;
}

/** Signed grams, + into the container. `reason` is set whenever the quality isn't `ok`, and where a load was taken away after the close. */
export interface WeighingResult {
  kind: 'drop-off' | 'take-out' | 'emptying' | 'none';
  grams: number;
  quality: Quality;
  reason: string | null;
  /** `estimated` when there weren't two loads to compare. */
  method: 'weighed' | 'estimated';
}

/** The loads that the difference is taken of, and the readings that show them. */
export interface Evidence {
  /** Null when the scale never stood still before the visit, or after it. */
  before: LoadBefore | null;
  after: LoadAfter | null;
  toleranceGrams: number;
  /** What slow changes are reckoned to have added between the two loads; no part of `grams`. */
  driftGrams: number;
}

/** `waiting` says nothing yet, `provisional` may change with readings still to come, `final` only with late ones. */
export type Weighing =
  | { state: 'waiting'; reason: 'awaiting_readings' }
  | { state: 'provisional' | 'final'; result: WeighingResult; evidence: Evidence };

/** Weighs one visit by the loads that the scale stood still at before and after it. Order and repetition of samples don't matter. */
export function weighVisit(given: VisitToWeigh): Weighing {
  const visit = tidied(given);
  const tolerance = toleranceGrams(visit.scale.resolutionGrams, visit.carry.noiseGrams);
  const untilMs = Math.min(visit.closedAtMs + DECIDED_AFTER_MS, visit.nextOpenedAtMs ?? Infinity);
  const isDecided = (visit.newestReadingAtMs ?? -Infinity) >= untilMs;
  const before = loadBefore(visit.before, visit.openedAtMs, tolerance);
  const span = { closedAtMs: visit.closedAtMs, untilMs, isComplete: isDecided };
  const after = loadAfter(visit.after, span, tolerance);
  if (before && after) return judge(visit, { before, after, tolerance, isDecided });
  if (!isDecided && !visit.isSilent) return { state: 'waiting', reason: 'awaiting_readings' };
  const onwards = { closedAtMs: untilMs, untilMs: Infinity, followsSteps: false };
  const late = isDecided ? loadAfter(visit.after, onwards, tolerance) : null;
  if (before && late) return judge(visit, { before, after: late, tolerance, isDecided, isLate: true });
  const seen = between(visit.after, visit.closedAtMs, untilMs);
  const state = isDecided && (after !== null || visit.nextOpenedAtMs !== null) ? 'final' : 'provisional';
  const evidence: Evidence = { before, after, toleranceGrams: tolerance, driftGrams: 0 };
  return { state, result: estimate(visit, seen, before !== null), evidence };
}

type TidyVisit = Required<VisitToWeigh>;

interface Found {
  before: LoadBefore;
  after: LoadAfter;
  tolerance: number;
  isDecided: boolean;
  /** The load after was found long after the close. */
  isLate?: boolean;
}

function tidied(visit: VisitToWeigh): TidyVisit {
  const [before, during, after] = [inOrder(visit.before), inOrder(visit.during ?? []), inOrder(visit.after)];
  const known = visit.carry ?? NOTHING_KNOWN;
  return { ...visit, before, during, after, carry: { ...known, noiseGrams: noiseOf(before) ?? known.noiseGrams } };
}

function judge(visit: TidyVisit, found: Found): Weighing {
  const { before, after, tolerance, isDecided } = found;
  const driftGrams = driftBetween(visit, found);
  const grams = roundAwayFromZero(after.grams - before.grams - driftGrams);
  const evidence: Evidence = { before, after, toleranceGrams: tolerance, driftGrams };
  return { state: isDecided ? 'final' : 'provisional', result: resultOf(visit, found, grams), evidence };
}

/** Rain before the visit goes on to its middle, rain after it began there. What came after is looked at once it is all there. */
function driftBetween({ openedAtMs, closedAtMs }: TidyVisit, { before, after, isDecided }: Found): number {
  const middleMs = (openedAtMs + closedAtMs) / 2;
  const slopeAfter = isDecided ? after.slope : null;
  const slopeBefore = before.slope ?? slopeAfter ?? 0;
  return slopeBefore * (middleMs - before.atMs) + (slopeAfter ?? slopeBefore) * (after.atMs - middleMs);
}

/** The difference of the two loads, and how far it is to be believed. The first doubt counts. */
function resultOf(visit: TidyVisit, found: Found, grams: number): WeighingResult {
  const { after } = found;
  const reportable = smallestNetGrams(visit.scale.resolutionGrams, visit.carry.noiseGrams);
  const result = {
    kind: kindOf(grams, reportable),
    grams,
    quality: 'ok',
    reason: lateStep(after),
    method: 'weighed',
  } as const;
  const impossible = impossibility(visit, found, grams);
  if (impossible) return { ...result, kind: signOf(grams), quality: 'quarantine', reason: impossible };
  const { kind, doubt: reason } = explainJump(jumpOf(found, visit), visit.carry);
  if (kind === 'emptying') return doubtIf({ ...result, kind, reason: null }, reason);
  if (reason) return { ...result, kind: signOf(grams), quality: 'quarantine', reason };
  return doubtIf(result, visit.carry.distrust?.reason ?? doubtOf(visit, found));
}

/** @returns what makes the difference no weight at all. */
function impossibility({ scale, visitCount }: TidyVisit, { before, after }: Found, grams: number): string | null {
  const broken = epochBreak(before, after);
  if (broken) return broken;
  if (grams > visitCount * LARGEST_PLAUSIBLE_GRAMS) return 'implausible_weight';
  return after.grams > scale.maxGrams ? 'over_maximum' : null;
}

function doubtOf(visit: TidyVisit, found: Found): string | null {
  const { before, after, isDecided, isLate } = found;
  if (isLate) return 'late_baseline';
  const isConfirmed = visit.nextOpenedAtMs !== null && isDecided;
  if (visit.closedBy === 'time-out' && !isConfirmed) return 'closed_by_time_out';
  if (before.isFew) return 'few_readings_before_visit';
  if (before.untilMs < visit.openedAtMs - BASELINE_MAX_AGE_MS) return 'old_baseline';
  if (isStuck(visit)) return 'stuck';
  if (after.broken) return after.broken;
  if (isRestless(found)) return 'restless_scale';
  const unseen = isDecided ? unseenDrift(visit, found) : 0;
  return unseen > LARGEST_UNSEEN_DRIFT_GRAMS ? 'load_drifts' : null;
}

/** How much may hide in the visit where the slope before it and the slope after it differ, or only one of them is known. */
function unseenDrift({ openedAtMs, closedAtMs }: TidyVisit, { before, after }: Found): number {
  const [slopeBefore, slopeAfter] = [before.slope ?? 0, after.slope ?? before.slope ?? 0];
  const middleMs = (openedAtMs + closedAtMs) / 2;
  return (Math.abs(slopeAfter - slopeBefore) * Math.max(middleMs - before.atMs, after.atMs - middleMs)) / 2;
}

function isRestless({ before, after, isDecided }: Found): boolean {
  const wanders = [wanderGrams(before.windows), isDecided ? wanderGrams(after.windows) : 0];
  const loads = Math.max(before.restlessness, isDecided ? after.restlessness : 0);
  const isWandering = Math.max(...wanders) > LARGEST_WANDER_GRAMS || mean(wanders) > LARGEST_MEAN_WANDER_GRAMS;
  return loads >= RESTLESS_LOADS || isWandering;
}

/** @returns what is known of the scale after the visit. */
export function carryAfter(visit: VisitToWeigh, weighing: Weighing): Carry {
  const { carry, scale } = tidied(visit);
  if (weighing.state === 'waiting') return carry;
  const { before, after } = weighing.evidence;
  if (!before || !after || epochBreak(before, after)) return { ...carry, distrust: null };
  const jump = jumpOf({ before, after }, { scale, carry });
  const { kind, quality } = weighing.result;
  const emptyGrams = kind === 'emptying' && quality === 'ok' ? roundAwayFromZero(after.grams) : carry.emptyGrams;
  return { ...carry, emptyGrams, distrust: distrustAfter(jump, explainJump(jump, carry), carry.distrust) };
}

function jumpOf(
  { before, after }: Pick<Found, 'before' | 'after'>,
  { scale, carry }: Pick<TidyVisit, 'scale' | 'carry'>,
): Jump {
  const manners = [before, after].map(({ windows }) => mannerOf(windows, scale.resolutionGrams, carry.noiseGrams));
  return {
    fromGrams: before.grams,
    toGrams: after.grams,
    atMs: after.fromMs,
    changesManner: manners[0] !== manners[1],
  };
}

function kindOf(grams: number, smallestGrams: number): WeighingResult['kind'] {
  return Math.abs(grams) <= smallestGrams ? 'none' : signOf(grams);
}

function signOf(grams: number): 'drop-off' | 'take-out' {
  return grams < 0 ? 'take-out' : 'drop-off';
}

function lateStep({ stepGrams }: LoadAfter): string | null {
  if (stepGrams === 0) return null;
  return stepGrams < 0 ? 'late_load_removed' : 'late_load_added';
}

function doubtIf(result: WeighingResult, reason: string | null): WeighingResult {
  return reason === null ? result : doubt(result, reason);
}

function doubt(result: WeighingResult, reason: string): WeighingResult {
  if (result.quality !== 'ok') return result;
  const kind = result.kind === 'none' ? signOf(result.grams) : result.kind;
  return { ...result, kind, quality: 'uncertain', reason };
}

/** Without two loads to compare: the difference of what was seen at all, or nothing, and why. */
function estimate({ before, visitCount }: TidyVisit, after: readonly Sample[], hasBaseline: boolean): WeighingResult {
  const shown = (samples: readonly Sample[]) => samples.flatMap((sample) => sample.grams ?? []);
  const [shownBefore, shownAfter] = [shown(before).slice(-10), shown(after)];
  const isSeen = shownBefore.length > 0 && shownAfter.length > 0;
  const grams = isSeen ? roundAwayFromZero(median(shownAfter) - median(shownBefore)) : 0;
  const estimated = { kind: signOf(grams), grams, method: 'estimated' } as const;
  if (Math.abs(grams) > visitCount * LARGEST_PLAUSIBLE_GRAMS) {
    return { ...estimated, quality: 'quarantine', reason: 'implausible_weight' };
  }
  return {
    ...estimated,
    quality: 'uncertain',
    reason: hasBaseline ? fault(after, 'after_visit') : fault(before, 'before_visit'),
  };
}

function fault(samples: readonly Sample[], when: 'before_visit' | 'after_visit'): string {
  if (samples.length === 0) return `no_readings_${when}`;
  if (samples.some((sample) => sample.grams === null)) return `scale_fault_${when}`;
  return isSparse(samples) ? 'sparse' : `unstable_${when}`;
}
