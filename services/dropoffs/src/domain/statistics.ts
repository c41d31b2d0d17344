/** @returns the value below which this share (0 to 1) of the values lies, interpolated; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A straight line through points, by least squares. */
export interface Line {
  slope: number;
  /** The standard error of the slope, as if the points' errors were independent. */
  slopeError: number;
  at(x: number): number;
}

/** @returns null for fewer than three points, or points at one place. */
export function lineThrough(points: readonly { x: number; y: number }[]): Line | null {
  const [middleX, middleY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0);
  if (points.length < 3 || spread === 0) return null;
  const slope = points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0) / spread;
  const at = (x: number): number => middleY + slope * (x - middleX);
  const squares = points.reduce((sum, { x, y }) => sum + (y - at(x)) ** 2, 0);
  return { slope, slopeError: Math.sqrt(squares / (points.length - 2) / spread), at };
}

/** Half rounds away from zero, so that a mirrored series gives the mirrored integer; what is half but for the last bits is half. */
export function roundAwayFromZero(value: number): number {
  const rounded = Math.sign(value) * Math.round(Math.round(Math.abs(value) * 1_000) / 1_000);
  return rounded === 0 ? 0 : rounded;
}
