import { type Carry, NOTHING_KNOWN } from './carry';
import { distrustAfter, distrustAfterBreak, explainJump } from './explain-jump';
import { estimateVisit, judgeVisit, jumpOf } from './judge-visit';
import { loadAfter } from './load-after';
import { loadBefore } from './load-before';
import { between, epochBreak, inOrder } from './sample';
import { roundAwayFromZero } from './statistics';
import { noiseOf, toleranceGrams } from './tolerance';
import type { Evidence, Found, TidyVisit, VisitToWeigh, Weighing } from './weighing';

/** Later readings can't change a visit's weight any more. */
export const DECIDED_AFTER_MS = 10 * 60_000;

/** Weighs one visit by the loads that the scale stood still at before and after it. Order and repetition of samples don't matter. */
export function weighVisit(given: VisitToWeigh): Weighing {
  const visit = tidied(given);
  const tolerance = toleranceGrams(visit.scale.resolutionGrams, visit.carry.noiseGrams);
  const untilMs = Math.min(visit.closedAtMs + DECIDED_AFTER_MS, visit.nextOpenedAtMs ?? Infinity);
  const isDecided = (visit.newestReadingAtMs ?? -Infinity) >= untilMs;
  const before = loadBefore(visit.before, visit.openedAtMs, tolerance);
  const span = { closedAtMs: visit.closedAtMs, untilMs, isComplete: isDecided };
  const after = loadAfter(visit.after, span, tolerance);
  if (before && after) return compare(visit, { before, after, tolerance, isDecided });
  if (!isDecided && !visit.isSilent) return { state: 'waiting', reason: 'awaiting_readings' };
  const onwards = { closedAtMs: untilMs, untilMs: Infinity, followsSteps: false };
  const late = isDecided ? loadAfter(visit.after, onwards, tolerance) : null;
  if (before && late) return compare(visit, { before, after: late, tolerance, isDecided, isLate: true });
  const seen = between(visit.after, visit.closedAtMs, untilMs);
  const state = isDecided && (after !== null || visit.nextOpenedAtMs !== null) ? 'final' : 'provisional';
  const evidence: Evidence = { before, after, toleranceGrams: tolerance, driftGrams: 0 };
  return { state, result: estimateVisit(visit, seen, before !== null), evidence };
}

/** @returns what is known of the scale after the visit. */
export function carryAfter(visit: VisitToWeigh, weighing: Weighing): Carry {
  const { carry, scale } = tidied(visit);
  if (weighing.state === 'waiting') return carry;
  const { before, after } = weighing.evidence;
  if (!before || !after) return carry;
  const jump = jumpOf({ before, after }, { scale, carry });
  const broken = epochBreak(before, after);
  if (broken) return { ...carry, distrust: distrustAfterBreak(jump, broken, carry.distrust) };
  const { kind, quality } = weighing.result;
  const emptyGrams = kind === 'emptying' && quality === 'ok' ? roundAwayFromZero(after.grams) : carry.emptyGrams;
  return { ...carry, emptyGrams, distrust: distrustAfter(jump, explainJump(jump, carry), carry.distrust) };
}

function tidied(visit: VisitToWeigh): TidyVisit {
  const [before, during, after] = [inOrder(visit.before), inOrder(visit.during ?? []), inOrder(visit.after)];
  const known = visit.carry ?? NOTHING_KNOWN;
  return { ...visit, before, during, after, carry: { ...known, noiseGrams: noiseOf(before) ?? known.noiseGrams } };
}

/** The difference of the two loads. */
function compare(visit: TidyVisit, found: Found): Weighing {
  const { before, after, tolerance, isDecided } = found;
  const driftGrams = driftBetween(visit, found);
  const grams = roundAwayFromZero(after.grams - before.grams - driftGrams);
  const evidence: Evidence = { before, after, toleranceGrams: tolerance, driftGrams };
  return { state: isDecided ? 'final' : 'provisional', result: judgeVisit(visit, found, grams), evidence };
}

/** Rain before the visit goes on to its middle, rain after it began there. What came after is looked at once it is all there. */
function driftBetween({ openedAtMs, closedAtMs }: TidyVisit, { before, after, isDecided }: Found): number {
  const middleMs = (openedAtMs + closedAtMs) / 2;
  const slopeAfter = isDecided ? after.slope : null;
  const slopeBefore = before.slope ?? slopeAfter ?? 0;
  return slopeBefore * (middleMs - before.atMs) + (slopeAfter ?? slopeBefore) * (after.atMs - middleMs);
}
