import type { EntryKind, WasteStream } from '@selvbetjent/contracts';
import type { Booking } from './book-weighing';

/** What a weighing's rows say, of which goods. */
export interface MeasuredBooking extends Booking {
  stream: WasteStream;
  fraction: string;
}

/** What staff say that a weighing really was; what they don't speak of stays. Signed integer grams. */
export interface StaffWord {
  kind?: Extract<EntryKind, 'manual' | 'collection' | 'transfer'>;
  grams?: number;
  stream?: WasteStream;
  fraction?: string;
}

/** A row beside the measured ones. */
export interface StaffLine extends Omit<MeasuredBooking, 'kind'> {
  kind: EntryKind;
}

/** The reason of every row that follows from what staff entered; who and why in their words stands in `staff_entries`. */
export const ENTERED_BY_STAFF = 'entered_by_staff';
const ADDED: EntryKind[] = ['manual', 'collection', 'transfer'];
/** What visitors bring and take. Other kilos stay what they are until staff give them another kind: they count for nobody. */
const VISITORS: EntryKind[] = ['drop-off', 'take-out'];

/**
 * The rows that turn what was measured into what staff say: the measured taken back, theirs put in its place, and the difference as
 * `unexplained`, so that a scale's load stays explained to the gram. What staff had added without a scale has no such rest.
 */
export function staffLines(measured: MeasuredBooking | null, word: StaffWord): StaffLine[] {
  if (!measured) return [];
  const grams = word.grams ?? measured.grams;
  const common = { ...measured, reason: ENTERED_BY_STAFF };
  const back: StaffLine = { ...common, grams: 0 - measured.grams };
  const goods = { stream: word.stream ?? measured.stream, fraction: word.fraction ?? measured.fraction };
  const put: StaffLine = { ...common, ...goods, kind: kindOf(measured, word, grams), quality: 'ok', grams };
  const rest: StaffLine = { ...common, kind: 'unexplained', quality: 'ok', grams: measured.grams - grams };
  const lines = ADDED.includes(measured.kind) ? [back, put] : [back, put, rest];
  return lines.filter((line) => line.grams !== 0);
}

function kindOf(measured: MeasuredBooking, word: StaffWord, grams: number): EntryKind {
  if (word.kind) return word.kind;
  if (!VISITORS.includes(measured.kind)) return measured.kind;
  return grams < 0 ? 'take-out' : 'correction';
}

/** @returns the rows that bring those that are booked in line with those that are wanted: none when nothing changed, never an edit. */
export function lineDifferences(booked: readonly StaffLine[], wanted: readonly StaffLine[]): StaffLine[] {
  const lines = new Map<string, StaffLine>();
  for (const [sign, list] of [
    [-1, booked],
    [1, wanted],
  ] as const) {
    for (const { grams, ...line } of list) {
      const key = JSON.stringify([
        line.kind,
        line.stream,
        line.fraction,
        line.quality,
        line.reason,
        line.localDate,
        line.at,
        line.visitIds,
      ]);
      lines.set(key, { ...line, grams: (lines.get(key)?.grams ?? 0) + sign * grams });
    }
  }
  return [...lines.values()].filter(({ grams }) => grams !== 0);
}
