import { describe, expect, it } from '@jest/globals';
import type { TonnageFigure } from './api-types';
import { figuresByPeriod, periodOf, periodsBetween, totalFigures } from './figures';

function row(period: string, more: Partial<TonnageFigure> = {}): TonnageFigure {
  return {
    period,
    stationId: 'trosterud',
    stream: 'reuse',
    fraction: 'mixed-reuse',
    grams: 1000,
    takenOutGrams: 100,
    dropOffs: 1,
    uncertainGrams: 0,
    ...more,
  };
}

describe('figures', () => {
  it('adds up stations and fractions to the gram', () => {
    const rows = [
      row('2026-11-20', { grams: 12_345, uncertainGrams: 45 }),
      row('2026-11-20', { stationId: 'loren', grams: 1 }),
      row('2026-11-20', { stream: 'recycling', grams: 700 }),
      row('2026-11-21', { grams: -5 }),
    ];
    const [day] = figuresByPeriod(rows, ['2026-11-20']);
    expect(day).toMatchObject({ grams: 13_046, uncertainGrams: 45, takenOutGrams: 300, dropOffs: 3 });
    expect(day?.byStream.reuse.grams).toBe(12_346);
    expect(totalFigures(rows).grams).toBe(13_041);
  });

  it('shows periods without a row as nothing, and marks withheld ones', () => {
    const [withheld, nothing] = figuresByPeriod(
      [row('2026-11', { grams: null, suppressed: true })],
      ['2026-11', '2026-12'],
    );
    expect(withheld).toMatchObject({ grams: 0, suppressed: true });
    expect(nothing).toMatchObject({ grams: 0, suppressed: false, dropOffs: 0 });
  });

  it.each([
    ['day', ['2026-12-30', '2026-12-31', '2027-01-01']],
    ['week', ['2026-W53']],
    ['month', ['2026-12', '2027-01']],
    ['year', ['2026', '2027']],
  ] as const)('lists every %s that the range touches', (by, periods) => {
    expect(periodsBetween('2026-12-30', '2027-01-01', by)).toEqual(periods);
  });

  it.each([
    ['2026-01-01', '2026-W01'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
  ])('puts %s in the ISO week %s', (date, week) => expect(periodOf(date, 'week')).toBe(week));
});
