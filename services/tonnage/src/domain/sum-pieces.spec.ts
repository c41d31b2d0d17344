import { describe, expect, it } from '@jest/globals';
import { PERIODS } from '@selvbetjent/contracts';
import { daysBetween, plusDays } from '@selvbetjent/opening-hours';
import fc from 'fast-check';
import { type SumPiece, sumPieces } from './sum-pieces';

const text = ({ grain, from, before }: SumPiece): string => `${grain} ${from}–${before}`;

describe('sumPieces', () => {
  it.each([
    ['a whole year', '2024-01-01', '2024-12-31', 'month', ['month 2024-01-01–2025-01-01']],
    ['by day', '2024-01-01', '2024-12-31', 'day', ['day 2024-01-01–2025-01-01']],
    [
      'months and days around them',
      '2023-12-30',
      '2024-02-02',
      'year',
      ['month 2024-01-01–2024-02-01', 'day 2023-12-30–2024-01-01', 'day 2024-02-01–2024-02-03'],
    ],
    ['less than a month', '2024-01-02', '2024-01-31', 'month', ['day 2024-01-02–2024-02-01']],
  ] as const)('%s', (_name, from, to, by, pieces) => {
    expect(sumPieces(from, to, by).map(text)).toEqual(pieces);
  });

  it('has every day once, whatever the range', () => {
    const date = fc.integer({ min: 0, max: 900 }).map((days) => plusDays('2023-11-05', days));
    const property = fc.property(date, date, fc.constantFrom(...PERIODS), (one, other, by) => {
      const [from = one, to = other] = [one, other].sort();
      const pieces = sumPieces(from, to, by).toSorted((a, b) => a.from.localeCompare(b.from));
      expect(pieces.every((piece, index) => piece.from === (index === 0 ? from : pieces[index - 1]?.before))).toBe(
        true,
      );
      expect(pieces.at(-1)?.before).toBe(plusDays(to, 1));
      for (const { grain, from: start, before } of pieces)
        expect(
          grain === 'day' ? daysBetween(start, before) > 0 : [start, before].every((each) => each.endsWith('-01')),
        ).toBe(true);
    });
    fc.assert(property);
  });
});
