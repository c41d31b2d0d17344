import { StateAt } from './schedule';
import { Position, StretchRow, firstBehind, startOfState } from './stretch-row';

/** How far answers look back and ahead. */
const HORIZON_MS = 366 * 24 * 60 * 60 * 1000;

/** What is told at the instants of a stretch. */
export interface Told {
  /** With the changes that are within the horizon from somewhere in the stretch. */
  answer: StateAt;
  /** Whether they are so from everywhere in it. */
  isNear: boolean;
}

export function toldAt(row: StretchRow, position: Position): Told {
  const { start, end, state, reason, rule } = row.stretch(position);
  const last = end + HORIZON_MS;
  const change = firstBehind(row, position, { last, matches: (later) => later.state !== state });
  const closed = state === 'open' ? change : position;
  const opening = closed && firstBehind(row, closed, { last, matches: (later) => later.state === 'open' });
  const answer: StateAt = {
    state,
    reason,
    rule,
    since: startOfState(row, position, start - HORIZON_MS),
    until: change && startOf(row, change),
    nextOpening: opening && startOf(row, opening),
  };
  const far = [withinHorizon(answer, start), withinHorizon(answer, end)];
  return { answer: Object.freeze(answer), isNear: far.every((seen) => isSame(seen, answer)) };
}

/** The answer as told at one instant: null for what is beyond the horizon from there. */
export function withinHorizon({ since, until, nextOpening, ...answer }: StateAt, instant: number): StateAt {
  const near = (change: Date | null): Date | null =>
    change !== null && Math.abs(change.getTime() - instant) <= HORIZON_MS ? change : null;
  return { ...answer, since: near(since), until: near(until), nextOpening: near(nextOpening) };
}

function isSame(a: StateAt, b: StateAt): boolean {
  return a.since === b.since && a.until === b.until && a.nextOpening === b.nextOpening;
}

function startOf(row: StretchRow, position: Position): Date {
  return new Date(row.stretch(position).start);
}
