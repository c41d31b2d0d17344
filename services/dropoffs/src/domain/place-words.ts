import type { MeasuredBooking, Said } from './staff-lines';
import { isNear } from './staff-lines';

/** A weighing as it will be, that a word of staff may be about. */
export interface Place {
  weighingId: string;
  visitIds: readonly string[];
  /** It says nothing yet. */
  isWaiting: boolean;
  booking: Pick<MeasuredBooking, 'at' | 'grams'> | null;
}

export interface PlacedWords<S> {
  /** By the weighing's id. */
  placed: Map<string, S[]>;
  /** Whose subject nobody finds any more. */
  unplaced: S[];
}

/** Visits and what is measured without one are told of at most so far apart: a visit is dated by its close, a step by itself. */
const SAME_TIME_MS = 30 * 60_000;
/** The same step, though readings that came late may show its beginning elsewhere. */
const SAME_MOMENT_MS = 60_000;

/**
 * Finds for what staff said the weighings that it is about now, after visits or readings came late: by the visits, else by the time and
 * the grams of what was measured, where only one unspoken weighing fits. A word is never given to a weighing that it merely could be about.
 */
export function placeWords<S extends Said>(said: readonly S[], places: readonly Place[]): PlacedWords<S> {
  const placed = new Map<string, S[]>();
  const put = (saying: S, found: readonly Place[]): boolean => {
    for (const { weighingId } of found) placed.set(weighingId, [...(placed.get(weighingId) ?? []), saying]);
    return found.length > 0;
  };
  const lost = said.filter((saying) => !put(saying, ofItsVisits(saying, places)));
  const unplaced = lost.filter((saying) => {
    const unspoken = places.filter(({ weighingId }) => !placed.has(weighingId));
    return !put(saying, ofItsTime(saying, unspoken));
  });
  return { placed, unplaced };
}

/** A weight can't be divided between visits that are told apart now; names hold for each of them. */
function ofItsVisits({ about, word }: Said, places: readonly Place[]): Place[] {
  const own = places.filter(({ visitIds }) => visitIds.some((visitId) => about.visitIds.includes(visitId)));
  const measured = own.filter(({ booking, isWaiting }) => booking !== null || isWaiting);
  const isDivisible = word.grams === undefined && word.kind === undefined;
  return measured.length <= 1 || isDivisible ? measured : [];
}

function ofItsTime({ about }: Said, places: readonly Place[]): Place[] {
  const within = (rangeMs: number): Place[] =>
    places.filter(({ booking }) => {
      if (booking === null || Math.sign(booking.grams) !== Math.sign(about.grams)) return false;
      return Math.abs(booking.at.getTime() - about.at.getTime()) <= rangeMs && isNear(booking.grams, about.grams);
    });
  const found = [within(SAME_MOMENT_MS), within(SAME_TIME_MS)].find((places) => places.length > 0) ?? [];
  return found.length === 1 ? found : [];
}
