/** What is remembered of a scale from one weighing to the next. */
export interface Carry {
  /** Standard deviation of the idle scale; null until it has been idle for long enough. */
  noiseGrams: number | null;
  /** What it showed when the container was last emptied. */
  emptyGrams: number | null;
  /** Since when and why it isn't trusted. */
  distrust: Distrust | null;
}

export interface Distrust {
  reason: 'cell_lost' | 'unit_changed';
  sinceMs: number;
  /** The jump that began it. The opposite jump ends it, and so does an emptying. */
  fromGrams: number;
  toGrams: number;
}

export const NOTHING_KNOWN: Carry = { noiseGrams: null, emptyGrams: null, distrust: null };
