import { describe, expect, it } from '@jest/globals';
import type { WeighingView } from '../api-types';
import { layoutWeighing } from './weighing-drawing';

const SIZE = { width: 600, height: 280 };
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();
const minutes = Array.from({ length: 30 }, (_none, minute) => minute);

function weighing(more: Partial<WeighingView> = {}): Omit<WeighingView, 'rows'> {
  return {
    ...{ weighingId: 'w', stationId: 's', containerId: 'c', fromGrams: 1000, toGrams: 13_300, readingsKeptDays: 90 },
    visits: [{ openedAt: at(10), closedAt: at(12), closedBy: 'doors' }],
    samples: minutes.map((minute) => ({ at: at(minute), grams: minute < 11 ? 1000 : 13_300 })),
    ...more,
  };
}

describe('layoutWeighing', () => {
  it('draws the line, the open door between the loads, and the loads at what they weigh', () => {
    const layout = layoutWeighing(weighing(), SIZE)!;
    expect(layout.line.match(/M/g)).toHaveLength(1);
    expect(layout.line.match(/L/g)).toHaveLength(29);
    const [before, after] = layout.loads;
    expect(before!.y).toBeGreaterThan(after!.y);
    expect(before!.x2).toBe(layout.doors[0]!.x);
    expect(after!.x1).toBeCloseTo(layout.doors[0]!.x + layout.doors[0]!.width);
    expect(layout.kiloTicks.every(({ y }) => y >= layout.plot.top && y <= layout.plot.bottom)).toBe(true);
  });

  it('breaks the line where the scale could not weigh', () => {
    const samples = weighing().samples.map((sample, index) => (index === 15 ? { ...sample, grams: null } : sample));
    expect(layoutWeighing(weighing({ samples }), SIZE)!.line.match(/M/g)).toHaveLength(2);
  });

  it('draws what there is: no visit, an open one, a load that nobody knows', () => {
    const sparse = weighing({ visits: [], fromGrams: null, toGrams: null });
    expect(layoutWeighing(sparse, SIZE)).toMatchObject({ doors: [], loads: [] });
    const open = layoutWeighing(weighing({ visits: [{ openedAt: at(10), closedAt: null, closedBy: null }] }), SIZE)!;
    expect(open.doors[0]!.width).toBeGreaterThan(1);
    expect(JSON.stringify([sparse, open])).not.toMatch(/NaN|null,"y|Infinity/);
  });

  it('draws nothing of no readings', () => {
    expect(layoutWeighing(weighing({ samples: [] }), SIZE)).toBeNull();
  });
});
