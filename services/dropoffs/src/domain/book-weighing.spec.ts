import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Booking, bookDifference } from './book-weighing';

const booking: Booking = {
  kind: 'drop-off',
  grams: 5_000,
  quality: 'ok',
  reason: null,
  method: 'weighed',
  visitIds: ['a'],
  at: new Date('2026-11-20T12:00:00Z'),
  localDate: '2026-11-20',
};

describe('bookDifference', () => {
  it('books a first weight as it is', () => expect(bookDifference(null, booking)).toEqual([booking]));

  it('books nothing when nothing changed', () => {
    expect(bookDifference(booking, { ...booking, visitIds: ['a'] })).toEqual([]);
    expect(bookDifference(null, null)).toEqual([]);
  });

  it('adds the difference when only the grams changed', () => {
    const rows = bookDifference(booking, { ...booking, grams: 4_700 });
    expect(rows).toEqual([{ ...booking, grams: -300, reason: 'revised' }]);
  });

  it.each<Partial<Booking>>([
    { kind: 'take-out', grams: -200 },
    { quality: 'uncertain', reason: 'unstable_after_visit' },
    { visitIds: ['a', 'b'] },
    { localDate: '2026-11-21', at: new Date('2026-11-20T23:10:00Z') },
  ])('reverses and books anew for %j', (change) => {
    const wanted = { ...booking, ...change };
    expect(bookDifference(booking, wanted)).toEqual([{ ...booking, grams: -5_000, reason: 'reversed' }, wanted]);
  });

  it('reverses what should not be there', () => {
    expect(bookDifference(booking, null)).toEqual([{ ...booking, grams: -5_000, reason: 'reversed' }]);
  });

  it('always adds up to what is wanted, whatever was booked before', () => {
    const wish = fc.option(
      fc.record({
        kind: fc.constantFrom('drop-off' as const, 'take-out' as const),
        grams: fc.integer({ min: -99_999, max: 99_999 }),
        quality: fc.constantFrom('ok' as const, 'uncertain' as const),
      }),
      { nil: null },
    );
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 6 }), (wishes) => {
        let booked: Booking | null = null;
        const ledger: Booking[] = [];
        for (const each of wishes) {
          const wanted: Booking | null = each && { ...booking, ...each };
          ledger.push(...bookDifference(booked, wanted));
          booked = wanted;
        }
        for (const kind of ['drop-off', 'take-out']) {
          const total = ledger.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.grams, 0);
          expect(total).toBe(booked?.kind === kind ? booked.grams : 0);
        }
      }),
    );
  });
});
