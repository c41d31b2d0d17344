import type { WeighingView } from '../api-types';
import { niceStep } from '../bar-chart';

export interface DrawingSize {
  width: number;
  height: number;
}

/** A weighing in pixels: what the scale showed, when the door was open, and the loads that were compared. */
export interface WeighingLayout {
  plot: { left: number; top: number; right: number; bottom: number };
  /** The path's commands; a fault of the scale is a gap. */
  line: string;
  doors: { x: number; width: number }[];
  loads: { which: 'before' | 'after'; x1: number; x2: number; y: number }[];
  kiloTicks: { grams: number; y: number }[];
  timeTicks: { atMs: number; x: number }[];
}

const MARGIN = { left: 64, top: 16, right: 12, bottom: 28 };
const AROUND_MS = 5 * 60_000;
const TICKS = 4;
const MOST_ROUND_TICKS = 8;
const LEAST_GRAMS = 200;
const TIME_LABEL_WIDTH = 90;

/** @returns null when there is no reading to draw. */
export function layoutWeighing(
  view: Omit<WeighingView, 'rows'>,
  { width, height }: DrawingSize,
): WeighingLayout | null {
  const samples = view.samples.map(({ at, grams }) => ({ atMs: Date.parse(at), grams }));
  const [first, last] = [samples[0], samples.at(-1)];
  const shown = [...samples.map(({ grams }) => grams), view.fromGrams, view.toGrams].filter((grams) => grams !== null);
  if (!first || !last || shown.length === 0) return null;
  const doors = view.visits.map(({ openedAt, closedAt }) => ({
    fromMs: Date.parse(openedAt),
    untilMs: closedAt === null ? last.atMs : Date.parse(closedAt),
  }));
  const fromMs = Math.min(first.atMs, (doors[0]?.fromMs ?? first.atMs) - AROUND_MS);
  const untilMs = Math.max(last.atMs, (doors.at(-1)?.untilMs ?? last.atMs) + AROUND_MS);
  const margin = Math.max((Math.max(...shown) - Math.min(...shown)) * 0.08, LEAST_GRAMS);
  const [low, high] = [Math.min(...shown) - margin, Math.max(...shown) + margin];
  const plot = { left: MARGIN.left, top: MARGIN.top, right: width - MARGIN.right, bottom: height - MARGIN.bottom };
  const x = (atMs: number): number =>
    round(plot.left + ((atMs - fromMs) / (untilMs - fromMs)) * (plot.right - plot.left));
  const y = (grams: number): number => round(plot.bottom - ((grams - low) / (high - low)) * (plot.bottom - plot.top));
  const [opened, closed] = [doors[0]?.fromMs ?? untilMs, doors.at(-1)?.untilMs ?? fromMs];
  const timeTicks = Math.max(2, Math.min(TICKS + 1, Math.floor((plot.right - plot.left) / TIME_LABEL_WIDTH)));
  return {
    plot,
    line: lineOf(samples, x, y),
    doors: doors.map((door) => ({ x: x(door.fromMs), width: Math.max(1, round(x(door.untilMs) - x(door.fromMs))) })),
    loads: [
      ...loadLine('before', view.fromGrams, [plot.left, x(opened)], y),
      ...loadLine('after', view.toGrams, [x(closed), plot.right], y),
    ],
    kiloTicks: roundBetween(low, high).map((grams) => ({ grams, y: y(grams) })),
    timeTicks: evenly(fromMs, untilMs, timeTicks).map((atMs) => ({ atMs, x: x(atMs) })),
  };
}

function loadLine(
  which: 'before' | 'after',
  grams: number | null,
  [x1, x2]: [number, number],
  y: (grams: number) => number,
): WeighingLayout['loads'] {
  return grams === null || x1 >= x2 ? [] : [{ which, x1, x2, y: y(grams) }];
}

function lineOf(
  samples: readonly { atMs: number; grams: number | null }[],
  x: (atMs: number) => number,
  y: (grams: number) => number,
): string {
  let isDrawing = false;
  return samples
    .map(({ atMs, grams }) => {
      const step = grams === null ? '' : `${isDrawing ? 'L' : 'M'}${x(atMs)} ${y(grams)}`;
      isDrawing = grams !== null;
      return step;
    })
    .join('');
}

function roundBetween(low: number, high: number): number[] {
  const step = niceStep((high - low) / MOST_ROUND_TICKS);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_none, index) => (first + index) * step);
}

function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_none, index) => from + (index / (count - 1)) * (to - from));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
