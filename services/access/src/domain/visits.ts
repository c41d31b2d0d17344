/** A door's change in corrected device time, in the order of its own sequence. */
export interface DoorChangeRow {
  doorId: string;
  seq: number;
  at: Date;
  open: boolean | null;
  locked: boolean | null;
  attemptId: string | null;
}

/** From the container's first door leaving closed-and-locked until all its doors are closed and locked again. */
export interface DerivedVisit {
  openedAt: Date;
  closedAt: Date | null;
  closedBy: 'doors' | 'time-out' | 'next-visit' | null;
  /** When a door's leaf was first seen open; an unlocked door that nobody opened has none. */
  leafOpenedAt: Date | null;
  attemptIds: string[];
}

interface DoorPosition {
  open: boolean | null;
  locked: boolean | null;
}

/** A visit whose doors stay silent about closing ends after this long: a lost message must not swallow the next visits. */
export const VISIT_TIME_OUT_MS = 4 * 3_600_000;

/**
 * The visits that these changes of one container's doors tell of, oldest first. Depends only on the set of changes, never on
 * the order in which they arrived. What a door hasn't said counts as closed and locked: silence starts no visit.
 * @param now ends the last visit when it has been open for too long; null while more of the past may be on its way
 */
export function visitsFrom(changes: readonly DoorChangeRow[], now: Date | null): DerivedVisit[] {
  const visits: DerivedVisit[] = [];
  const positions = new Map<string, DoorPosition>();
  let current: DerivedVisit | null = null;
  for (const change of inOrder(changes)) {
    const ended = current && endedBefore(change, current, positions);
    if (current && ended) {
      Object.assign(current, ended);
      positions.clear();
      current = null;
    }
    positions.set(change.doorId, moved(positions.get(change.doorId), change));
    const away = [...positions.values()].some(isAway);
    if (away && !current) {
      current = { openedAt: change.at, closedAt: null, closedBy: null, leafOpenedAt: null, attemptIds: [] };
      visits.push(current);
    }
    if (current) note(current, change);
    if (current && !away) {
      current.closedAt = change.at;
      current.closedBy = 'doors';
      current = null;
    }
  }
  if (current && now && isOverdue(current, now)) Object.assign(current, byTimeOut(current));
  return visits;
}

type VisitEnd = Pick<DerivedVisit, 'closedAt' | 'closedBy'>;

/** How a visit ended that the next change no longer belongs to, when its own doors didn't say. */
function endedBefore(
  change: DoorChangeRow,
  visit: DerivedVisit,
  positions: ReadonlyMap<string, DoorPosition>,
): VisitEnd | null {
  if (isOverdue(visit, change.at)) return byTimeOut(visit);
  return isNextVisit(change, visit, positions) ? { closedAt: change.at, closedBy: 'next-visit' } : null;
}

/**
 * An attempt that unlocks a door which we believe to be unlocked: the bolt can only have moved if it had locked in between, and
 * the message of that is lost. While another door of the container is away, the visit goes on.
 */
function isNextVisit(
  { doorId, attemptId, locked, open }: DoorChangeRow,
  { attemptIds }: DerivedVisit,
  positions: ReadonlyMap<string, DoorPosition>,
): boolean {
  const isUnlock = attemptId !== null && !attemptIds.includes(attemptId) && locked === false && open !== true;
  if (!isUnlock || positions.get(doorId)?.locked !== false) return false;
  return ![...positions].some(([other, position]) => other !== doorId && isAway(position));
}

function isOverdue({ openedAt }: DerivedVisit, at: Date): boolean {
  return at.getTime() - openedAt.getTime() > VISIT_TIME_OUT_MS;
}

function byTimeOut({ openedAt }: DerivedVisit): VisitEnd {
  return { closedAt: new Date(openedAt.getTime() + VISIT_TIME_OUT_MS), closedBy: 'time-out' };
}

function inOrder(changes: readonly DoorChangeRow[]): DoorChangeRow[] {
  return [...changes].sort(
    (a, b) => a.at.getTime() - b.at.getTime() || a.doorId.localeCompare(b.doorId) || a.seq - b.seq,
  );
}

function moved(before: DoorPosition | undefined, change: DoorChangeRow): DoorPosition {
  return { open: change.open ?? before?.open ?? null, locked: change.locked ?? before?.locked ?? null };
}

function isAway({ open, locked }: DoorPosition): boolean {
  return open === true || locked === false;
}

function note(visit: DerivedVisit, change: DoorChangeRow): void {
  if (change.open) visit.leafOpenedAt ??= change.at;
  if (change.attemptId && !visit.attemptIds.includes(change.attemptId)) visit.attemptIds.push(change.attemptId);
}

/** A visit as it is kept, and was last told to others. */
export interface KnownVisit extends DerivedVisit {
  visitId: string;
  revision: number;
}

export interface VisitChanges {
  /** New ones have no `visitId` yet. Others are told of all but a leaf that opened. */
  changed: { known: KnownVisit | null; derived: DerivedVisit; isNews: boolean }[];
  withdrawn: KnownVisit[];
}

/** Matches derived visits with known ones by overlap, so that late news revises a visit instead of inventing another. */
export function reconcile(known: readonly KnownVisit[], derived: readonly DerivedVisit[]): VisitChanges {
  const unmatched = new Set(known);
  const changed: VisitChanges['changed'] = [];
  for (const visit of derived) {
    const match = [...unmatched].find((candidate) => overlaps(candidate, visit)) ?? null;
    if (match) unmatched.delete(match);
    const isNews = !match || differs(match, visit);
    if (isNews || match.leafOpenedAt?.getTime() !== visit.leafOpenedAt?.getTime()) {
      changed.push({ known: match, derived: visit, isNews });
    }
  }
  return { changed, withdrawn: [...unmatched] };
}

function overlaps(a: { openedAt: Date; closedAt: Date | null }, b: { openedAt: Date; closedAt: Date | null }): boolean {
  const end = (visit: { closedAt: Date | null }): number => visit.closedAt?.getTime() ?? Infinity;
  return a.openedAt.getTime() <= end(b) && b.openedAt.getTime() <= end(a);
}

function differs(known: KnownVisit, derived: DerivedVisit): boolean {
  return (
    known.openedAt.getTime() !== derived.openedAt.getTime() ||
    known.closedAt?.getTime() !== derived.closedAt?.getTime() ||
    known.closedBy !== derived.closedBy ||
    known.attemptIds.join() !== derived.attemptIds.join()
  );
}
