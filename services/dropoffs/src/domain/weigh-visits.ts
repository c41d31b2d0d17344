import { inOrder, type Sample } from './sample';
import { loadAfter } from './settled-load';
import { toleranceGrams } from './tolerance';
import { type ScaleLimits, type Weighing, weighVisit, type VisitToWeigh } from './weigh-visit';

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
  /** Of the visit that follows the run. */
  nextOpenedAtMs: number | null;
  newestReadingAtMs: number | null;
  /** Our clock, when a reading of the container last came. */
  lastHeardAtMs: number | null;
  nowMs: number;
  scale: ScaleLimits;
}

/** Visits that can't be told apart are weighed as one. */
export interface GroupWeighing {
  visitIds: string[];
  /** The last visit's close. */
  closedAtMs: number | null;
  weighing: Weighing;
  /** Our clock: when silence alone will be worth another look. */
  silentAtMs: number | null;
}

/** Weighs a run of visits; neighbours between which the scale never settled are merged. */
export function weighVisits(run: ContainerRun): GroupWeighing[] {
  return groupsOf(run).map((group) => weighGroup(run, group));
}

/** Indexes of the group's first and last visit. */
interface Group {
  first: number;
  last: number;
}

function groupsOf(run: ContainerRun): Group[] {
  const groups: Group[] = [];
  for (let index = 0; index < run.visits.length; index += 1) {
    const group = groups.at(-1);
    if (group && !areApart(run, index - 1)) group.last = index;
    else groups.push({ first: index, last: index });
  }
  return groups;
}

/** Whether the visit and the next one are weighed apart; without evidence that nothing more will come, they are. */
function areApart(run: ContainerRun, index: number): boolean {
  const [visit, next] = [run.visits[index], run.visits[index + 1]];
  if (!visit || !next) return true;
  const closedAtMs = visit.closedAtMs ?? next.openedAtMs;
  const gap = inOrder(run.gaps[index + 1] ?? []);
  const tolerance = toleranceGrams(run.scale.resolutionGrams, inOrder(run.gaps[index] ?? []));
  if (loadAfter(gap, { closedAtMs, untilMs: next.openedAtMs }, tolerance)) return true;
  return (run.newestReadingAtMs ?? -Infinity) < next.openedAtMs;
}

function weighGroup(run: ContainerRun, { first, last }: Group): GroupWeighing {
  const visits = run.visits.slice(first, last + 1);
  const [opening, closing] = [visits[0] as VisitTimes, visits.at(-1) as VisitTimes];
  const visitIds = visits.map((visit) => visit.visitId);
  if (closing.closedAtMs === null) {
    return {
      visitIds,
      closedAtMs: null,
      weighing: { state: 'waiting', reason: 'awaiting_readings' },
      silentAtMs: null,
    };
  }
  const silentAtMs = Math.max(closing.heardAtMs, run.lastHeardAtMs ?? 0) + SILENCE_MS;
  const isSilent = run.nowMs >= silentAtMs;
  const weighing = weighVisit({
    openedAtMs: opening.openedAtMs,
    closedAtMs: closing.closedAtMs,
    closedBy: closing.closedBy ?? 'doors',
    visitCount: visits.length,
    before: run.gaps[first] ?? [],
    after: run.gaps[last + 1] ?? [],
    nextOpenedAtMs: run.visits[last + 1]?.openedAtMs ?? run.nextOpenedAtMs,
    newestReadingAtMs: run.newestReadingAtMs,
    isSilent,
    scale: run.scale,
  });
  return {
    visitIds,
    closedAtMs: closing.closedAtMs,
    weighing,
    silentAtMs: weighing.state === 'waiting' ? silentAtMs : null,
  };
}
