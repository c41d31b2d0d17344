import { type Line, lineThrough, quantile } from './statistics';

export interface Point {
  x: number;
  y: number;
}

const FEWEST_POINTS = 3;

/** Where a line that rain or sun bent is best taken for two straight ones. */
export interface Bend {
  /** The x of the last point of the first line. */
  x: number;
  /** How far the points lie beside their own line. */
  beside: number;
}

/** @returns the distance between the highest and the lowest tenth of the points beside a straight line; 0 of too few. */
export function besideLine(points: readonly Point[]): number {
  const line = lineThrough(points);
  return line ? spreadBeside(points, line) : 0;
}

/** @returns null when there are too few points to bend. */
export function bestBend(points: readonly Point[]): Bend | null {
  let best: Bend | null = null;
  for (let count = FEWEST_POINTS; count <= points.length - FEWEST_POINTS; count += 1) {
    const beside = Math.max(besideLine(points.slice(0, count)), besideLine(points.slice(count)));
    if (!best || beside < best.beside) best = { x: points[count - 1]?.x ?? 0, beside };
  }
  return best;
}

function spreadBeside(points: readonly Point[], line: Line): number {
  const beside = points.map(({ x, y }) => y - line.at(x));
  return quantile(beside, 0.9) - quantile(beside, 0.1);
}
