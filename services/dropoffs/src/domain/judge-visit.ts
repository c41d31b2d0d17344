import { explainJump, type Jump } from './explain-jump';
import type { LoadAfter } from './load-after';
import { mannerOf, wanderGrams } from './plateau';
import { epochBreak, type Sample } from './sample';
import { isStuck } from './scale-fault';
import { isSparse } from './stable-window';
import { mean, median, roundAwayFromZero } from './statistics';
import { smallestNetGrams } from './tolerance';
import type { Found, TidyVisit, WeighingResult } from './weighing';

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

/** What a difference of two loads is, and how far it is to be believed. The first doubt counts. */
export function judgeVisit(visit: TidyVisit, found: Found, grams: number): WeighingResult {
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

/** The visit as a jump from one load to the other. */
export function jumpOf(
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

/** Without two loads to compare: the difference of what was seen at all, or nothing, and why. */
export function estimateVisit(
  { before, visitCount }: TidyVisit,
  after: readonly Sample[],
  hasBaseline: boolean,
): WeighingResult {
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
