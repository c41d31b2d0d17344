import { createHash } from 'node:crypto';
import { type HistoryRow } from './history-row';
import { type Kilos } from './settle-kilos';

/** A row of a source as it was last imported. */
export interface ImportedRow extends Kilos {
  /** Of the ledger's rows that it became: their weighing. */
  rowId: string;
  /** Whether the source has an id for it; null of rows from before that was kept. */
  hasReference: boolean | null;
}

/** A row of a file beside what the ledger has of it. */
export interface ComparedRow {
  rowId: string;
  row: HistoryRow;
  state: 'new' | 'unchanged' | 'changed';
  /** What was imported before; null when it is new. */
  before: ImportedRow | null;
}

export interface ComparedFile {
  /** In the file's order. */
  rows: ComparedRow[];
  /** Imported before and not in the file: they stay. */
  missing: ImportedRow[];
}

/**
 * Tells which rows of a file the ledger has, by the source's own id, else by date, stream, fraction, origin and how many such rows there
 * are: rows that are alike find each other first, and what then is left of both is one row that changed.
 */
export function compareHistory(
  { stationId, source }: { stationId: string; source: string },
  rows: readonly HistoryRow[],
  imported: readonly ImportedRow[],
): ComparedFile {
  const left = new Map(imported.map((row) => [row.rowId, row]));
  const compared = new Map<HistoryRow, ComparedRow>();
  const match = (row: HistoryRow, rowId: string, before: ImportedRow | null): void => {
    left.delete(rowId);
    compared.set(row, { rowId, row, before, state: before ? stateOf(row, before) : 'new' });
  };
  for (const row of rows.filter(({ externalId }) => externalId !== null)) {
    const rowId = uuidOf([stationId, source, 'id', row.externalId]);
    match(row, rowId, left.get(rowId) ?? null);
  }
  const keyless = imported.filter(({ rowId, hasReference }) => hasReference !== true && left.has(rowId));
  const known = grouped(keyless, naturalKey);
  const unnamed = rows.filter(({ externalId }) => externalId === null);
  for (const [key, alike] of grouped(unnamed, naturalKey)) {
    matchAlike(alike, known.get(key) ?? [], (nth) => uuidOf([stationId, source, 'key', key, nth]), match);
  }
  return { rows: rows.flatMap((row) => compared.get(row) ?? []), missing: [...left.values()] };
}

function matchAlike(
  rows: readonly HistoryRow[],
  imported: readonly ImportedRow[],
  idOf: (nth: number) => string,
  match: (row: HistoryRow, rowId: string, before: ImportedRow | null) => void,
): void {
  const same = grouped(imported, contentOf);
  const others = rows.filter((row) => {
    const before = same.get(contentOf(row))?.shift();
    if (before) match(row, before.rowId, before);
    return !before;
  });
  const rest = [...same.values()].flat();
  const taken = new Set(imported.map(({ rowId }) => rowId));
  let nth = 0;
  for (const [index, row] of others.entries()) {
    const before = rest[index];
    if (before) {
      match(row, before.rowId, before);
      continue;
    }
    while (taken.has(idOf(nth))) nth += 1;
    match(row, idOf(nth), null);
    nth += 1;
  }
}

function grouped<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function stateOf(row: HistoryRow, before: ImportedRow): 'unchanged' | 'changed' {
  return naturalKey(row) === naturalKey(before) && contentOf(row) === contentOf(before) ? 'unchanged' : 'changed';
}

function naturalKey({ localDate, stream, fraction, origin }: Kilos): string {
  return JSON.stringify([localDate, stream, fraction, origin]);
}

function contentOf({ grams, method }: Kilos): string {
  return `${grams} ${method}`;
}

function uuidOf(parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
