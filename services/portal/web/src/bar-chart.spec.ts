import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Column, layoutChart } from './bar-chart';

const SIZE = { width: 320, height: 280 };

function columns(...grams: number[][]): Column<string>[] {
  return grams.map((stack, index) => ({
    key: String(2000 + index),
    stacks: [stack.map((value, place) => ({ name: `s${place}`, grams: value, uncertainGrams: value / 4 }))],
  }));
}

describe('layoutChart', () => {
  it('draws heights in proportion, inside the plot', () => {
    const { columns: placed, plot } = layoutChart(columns([100_000], [50_000]), SIZE);
    const [whole, half] = placed.map(({ bars }) => bars[0]);
    expect(whole?.height).toBeCloseTo(2 * (half?.height ?? 0));
    expect(whole?.uncertainHeight).toBeCloseTo((whole?.height ?? 0) / 4);
    expect(whole?.y).toBeGreaterThanOrEqual(plot.top);
  });

  it('has a tick at or above the highest bar, in round kilos', () => {
    const { ticks } = layoutChart(columns([113_300]), SIZE);
    expect(ticks.map(({ grams }) => grams)).toEqual([0, 50_000, 100_000, 150_000]);
  });

  it('keeps columns apart and inside, however many', () => {
    for (const count of [1, 14, 366]) {
      const { columns: placed, plot } = layoutChart(columns(...Array.from({ length: count }, () => [1000])), SIZE);
      expect(placed[0]?.x).toBeGreaterThanOrEqual(plot.left);
      expect((placed.at(-1)?.x ?? 0) + (placed.at(-1)?.width ?? 0)).toBeLessThanOrEqual(plot.right + 1);
      expect(placed.filter(({ labelled }) => labelled).length).toBeLessThanOrEqual(6);
    }
  });

  it('hangs what is below zero below the axis, and lets it take nothing from what is above', () => {
    const { columns: placed, zero, ticks } = layoutChart(columns([2000, -500]), SIZE);
    const [up, down] = placed[0]?.bars ?? [];
    expect((up?.y ?? 0) + (up?.height ?? 0)).toBeCloseTo(zero);
    expect(down?.y).toBeCloseTo(zero);
    expect(up?.height).toBeCloseTo(4 * (down?.height ?? 0));
    expect(ticks.map(({ grams }) => grams)).toContain(0);
    expect(ticks[0]?.grams).toBeLessThan(0);
  });

  it('sets stacks beside each other', () => {
    const segment = { name: 's', grams: 1000, uncertainGrams: 0 };
    const { columns: placed } = layoutChart([{ key: '2026', stacks: [[segment], [segment]] }], SIZE);
    const [left, right] = placed[0]?.bars ?? [];
    expect((left?.x ?? 0) + (left?.width ?? 0)).toBeCloseTo(right?.x ?? 0);
  });

  it('leaves no bar outside, whatever the figures', () => {
    const stack = fc.array(fc.integer({ min: -5_000_000, max: 50_000_000 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(stack, { minLength: 1, maxLength: 40 }), (stacks) => {
        const { columns: placed, plot } = layoutChart(columns(...stacks), SIZE);
        for (const { y, height } of placed.flatMap(({ bars }) => bars)) {
          expect(y).toBeGreaterThanOrEqual(plot.top - 0.001);
          expect(y + height).toBeLessThanOrEqual(plot.bottom + 0.001);
        }
      }),
    );
  });
});
