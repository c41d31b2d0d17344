import type { WasteStream } from './api-types';
import { type PeriodFigures, STREAM_ORDER } from './figures';

export interface ChartSize {
  width: number;
  height: number;
}

export interface Bar {
  stream: WasteStream;
  y: number;
  height: number;
  /** Height of the uncertain part, at the top of the bar. */
  uncertainHeight: number;
}

export interface ChartColumn {
  figures: PeriodFigures;
  x: number;
  width: number;
  bars: Bar[];
  /** Whether there is room for a label below. */
  labelled: boolean;
}

export interface ChartLayout {
  columns: ChartColumn[];
  ticks: { grams: number; y: number }[];
  plot: { left: number; top: number; right: number; bottom: number };
}

const MARGIN = { left: 48, top: 12, right: 4, bottom: 28 };
const GAP_SHARE = 0.3;
/** Below this many pixels a gap would swallow the bars. */
const DENSE_STEP = 3;
const WIDEST_BAR = 56;
const LABEL_WIDTH = 52;
const TICKS = 4;

/** Stacked columns in pixels. Negative sums (corrections of earlier periods) have no height; the table shows them. */
export function layoutChart(figures: PeriodFigures[], size: ChartSize): ChartLayout {
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: size.width - MARGIN.right,
    bottom: size.height - MARGIN.bottom,
  };
  const tick = niceStep(Math.max(...figures.map(columnGrams), 1000) / TICKS);
  const top = tick * Math.ceil(Math.max(...figures.map(columnGrams), 1000) / tick);
  const pixels = (grams: number) => (Math.max(0, grams) / top) * (plot.bottom - plot.top);
  const step = (plot.right - plot.left) / Math.max(1, figures.length);
  const labelEvery = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  const width = step < DENSE_STEP ? step : Math.min(WIDEST_BAR, step * (1 - GAP_SHARE));
  return {
    plot,
    ticks: Array.from({ length: Math.round(top / tick) + 1 }, (_, index) => ({
      grams: index * tick,
      y: plot.bottom - pixels(index * tick),
    })),
    columns: figures.map((period, index) => ({
      figures: period,
      x: plot.left + index * step + (step - width) / 2,
      width,
      bars: stack(period, plot.bottom, pixels),
      labelled: (figures.length - 1 - index) % labelEvery === 0,
    })),
  };
}

function columnGrams(figures: PeriodFigures): number {
  return STREAM_ORDER.reduce((sum, stream) => sum + Math.max(0, figures.byStream[stream].grams), 0);
}

function stack(figures: PeriodFigures, bottom: number, pixels: (grams: number) => number): Bar[] {
  let y = bottom;
  return STREAM_ORDER.filter((stream) => figures.byStream[stream].grams > 0).map((stream) => {
    const { grams, uncertainGrams } = figures.byStream[stream];
    const height = pixels(grams);
    y -= height;
    return { stream, y, height, uncertainHeight: Math.min(height, pixels(uncertainGrams)) };
  });
}

/** The next 1, 2 or 5 times a power of ten. */
function niceStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return ([1, 2, 5].find((factor) => factor * power >= atLeast) ?? 10) * power;
}
