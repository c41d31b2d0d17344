import type { DropOffPage, DropOffView, EntryKind, WasteStream } from '../api-types';

/** What rows of one weighing add up to, of one kind and one sort of goods. */
export interface WeighingLine {
  kind: EntryKind;
  stream: WasteStream;
  fraction: string;
  grams: number;
}

/** A weighing as it now stands in the ledger: what its rows add up to. */
export interface Weighing {
  id: string;
  /** Any of its rows; a correction names one. */
  rowId: string;
  containerId: string;
  at: string;
  /** Nobody's kilos last. */
  lines: WeighingLine[];
  quality: DropOffView['quality'];
  /** Whether a scale weighed it; the rest was entered by people. */
  weighed: boolean;
  final: boolean;
  /** Activities and imports are put right where they were made. */
  correctable: boolean;
  /** Who last said what it was, and why. */
  said: { author: string; note: string } | null;
}

const NOBODYS: EntryKind[] = ['unexplained', 'drift'];
/** Kinds that only scales enter. */
const WEIGHED: EntryKind[] = ['drop-off', 'take-out', 'emptying'];
const MADE_ELSEWHERE: EntryKind[] = ['activity', 'import'];

/** Newest first. The last weighing of a page that goes on may lack rows, and is left out. */
export function weighingsOf({ items, next }: DropOffPage): Weighing[] {
  const byWeighing = new Map<string, DropOffView[]>();
  for (const row of items) {
    const id = row.weighingId ?? row.id;
    byWeighing.set(id, [...(byWeighing.get(id) ?? []), row]);
  }
  const cutOff = next === null ? undefined : items.at(-1);
  return [...byWeighing]
    .filter(([, rows]) => !cutOff || !rows.includes(cutOff))
    .flatMap(([id, rows]) => weighingOf(id, rows));
}

function weighingOf(id: string, rows: DropOffView[]): Weighing[] {
  const [newest] = [...rows].sort((one, other) => other.revision - one.revision);
  const lines = linesOf(rows);
  if (!newest || lines.length === 0) return [];
  const { id: rowId, containerId, at, quality, final, author, note } = newest;
  const correctable = !rows.some(({ kind }) => MADE_ELSEWHERE.includes(kind));
  const said = author === undefined ? null : { author, note: note ?? '' };
  const weighed = rows.some(({ readings, kind }) => readings !== undefined || WEIGHED.includes(kind));
  return [{ id, rowId, containerId, at, lines, quality, weighed, final, correctable, said }];
}

function linesOf(rows: DropOffView[]): WeighingLine[] {
  const sums = new Map<string, WeighingLine>();
  for (const { kind, stream, fraction, grams } of rows) {
    const key = `${kind} ${stream} ${fraction}`;
    sums.set(key, { kind, stream, fraction, grams: (sums.get(key)?.grams ?? 0) + grams });
  }
  const isNobodys = ({ kind }: WeighingLine) => Number(NOBODYS.includes(kind));
  return [...sums.values()].filter(({ grams }) => grams !== 0).sort((one, other) => isNobodys(one) - isNobodys(other));
}
