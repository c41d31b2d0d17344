import type { HoursPreview } from '../api-types';
import { addDays, daysBetween } from '../format/time';

/** How many days the editor shows. */
export const PREVIEW_DAYS = 14;
/** How many it asks for: what changes only in December is not to look as if nothing did. */
export const ASKED_DAYS = 92;

/** @returns the date that the shown days begin with: the range's own, or the first that changes when that is beyond them. */
export function shownFrom({ changes }: Pick<HoursPreview, 'changes'>, from: string): string {
  const first = changes.map(({ date }) => date).sort()[0];
  return first === undefined || daysBetween(from, first) < PREVIEW_DAYS ? from : first;
}

/** @returns how many days of a range that is shown from that date were asked for. */
export function shownDays(from: string, shown: string): number {
  return Math.min(PREVIEW_DAYS, daysBetween(shown, addDays(from, ASKED_DAYS)));
}
