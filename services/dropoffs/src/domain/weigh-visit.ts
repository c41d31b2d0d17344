import type { Quality } from '@selvbetjent/contracts';
import { between, inOrder, type Sample } from './sample';
import { fewBefore, loadAfter, loadBefore, type LoadBefore, type SettledLoad } from './settled-load';
import { median, roundAwayFromZero } from './statistics';
import { toleranceGrams } from './tolerance';

/** Later readings can't change a visit's weight any more. */
export const DECIDED_AFTER_MS = 10 * 60_000;
const BASELINE_MAX_AGE_MS = 10 * 60_000;
/** Nobody carries more in or out in one visit. */
const LARGEST_PLAUSIBLE_GRAMS = 150_000;
/** Divisions above the maximum that a scale may still show. */
const OVERLOAD_RESOLUTIONS = 9;

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
  /** Samples between this visit's close and the next one's opening. */
  after: readonly Sample[];
  nextOpenedAtMs: number | null;
  /** The newest committed reading of the container. */
  newestReadingAtMs: number | null;
  /** Nothing was heard of the scale for so long that the visit is booked without it for now. */
  isSilent: boolean;
  scale: ScaleLimits;
}

/** Signed grams, + into the container. `reason` is set whenever the quality isn't `ok`, and where a load was taken away after the close. */
export interface WeighingResult {
  kind: 'drop-off' | 'take-out' | 'none';
  grams: number;
  quality: Quality;
  reason: string | null;
}

/** `waiting` says nothing yet, `provisional` may change with readings still to come, `final` only with late ones. */
export type Weighing =
  { state: 'waiting'; reason: 'awaiting_readings' } | { state: 'provisional' | 'final'; result: WeighingResult };

/** Weighs one visit by the loads that the scale stood still at before and after it. Order and repetition of samples don't matter. */
export function weighVisit(visit: VisitToWeigh): Weighing {
  const before = inOrder(visit.before);
  const after = inOrder(visit.after);
  const tolerance = toleranceGrams(visit.scale.resolutionGrams, before);
  const untilMs = Math.min(visit.closedAtMs + DECIDED_AFTER_MS, visit.nextOpenedAtMs ?? Infinity);
  const isDecided = (visit.newestReadingAtMs ?? -Infinity) >= untilMs;
  const baseline = loadBefore(before, tolerance) ?? fewBefore(before, tolerance);
  const load = loadAfter(after, { closedAtMs: visit.closedAtMs, untilMs }, tolerance);
  if (baseline && load) {
    return { state: isDecided ? 'final' : 'provisional', result: judge(visit, baseline, load, tolerance) };
  }
  if (!isDecided && !visit.isSilent) return { state: 'waiting', reason: 'awaiting_readings' };
  const late = isDecided ? loadAfter(after, { closedAtMs: untilMs, untilMs: Infinity }, tolerance) : null;
  if (baseline && late) {
    return { state: 'final', result: doubt(judge(visit, baseline, late, tolerance), 'late_baseline') };
  }
  const settledSince = between(after, visit.closedAtMs, untilMs);
  const isFinal = isDecided && (load !== null || visit.nextOpenedAtMs !== null);
  return { state: isFinal ? 'final' : 'provisional', result: estimate(before, settledSince, baseline !== null) };
}

function judge(visit: VisitToWeigh, before: LoadBefore, after: SettledLoad, tolerance: number): WeighingResult {
  const grams = roundAwayFromZero(after.grams - before.grams);
  const result: WeighingResult = { ...kindOf(grams, tolerance), quality: 'ok', reason: lateStep(after) };
  const implausible = implausibility(visit, before, { ...after, deltaGrams: grams });
  if (implausible) {
    return { ...result, kind: grams < 0 ? 'take-out' : 'drop-off', quality: 'quarantine', reason: implausible };
  }
  if (visit.closedBy === 'time-out') return doubt(result, 'closed_by_time_out');
  if (before.isFew) return doubt(result, 'few_readings_before_visit');
  if (before.untilMs < visit.openedAtMs - BASELINE_MAX_AGE_MS) return doubt(result, 'old_baseline');
  return result;
}

function kindOf(grams: number, tolerance: number): Pick<WeighingResult, 'kind' | 'grams'> {
  if (Math.abs(grams) <= tolerance) return { kind: 'none', grams };
  return { kind: grams > 0 ? 'drop-off' : 'take-out', grams };
}

function lateStep({ stepGrams }: SettledLoad): string | null {
  if (stepGrams === 0) return null;
  return stepGrams < 0 ? 'late_load_removed' : 'late_load_added';
}

function implausibility(
  { scale, visitCount }: VisitToWeigh,
  before: LoadBefore,
  after: SettledLoad & { deltaGrams: number },
): string | null {
  const isTared = before.tareEpoch !== null && after.tareEpoch !== null && before.tareEpoch !== after.tareEpoch;
  if (isTared) return 'tare_changed';
  if (Math.abs(after.deltaGrams) > visitCount * LARGEST_PLAUSIBLE_GRAMS) return 'implausible_weight';
  return after.grams > scale.maxGrams + OVERLOAD_RESOLUTIONS * scale.resolutionGrams ? 'over_maximum' : null;
}

function doubt(result: WeighingResult, reason: string): WeighingResult {
  return result.quality === 'ok' ? { ...result, quality: 'uncertain', reason } : result;
}

/** Without two loads to compare: the difference of what was seen at all, or nothing, and why. */
function estimate(before: readonly Sample[], after: readonly Sample[], hasBaseline: boolean): WeighingResult {
  const shown = (samples: readonly Sample[]) => samples.flatMap((sample) => sample.grams ?? []);
  const [shownBefore, shownAfter] = [shown(before).slice(-10), shown(after)];
  const isSeen = shownBefore.length > 0 && shownAfter.length > 0;
  const grams = isSeen ? roundAwayFromZero(median(shownAfter) - median(shownBefore)) : 0;
  const reason = hasBaseline ? fault(after, 'after_visit') : fault(before, 'before_visit');
  return { kind: grams < 0 ? 'take-out' : 'drop-off', grams, quality: 'uncertain', reason };
}

function fault(samples: readonly Sample[], when: 'before_visit' | 'after_visit'): string {
  if (samples.length === 0) return `no_readings_${when}`;
  return samples.some((sample) => sample.grams === null) ? `scale_fault_${when}` : `unstable_${when}`;
}
