import { type Period } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';
import { wholeMonths } from './whole-months';

/** Sums of one grain that begin on local dates from `from` until before `before`. */
export interface SumPiece {
  grain: 'day' | 'month';
  from: string;
  before: string;
}

/**
 * The sums that an inclusive range of local dates consists of: whole months where the answer is by months or more, and the days around
 * them. Every day is in exactly one piece.
 */
export function sumPieces(from: string, to: string, by: Period): SumPiece[] {
  const dayAfter = plusDays(to, 1);
  const months = by === 'month' || by === 'year' ? wholeMonths(from, to) : null;
  if (!months) return [{ grain: 'day', from, before: dayAfter }];
  const { start, end } = months;
  const pieces: SumPiece[] = [
    { grain: 'month', from: start, before: end },
    { grain: 'day', from, before: start },
    { grain: 'day', from: end, before: dayAfter },
  ];
  return pieces.filter((piece) => piece.from < piece.before);
}
