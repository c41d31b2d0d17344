import { Stretch } from './stretch';

/** Where a stretch lies: its year and its place in it. */
export interface Position {
  year: number;
  index: number;
}

/** Stretches without an end in either direction. */
export interface StretchRow {
  stretch(position: Position): Stretch;
  next(position: Position): Position;
  previous(position: Position): Position;
}

/** The first stretch behind a position that matches; null when it starts later than `last`. */
export function firstBehind(
  row: StretchRow,
  position: Position,
  limit: { last: number; matches: (stretch: Stretch) => boolean },
): Position | null {
  for (let next = row.next(position); ; next = row.next(next)) {
    const stretch = row.stretch(next);
    if (stretch.start > limit.last) return null;
    if (limit.matches(stretch)) return next;
  }
}

/** When the state at a position began; null when before `earliest`. */
export function startOfState(row: StretchRow, position: Position, earliest: number): Date | null {
  let began = row.stretch(position);
  for (let previous = row.previous(position); began.start >= earliest; previous = row.previous(previous)) {
    const before = row.stretch(previous);
    if (before.state !== began.state) return new Date(began.start);
    began = before;
  }
  return null;
}
