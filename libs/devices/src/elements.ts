import { type Fields, fieldsOf, Unreadable } from './fields';

/** The largest seq of a boot; the next one is still a safe integer. */
export const MAX_SEQ = Number.MAX_SAFE_INTEGER - 1;
const MAX_RAW = 500;

/** An element that can't be used but has a usable seq: it counts as received. `raw` is its JSON, cut to 500 characters. */
export interface RejectedElement {
  seq: number;
  reason: string;
  raw: string;
}

export interface Elements<T> {
  good: T[];
  rejected: RejectedElement[];
  /** Reasons of elements without a usable seq; they can be neither kept nor acknowledged. */
  unusable: string[];
}

/** Reads each numbered element by itself: a bad one doesn't spoil the others. */
export function readElements<T>(elements: unknown[], read: (seq: number, fields: Fields) => T): Elements<T> {
  const sorted: Elements<T> = { good: [], rejected: [], unusable: [] };
  for (const element of elements) {
    let seq: number | undefined;
    try {
      const fields = fieldsOf(element);
      seq = fields.integer('seq', 1, MAX_SEQ);
      sorted.good.push(read(seq, fields));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (seq === undefined) sorted.unusable.push(error.reason);
      else sorted.rejected.push({ seq, reason: error.reason, raw: cut(element) });
    }
  }
  return sorted;
}

function cut(element: unknown): string {
  return (JSON.stringify(element) ?? '').slice(0, MAX_RAW);
}
