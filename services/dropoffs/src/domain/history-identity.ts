import { createHash } from 'node:crypto';
import { type HistoryRow } from './history-row';

/**
 * The ledger ids of a file's rows. With an id of its own a row is that id's, whatever else it says; without, it is its content and how
 * many such rows come before it. So the same file of the same source gives the same ids, and so does one with rows added.
 */
export function identifyRows(stationId: string, source: string, rows: readonly HistoryRow[]): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ row: _line, externalId, ...kilos }) => {
    if (externalId !== null) return uuidOf([stationId, source, 'id', externalId]);
    const content = JSON.stringify(Object.entries(kilos).sort());
    const nth = seen.get(content) ?? 0;
    seen.set(content, nth + 1);
    return uuidOf([stationId, source, 'row', content, nth]);
  });
}

function uuidOf(parts: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
