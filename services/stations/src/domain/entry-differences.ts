import { sameContent } from './same-content';

export interface FieldDifference {
  field: string;
  before: unknown;
  after: unknown;
}

/** What differs, field by field, by their names in the stations file: `containers[ombruk].capacityKg`; what isn't there is null. */
export function entryDifferences(before: object, after: object): FieldDifference[] {
  const [old, changed] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...old.keys(), ...changed.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: changed.get(field) ?? null }))
    .filter((one) => !sameContent(one.before, one.after));
}

function leavesOf(value: unknown, path = '', leaves = new Map<string, unknown>()): Map<string, unknown> {
  if (Array.isArray(value) && value.every(isNamed)) {
    for (const one of value) leavesOf(one, `${path}[${nameOf(one)}]`, leaves);
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, part] of Object.entries(value)) leavesOf(part, path ? `${path}.${key}` : key, leaves);
  } else if (value !== undefined) {
    leaves.set(path, value);
  }
  return leaves;
}

type Named = Partial<Record<'id' | 'validFrom' | 'date', string>>;

function isNamed(value: unknown): value is Named {
  return typeof value === 'object' && value !== null && nameOf(value) !== undefined;
}

function nameOf({ id, validFrom, date }: Named): string | undefined {
  return id ?? validFrom ?? date;
}
