import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparedRange } from './compared-range';
import { daysIn } from './dates';

describe('comparedRange', () => {
  it.each([
    ['a running month: as many days of the month before', '2026-11-01', '2026-11-21', '2026-10-01', '2026-10-21'],
    ['a whole month: the whole one before', '2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31'],
    ['a month that is longer than the one before', '2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['the first day of a year', '2026-01-01', '2026-01-01', '2025-12-01', '2025-12-01'],
    ['a running year: the same dates of the year before', '2026-01-01', '2026-11-21', '2025-01-01', '2025-11-21'],
    ['a whole year', '2024-01-01', '2024-12-31', '2023-01-01', '2023-12-31'],
    ['any dates: as many days right before', '2026-11-05', '2026-11-11', '2026-10-29', '2026-11-04'],
    ['months: as many days right before', '2026-10-01', '2026-11-30', '2026-08-01', '2026-09-30'],
  ])('before %s', (_name, from, to, before, until) =>
    expect(comparedRange({ from, to }, 'before')).toEqual({ from: before, to: until }),
  );

  it.each([
    ['2026-11-05', '2026-11-11', '2025-11-05', '2025-11-11'],
    ['2024-02-29', '2024-03-01', '2023-02-28', '2023-03-01'],
    ['2023-02-01', '2023-02-28', '2022-02-01', '2022-02-28'],
    ['2025-02-01', '2025-02-28', '2024-02-01', '2024-02-29'],
  ])('%s to %s a year earlier', (from, to, before, until) =>
    expect(comparedRange({ from, to }, 'year')).toEqual({ from: before, to: until }),
  );

  it('lies before what it is compared with, and is never the wrong way round', () => {
    const day = fc
      .date({ min: new Date('2010-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.nat(400), fc.constantFrom('before', 'year'), (from, days, comparison) => {
        const to = new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
        const before = comparedRange({ from, to }, comparison);
        expect(before.from < from).toBe(true);
        expect(daysIn(before)).toBeGreaterThan(0);
        expect(Math.abs(daysIn(before) - daysIn({ from, to }))).toBeLessThanOrEqual(3);
      }),
    );
  });
});
