export interface ChartSize {
  width: number;
  height: number;
}

/** A part of a stack; grams below zero (corrections of earlier periods) hang below the axis. */
export interface Segment<Name extends string> {
  name: Name;
  grams: number;
  /** Part of `grams`. */
  uncertainGrams: number;
}

/** What is told of one period: stacks beside each other, each from the axis outwards. */
export interface Column<Name extends string> {
  key: string;
  stacks: readonly (readonly Segment<Name>[])[];
}

export interface Bar<Name extends string> {
  name: Name;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Height of the uncertain part, at the end away from the axis, and where it begins. */
  uncertainHeight: number;
  uncertainY: number;
}

export interface PlacedColumn<Name extends string> {
  key: string;
  x: number;
  width: number;
  bars: Bar<Name>[];
  /** Whether there is room for a label below. */
  labelled: boolean;
}

export interface ChartLayout<Name extends string> {
  columns: PlacedColumn<Name>[];
  ticks: { grams: number; y: number }[];
  /** Where nothing is, in pixels. */
  zero: number;
  plot: { left: number; top: number; right: number; bottom: number };
}

const MARGIN = { left: 56, top: 24, right: 4, bottom: 28 };
const GAP_SHARE = 0.3;
/** Below this many pixels a gap would swallow the bars. */
const DENSE_STEP = 3;
const WIDEST_STACK = 56;
const LABEL_WIDTH = 52;
const TICKS = 4;
const LEAST_GRAMS = 1000;

/** Stacked bars in pixels, from zero, with round kilos at the axis. */
export function layoutChart<Name extends string>(columns: readonly Column<Name>[], size: ChartSize): ChartLayout<Name> {
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: size.width - MARGIN.right,
    bottom: size.height - MARGIN.bottom,
  };
  const heights = columns.flatMap(({ stacks }) => stacks.map(extentOf));
  const [low, high] = [
    Math.min(0, ...heights.map(({ below }) => below)),
    Math.max(...heights.map(({ above }) => above), LEAST_GRAMS),
  ];
  const tick = niceStep((high - low) / TICKS);
  const [first, last] = [Math.floor(low / tick), Math.ceil(high / tick)];
  const pixelsPerGram = (plot.bottom - plot.top) / ((last - first) * tick);
  const y = (grams: number): number => plot.bottom - (grams - first * tick) * pixelsPerGram;
  const step = (plot.right - plot.left) / Math.max(1, columns.length);
  const stackCount = Math.max(1, ...columns.map(({ stacks }) => stacks.length));
  const width = step < DENSE_STEP ? step : Math.min(WIDEST_STACK * stackCount, step * (1 - GAP_SHARE));
  const labelEvery = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  return {
    plot,
    zero: y(0),
    ticks: Array.from({ length: last - first + 1 }, (_none, index) => ({
      grams: (first + index) * tick,
      y: y((first + index) * tick),
    })),
    columns: columns.map(({ key, stacks }, index) => {
      const x = plot.left + index * step + (step - width) / 2;
      const stackWidth = width / stackCount;
      const bars = stacks.flatMap((stack, place) => pile(stack, { x: x + place * stackWidth, width: stackWidth, y }));
      return { key, x, width, bars, labelled: (columns.length - 1 - index) % labelEvery === 0 };
    }),
  };
}

function extentOf(stack: readonly Segment<string>[]): { above: number; below: number } {
  return {
    above: stack.reduce((sum, { grams }) => sum + Math.max(0, grams), 0),
    below: stack.reduce((sum, { grams }) => sum + Math.min(0, grams), 0),
  };
}

interface Place {
  x: number;
  width: number;
  y: (grams: number) => number;
}

function pile<Name extends string>(stack: readonly Segment<Name>[], { x, width, y }: Place): Bar<Name>[] {
  let [above, below] = [0, 0];
  return stack
    .filter(({ grams }) => grams !== 0)
    .map(({ name, grams, uncertainGrams }) => {
      const start = grams > 0 ? above : below;
      const end = start + grams;
      if (grams > 0) above = end;
      else below = end;
      const top = y(Math.max(start, end));
      const height = y(Math.min(start, end)) - top;
      const uncertainShare = Math.min(1, Math.max(0, uncertainGrams / grams));
      const uncertainHeight = height * uncertainShare;
      const uncertainY = grams > 0 ? top : top + height - uncertainHeight;
      return { name, x, width, y: top, height, uncertainHeight, uncertainY };
    });
}

/** The next 1, 2 or 5 times a power of ten. */
export function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return ([1, 2, 5].find((factor) => factor * power >= atLeast) ?? 10) * power;
}
