import { Stretch } from './stretch';

/** Closed where either is closed, unknown where either is unknown, open where both are open. Both span the same time. */
export function narrow(row: Stretch[], by: Stretch[]): Stretch[] {
  return combine(row, by, (one, other) => (OPENNESS[other.state] < OPENNESS[one.state] ? other : one));
}

/** Open where either is open, unknown where either is unknown, closed where both are closed. Both span the same time. */
export function widen(row: Stretch[], by: Stretch[]): Stretch[] {
  return combine(row, by, (one, other) => (OPENNESS[other.state] > OPENNESS[one.state] ? other : one));
}

const OPENNESS = { closed: 0, unknown: 1, open: 2 } as const;

/** Walks both rows at once and takes what is chosen of each overlap. */
function combine(row: Stretch[], by: Stretch[], choose: (one: Stretch, other: Stretch) => Stretch): Stretch[] {
  const combined: Stretch[] = [];
  let index = 0;
  for (const one of row) {
    for (let other = by[index]; other && other.start < one.end; other = by[index]) {
      const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)];
      combined.push({ ...choose(one, other), start, end });
      if (other.end > one.end) break;
      index += 1;
    }
  }
  return combined;
}
