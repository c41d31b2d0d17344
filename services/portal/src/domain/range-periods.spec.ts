import { describe, expect, it } from '@jest/globals';
import { PERIODS } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';
import fc from 'fast-check';
import { periodsIn, suitingPeriod } from './range-periods';

describe('periodsIn', () => {
  it.each([
    ['day', ['2026-12-30', '2026-12-31', '2027-01-01']],
    ['week', ['2026-W53']],
    ['month', ['2026-12', '2027-01']],
    ['year', ['2026', '2027']],
  ] as const)('lists every %s that the range touches', (by, keys) => {
    expect(periodsIn({ from: '2026-12-30', to: '2027-01-01' }, by).map(({ key }) => key)).toEqual(keys);
  });

  it.each([
    ['2026-01-01', '2026-W01'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
  ])('puts %s in the ISO week %s', (date, week) =>
    expect(periodsIn({ from: date, to: date }, 'week')).toEqual([{ key: week, from: date, to: date }]),
  );

  it('covers the range once, whatever it is', () => {
    const start = fc
      .date({ min: new Date('2010-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(start, fc.nat(800), fc.constantFrom(...PERIODS), (from, days, by) => {
        const to = plusDays(from, days);
        const periods = periodsIn({ from, to }, by);
        expect([periods[0]?.from, periods.at(-1)?.to]).toEqual([from, to]);
        for (const [index, period] of periods.entries())
          if (index > 0) expect(period.from).toBe(plusDays(periods[index - 1]?.to ?? '', 1));
        expect(new Set(periods.map(({ key }) => key)).size).toBe(periods.length);
      }),
    );
  });
});

it.each([
  ['2026-11-01', '2026-11-21', 'day'],
  ['2026-01-01', '2026-03-21', 'week'],
  ['2026-01-01', '2026-11-21', 'month'],
  ['2016-01-01', '2026-11-21', 'year'],
])('%s to %s is read by %s', (from, to, by) => expect(suitingPeriod({ from, to })).toBe(by));
