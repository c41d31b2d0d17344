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

/** What a word is about: a change of the load as it was measured when staff spoke. It outlives the weighing's id. */
export interface Subject {
  /** Empty for what happened without a visit. */
  visitIds: readonly string[];
  at: Date;
  grams: number;
}

/** A word, and what it is about. */
export interface Said {
  word: StaffWord;
  about: Subject;
}

/** A row beside the measured ones. */
export interface StaffLine extends Omit<MeasuredBooking, 'kind'> {
  kind: EntryKind;
}

/** The reason of every row that follows from what staff entered; who and why in their words stands in `staff_entries`. */
const ENTERED_BY_STAFF = 'entered_by_staff';
/** The reason of what staff said of a weight that has become another one since. */
const MEASURED_OTHERWISE_SINCE = 'measured_otherwise_since';
const NEAR_GRAMS = 1_000;
const NEAR_SHARE = 0.1;
const ADDED: EntryKind[] = ['manual', 'collection', 'transfer'];
/** What visitors bring and take. Other kilos stay what they are until staff give them another kind: they count for nobody. */
const VISITORS: EntryKind[] = ['drop-off', 'take-out'];

/**
 * The rows that turn what was measured into what staff say, for each of their words: the measured taken back, theirs put in its
 * place, and the difference as `unexplained`, so that a scale's load stays explained to the gram. What staff had added without a scale has
 * no such rest. A word on visits that are now weighed together with others is about its own share; of several
 * words on the whole, the last counts.
 */
export function staffLines(measured: MeasuredBooking | null, said: readonly Said[]): StaffLine[][] {
  if (!measured) return said.map(() => []);
  const shares = said.map(({ about }) => (isPart(about, measured) ? about.grams : null));
  const left = shares.reduce<number>((rest, share) => rest - (share ?? 0), measured.grams);
  const whole = shares.lastIndexOf(null);
  const lines = said.map(({ word, about }, index) => {
    const grams = index === whole ? left : shares[index];
    return grams === null || grams === undefined ? [] : linesOf({ ...measured, grams }, word, about);
  });
  if (whole < 0) lines.at(-1)?.push(...turned(measured, left));
  return lines;
}

/** @returns what staff say now of all of a weighing, after what they said of it, or of parts of it, before. */
export function addWord(measured: MeasuredBooking, said: readonly Said[], word: StaffWord): StaffWord {
  if (!said.some(({ about }) => isPart(about, measured))) return { ...said.at(-1)?.word, ...word };
  const weighed = said.filter((before) => before.word.grams !== undefined);
  const grams = weighed.reduce((sum, before) => sum + (before.word.grams ?? 0) - before.about.grams, measured.grams);
  return { ...(weighed.length > 0 && { grams }), ...word };
}

/** Whether visits of others are weighed together with those that the word is about. */
function isPart(about: Subject, { visitIds }: MeasuredBooking): boolean {
  return about.visitIds.length > 0 && visitIds.some((visitId) => !about.visitIds.includes(visitId));
}

function linesOf(measured: MeasuredBooking, word: StaffWord, about: Subject): StaffLine[] {
  const grams = word.grams ?? measured.grams;
  const common = { ...measured, reason: ENTERED_BY_STAFF };
  const back: StaffLine = { ...common, grams: 0 - measured.grams };
  const goods = { stream: word.stream ?? measured.stream, fraction: word.fraction ?? measured.fraction };
  const put: StaffLine = {
    ...common,
    ...goods,
    ...certaintyOf(measured, grams, about),
    kind: kindOf(measured, word, grams),
    grams,
  };
  const rest: StaffLine = { ...common, kind: 'unexplained', quality: 'ok', grams: measured.grams - grams };
  const lines = ADDED.includes(measured.kind) ? [back, put] : [back, put, rest];
  return lines.filter((line) => line.grams !== 0);
}

/** Staff weighed against a load that readings or visits have changed since, and not towards what they said: nobody can tell who is right. */
function certaintyOf(measured: MeasuredBooking, grams: number, about: Subject): Pick<StaffLine, 'quality' | 'reason'> {
  const isDisputed = !isNear(measured.grams, about.grams) && !isNear(measured.grams, grams);
  return isDisputed
    ? { quality: 'uncertain', reason: MEASURED_OTHERWISE_SINCE }
    : { quality: 'ok', reason: ENTERED_BY_STAFF };
}

/** Two weights that may be of the same goods. */
export function isNear(grams: number, other: number): boolean {
  return Math.abs(grams - other) <= Math.max(NEAR_GRAMS, NEAR_SHARE * Math.abs(other));
}

/** What is left for the other visits goes by its own sign. */
function turned(measured: MeasuredBooking, left: number): StaffLine[] {
  const kind = left < 0 ? 'take-out' : 'drop-off';
  if (left === 0 || kind === measured.kind || !VISITORS.includes(measured.kind)) return [];
  const common = { ...measured, reason: ENTERED_BY_STAFF };
  return [
    { ...common, grams: 0 - left },
    { ...common, kind, grams: left },
  ];
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
