import { type EntryKind, type Quality, REVERSED } from '@selvbetjent/contracts';

/** What says which rows of a weighing add up; a change of any of it needs the old rows reversed and a new one. */
export interface Descriptors {
  kind: Exclude<EntryKind, 'correction' | 'import' | 'activity'>;
  quality: Quality;
  reason: string | null;
  method: 'weighed' | 'estimated';
  visitIds: readonly string[];
  /** The last visit's close, corrected device time. */
  at: Date;
  /** The station's local date of `at`. */
  localDate: string;
}

/** A weighing as its rows add up, or as they should; `grams` is signed, + into the container. */
export interface Booking extends Descriptors {
  grams: number;
}

/** A row to append. */
export type NewEntry = Booking;

const REVISED = 'revised';

/**
 * @param booked what the weighing's rows say now; null when they cancel out or there are none
 * @param wanted what they should say; null for no row at all
 * @returns the rows that make up the difference: none when nothing changed, never an edit
 */
export function bookDifference(booked: Booking | null, wanted: Booking | null): NewEntry[] {
  if (booked && wanted && haveSameDescriptors(booked, wanted)) {
    const grams = wanted.grams - booked.grams;
    return grams === 0 ? [] : [{ ...wanted, grams, reason: wanted.reason ?? REVISED }];
  }
  const reversal = booked ? [{ ...booked, grams: 0 - booked.grams, reason: REVERSED }] : [];
  return wanted ? [...reversal, wanted] : reversal;
}

function haveSameDescriptors(one: Descriptors, other: Descriptors): boolean {
  return (
    one.kind === other.kind &&
    one.quality === other.quality &&
    one.reason === other.reason &&
    one.method === other.method &&
    one.localDate === other.localDate &&
    one.at.getTime() === other.at.getTime() &&
    one.visitIds.length === other.visitIds.length &&
    one.visitIds.every((visitId, index) => visitId === other.visitIds[index])
  );
}
