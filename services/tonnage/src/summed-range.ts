import { type SumPiece } from './domain/sum-pieces';

export interface DateRange {
  /** Null for all. */
  stationId: string | null;
  /** Local dates, both included. */
  from: string;
  to: string;
}

/** The values of a statement that is put together piece by piece. */
export class BoundValues {
  readonly values: unknown[] = [];

  /** @returns the placeholder */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/**
 * SQL: the rows of a table of sums by day and month that are in these pieces; at least one piece. Only the pieces that there are: what is
 * asked most, whole months, is then one scan of one index.
 */
export function inPieces(
  table: string,
  pieces: SumPiece[],
  place: Pick<DateRange, 'stationId'>,
  bound: BoundValues,
): string {
  return pieces
    .map(
      ({ grain, from, before }) =>
        `SELECT * FROM ${table} WHERE grain = '${grain}' AND starts_on >= ${bound.add(from)}::date
           AND starts_on < ${bound.add(before)}::date ${atStation(place, bound)}`,
    )
    .join(' UNION ALL ');
}

export function atStation({ stationId }: Pick<DateRange, 'stationId'>, bound: BoundValues): string {
  return stationId === null ? '' : `AND station_id = ${bound.add(stationId)}`;
}
