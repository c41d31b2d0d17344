import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Kilos, settleKilos } from './settle-kilos';

const kilos: fc.Arbitrary<Kilos> = fc.record({
  localDate: fc.constantFrom('2023-06-07', '2023-06-08'),
  stream: fc.constantFrom('reuse' as const, 'recycling' as const),
  fraction: fc.constantFrom('furniture', 'textiles'),
  method: fc.constantFrom('weighed' as const, 'estimated' as const),
  origin: fc.constantFrom('household' as const, 'business' as const),
  grams: fc.integer({ min: 1, max: 5_000_000 }),
});

const byKind = (all: readonly Kilos[]): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { grams, ...kind } of all) {
    const key = Object.values(kind).sort().join(' ');
    sums[key] = (sums[key] ?? 0) + grams;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, grams]) => grams !== 0));
};

describe('settleKilos', () => {
  it('makes what stands into what is wanted, whatever came before, and then has nothing left to say', () => {
    fc.assert(
      fc.property(fc.array(fc.array(kilos)), (versions) => {
        const ledger: Kilos[] = [];
        for (const wanted of versions) {
          ledger.push(...settleKilos(ledger, wanted));
          expect(byKind(ledger)).toEqual(byKind(wanted));
          expect(settleKilos(ledger, wanted)).toEqual([]);
        }
      }),
    );
  });

  it('says only the difference', () => {
    const bench: Kilos = {
      ...{ localDate: '2021-08-01', stream: 'reuse', fraction: 'construction', method: 'estimated' },
      ...{ origin: 'household', grams: 300_000 },
    };
    expect(settleKilos([bench], [{ ...bench, grams: 350_000 }])).toEqual([{ ...bench, grams: 50_000 }]);
    expect(settleKilos([bench], [])).toEqual([{ ...bench, grams: -300_000 }]);
  });
});
