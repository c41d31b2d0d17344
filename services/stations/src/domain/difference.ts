import { sameContent } from './same-content';

/** @returns the top-level fields that differ, with their old and new values; one that isn't there is left out. */
export function difference<T extends object>(before: T, after: T): { before: Partial<T>; after: Partial<T> } {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof T)[];
  const changed = fields.filter((field) => !sameContent(before[field], after[field]));
  return { before: pick(before, changed), after: pick(after, changed) };
}

function pick<T extends object>(from: T, fields: readonly (keyof T)[]): Partial<T> {
  return Object.fromEntries(fields.map((field) => [field, from[field]])) as Partial<T>;
}
