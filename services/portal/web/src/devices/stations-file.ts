import type { FieldChange } from '../audit/field-changes';
import type { ImportedStation } from '../api-types';

/** What a stations file does to a station, by the names that stand in the file: who sends it has written them. */
export function importedLines({ fields }: Pick<ImportedStation, 'fields'>): FieldChange[] {
  return fields.map(({ field, before, after }) => ({ what: field, before: textOf(before), after: textOf(after) }));
}

export function changedStations<T extends Pick<ImportedStation, 'kind'>>(stations: readonly T[]): T[] {
  return stations.filter(({ kind }) => kind !== 'unchanged');
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
