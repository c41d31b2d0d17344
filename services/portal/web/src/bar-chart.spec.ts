import { describe, expect, it } from '@jest/globals';
import { layoutChart } from './bar-chart';
import { figuresByPeriod } from './figures';

const SIZE = { width: 320, height: 280 };

function figures(grams: number[]) {
  const rows = grams.map((value, index) => ({
    period: String(2000 + index),
    stationId: 's',
    stream: 'reuse' as const,
    fraction: 'f',
    grams: value,
    takenOutGrams: 0,
    dropOffs: 1,
    uncertainGrams: value / 4,
  }));
  return figuresByPeriod(
    rows,
    rows.map(({ period }) => period),
  );
}

describe('layoutChart', () => {
  it('draws heights in proportion, inside the plot', () => {
    const { columns, plot } = layoutChart(figures([100_000, 50_000]), SIZE);
    const [whole, half] = columns.map(({ bars }) => bars[0]);
    expect(whole?.height).toBeCloseTo(2 * (half?.height ?? 0));
    expect(whole?.uncertainHeight).toBeCloseTo((whole?.height ?? 0) / 4);
    expect(whole?.y).toBeGreaterThanOrEqual(plot.top);
  });

  it('has a tick at or above the highest bar, in round kilos', () => {
    const { ticks } = layoutChart(figures([113_300]), SIZE);
    expect(ticks.map(({ grams }) => grams)).toEqual([0, 50_000, 100_000, 150_000]);
  });

  it('keeps columns apart and inside, however many', () => {
    for (const count of [1, 14, 366]) {
      const { columns, plot } = layoutChart(figures(Array.from({ length: count }, () => 1000)), SIZE);
      expect(columns[0]?.x).toBeGreaterThanOrEqual(plot.left);
      expect((columns.at(-1)?.x ?? 0) + (columns.at(-1)?.width ?? 0)).toBeLessThanOrEqual(plot.right + 1);
      expect(columns.filter(({ labelled }) => labelled).length).toBeLessThanOrEqual(6);
    }
  });

  it('gives negative sums no bar', () => {
    expect(layoutChart(figures([-500]), SIZE).columns[0]?.bars).toEqual([]);
  });
});
