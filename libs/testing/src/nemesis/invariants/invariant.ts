import { type Evidence, type Invariant, type Violation } from '../evidence/evidence';

type Found = Omit<Violation, 'invariant'>;

/** @param find what breaks it */
export function invariant(id: string, says: string, find: (evidence: Evidence) => Found[]): Invariant {
  return { id, says, check: (evidence) => find(evidence).map((found) => ({ invariant: id, ...found })) };
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

export function sumOf<T>(items: readonly T[], gramsOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + gramsOf(item), 0);
}
