import type { Quality } from '@selvbetjent/contracts';
import type { Carry } from './carry';
import type { LoadAfter } from './load-after';
import type { LoadBefore } from './load-before';
import type { Sample } from './sample';

export interface ScaleLimits {
  resolutionGrams: number;
  maxGrams: number;
}

/** All times in epoch milliseconds of corrected device time. */
export interface VisitToWeigh {
  openedAtMs: number;
  closedAtMs: number;
  closedBy: 'doors' | 'time-out' | 'next-visit';
  /** How many visits are weighed as this one. */
  visitCount: number;
  /** Samples between the previous visit's close and this one's opening. */
  before: readonly Sample[];
  /** Samples while the door was open; they say only whether the scale was alive. */
  during?: readonly Sample[];
  /** Samples between this visit's close and the next one's opening. */
  after: readonly Sample[];
  nextOpenedAtMs: number | null;
  /** The newest committed reading of the container. */
  newestReadingAtMs: number | null;
  /** Nothing was heard of the scale for so long that the visit is booked without it for now. */
  isSilent: boolean;
  scale: ScaleLimits;
  /** What was known of the scale before the visit. */
  carry?: Carry;
}

/** Signed grams, + into the container. `reason` is set whenever the quality isn't `ok`, and where a load was taken away after the close. */
export interface WeighingResult {
  kind: 'drop-off' | 'take-out' | 'emptying' | 'none';
  grams: number;
  quality: Quality;
  reason: string | null;
  /** `estimated` when there weren't two loads to compare. */
  method: 'weighed' | 'estimated';
}

/** The loads that the difference is taken of, and the readings that show them. */
export interface Evidence {
  /** Null when the scale never stood still before the visit, or after it. */
  before: LoadBefore | null;
  after: LoadAfter | null;
  toleranceGrams: number;
  /** What slow changes are reckoned to have added between the two loads; no part of `grams`. */
  driftGrams: number;
}

/** `waiting` says nothing yet, `provisional` may change with readings still to come, `final` only with late ones. */
export type Weighing =
  | { state: 'waiting'; reason: 'awaiting_readings' }
  | { state: 'provisional' | 'final'; result: WeighingResult; evidence: Evidence };

/** With all that may be left out, samples in order, each once. */
export type TidyVisit = Required<VisitToWeigh>;

/** Two loads to compare, and whether everything that can decide is here. */
export interface Found {
  before: LoadBefore;
  after: LoadAfter;
  tolerance: number;
  isDecided: boolean;
  /** The load after was found long after the close. */
  isLate?: boolean;
}
