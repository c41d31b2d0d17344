import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type HistoryCells, type HistoryRow, readHistoryRow } from './history-row';

const GOOD: HistoryCells = { date: '2023-11-30', stream: 'ombruk', fraction: 'mixed-reuse', kg: '4043' };
const read = (cells: HistoryCells, decimal: ',' | '.' = ',') =>
  readHistoryRow({ ...GOOD, ...cells }, { row: 2, decimal, today: '2026-11-20' });

describe('a row of history', () => {
  it('is read with what may be left out', () => {
    expect(read({})).toEqual({
      row: {
        ...{ row: 2, externalId: null, localDate: '2023-11-30', stream: 'reuse', fraction: 'mixed-reuse' },
        ...{ grams: 4_043_000, method: 'estimated', origin: 'household' },
      },
    });
  });

  it.each<[HistoryCells, ',' | '.', Partial<HistoryRow>]>([
    [{ date: '30.11.2023' }, ',', { localDate: '2023-11-30' }],
    [{ date: '1.2.2023' }, ',', { localDate: '2023-02-01' }],
    [{ date: '2024-02-29' }, ',', { localDate: '2024-02-29' }],
    [{ date: '2026-11-20' }, ',', { localDate: '2026-11-20' }],
    [{ kg: '0,001' }, ',', { grams: 1 }],
    [{ kg: '12,5' }, ',', { grams: 12_500 }],
    [{ kg: '12 345,6' }, ',', { grams: 12_345_600 }],
    [{ kg: '234\u00a0567,8' }, ',', { grams: 234_567_800 }],
    [{ kg: '12.345' }, '.', { grams: 12_345 }],
    [
      { stream: 'Materialgjenvinning', method: 'VEID', origin: 'næring' },
      ',',
      { stream: 'recycling', method: 'weighed', origin: 'business' },
    ],
    [{ stream: 'hazardous', id: 'a-1' }, ',', { stream: 'hazardous', externalId: 'a-1' }],
  ])('%j with %s', (cells, decimal, expected) => {
    expect(read(cells, decimal)).toMatchObject({ row: expected });
  });

  it.each<[HistoryCells, ',' | '.', string, string]>([
    [{ date: '2023-02-29' }, ',', 'date', 'bad_date'],
    [{ date: '31.11.2023' }, ',', 'date', 'bad_date'],
    [{ date: '' }, ',', 'date', 'bad_date'],
    [{ date: '0023-11-30' }, ',', 'date', 'bad_date'],
    [{ date: '2026-11-21' }, ',', 'date', 'date_in_future'],
    [{ stream: 'reus' }, ',', 'stream', 'unknown_word'],
    [{ fraction: '' }, ',', 'fraction', 'missing'],
    [{ fraction: 'x'.repeat(61) }, ',', 'fraction', 'too_long'],
    [{ kg: '' }, ',', 'kg', 'bad_number'],
    [{ kg: '1.234' }, ',', 'kg', 'bad_number'],
    [{ kg: '1,234' }, '.', 'kg', 'bad_number'],
    [{ kg: '12 34' }, ',', 'kg', 'bad_number'],
    [{ kg: '-5' }, ',', 'kg', 'bad_number'],
    [{ kg: '1e3' }, ',', 'kg', 'bad_number'],
    [{ kg: 'NaN' }, ',', 'kg', 'bad_number'],
    [{ kg: '1,2345' }, ',', 'kg', 'too_precise'],
    [{ kg: '1000001' }, ',', 'kg', 'too_large'],
    [{ kg: '0' }, ',', 'kg', 'zero'],
    [{ method: 'gjettet' }, ',', 'method', 'unknown_word'],
    [{ origin: 'ukjent' }, ',', 'origin', 'unknown_word'],
    [{ id: 'x'.repeat(61) }, ',', 'id', 'too_long'],
  ])('%j with %s has a fault in %s: %s', (cells, decimal, column, code) => {
    expect(read(cells, decimal)).toMatchObject({ faults: [{ row: 2, column, code }] });
  });

  it('tells all its faults at once', () => {
    const { faults } = read({ date: 'x', stream: 'x', fraction: '', kg: 'x', method: 'x', origin: 'x' }) as {
      faults: { column: string }[];
    };
    expect(faults.map(({ column }) => column)).toEqual(['date', 'stream', 'fraction', 'kg', 'method', 'origin']);
  });

  it('is exact to the gram', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (grams) => {
        const kg = `${Math.floor(grams / 1000)},${String(grams % 1000).padStart(3, '0')}`;
        expect(read({ kg })).toMatchObject({ row: { grams } });
      }),
    );
  });
});
