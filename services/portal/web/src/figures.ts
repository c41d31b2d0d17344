import type { Period, TonnageFigure, WasteStream } from './api-types';
import { addDays } from './format/time';

/** In the order of the chart, from the axis up. */
export const STREAM_ORDER: WasteStream[] = ['reuse', 'recycling', 'residual', 'hazardous'];

/** Sums of one period, of all stations and fractions that were asked for. */
export interface PeriodFigures {
  period: string;
  byStream: Record<WasteStream, { grams: number; uncertainGrams: number }>;
  grams: number;
  uncertainGrams: number;
  takenOutGrams: number;
  dropOffs: number;
  /** Some rows were withheld because so few visits could be recognised. */
  suppressed: boolean;
}

/** Every period that the inclusive range touches, so that days without a drop-off are seen too. */
export function periodsBetween(from: string, to: string, by: Period): string[] {
  const periods: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const period = periodOf(date, by);
    if (periods.at(-1) !== period) periods.push(period);
  }
  return periods;
}

/** `2026-11-20`, `2026-W47`, `2026-11` or `2026`. */
export function periodOf(date: string, by: Period): string {
  if (by === 'day') return date;
  return by === 'week' ? isoWeekOf(date) : date.slice(0, by === 'month' ? 7 : 4);
}

/** @returns the sums of each period, in the periods' order. */
export function figuresByPeriod(rows: TonnageFigure[], periods: string[]): PeriodFigures[] {
  return periods.map((period) =>
    sum(
      period,
      rows.filter((row) => row.period === period),
    ),
  );
}

/** @returns the sums over all rows. */
export function totalFigures(rows: TonnageFigure[]): PeriodFigures {
  return sum('', rows);
}

function sum(period: string, rows: TonnageFigure[]): PeriodFigures {
  const total: PeriodFigures = {
    period,
    byStream: {
      reuse: { grams: 0, uncertainGrams: 0 },
      recycling: { grams: 0, uncertainGrams: 0 },
      residual: { grams: 0, uncertainGrams: 0 },
      hazardous: { grams: 0, uncertainGrams: 0 },
    },
    grams: 0,
    uncertainGrams: 0,
    takenOutGrams: 0,
    dropOffs: 0,
    suppressed: false,
  };
  for (const row of rows) {
    const stream = total.byStream[row.stream];
    stream.grams += row.grams ?? 0;
    stream.uncertainGrams += row.uncertainGrams ?? 0;
    total.grams += row.grams ?? 0;
    total.uncertainGrams += row.uncertainGrams ?? 0;
    total.takenOutGrams += row.takenOutGrams ?? 0;
    total.dropOffs += row.dropOffs;
    total.suppressed ||= row.grams === null;
  }
  return total;
}

/** ISO 8601: week 1 holds the year's first Thursday. */
function isoWeekOf(date: string): string {
  const weekdayFromMonday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = addDays(date, 3 - weekdayFromMonday);
  const dayOfYear = Math.round((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / 86_400_000);
  return `${thursday.slice(0, 4)}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
}
