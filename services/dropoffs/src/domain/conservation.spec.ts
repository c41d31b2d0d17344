import { describe, expect, it } from '@jest/globals';
import { type ChainLink, conservationBreaches } from './conservation';

const link = (weighingId: string, changes: Partial<ChainLink>): ChainLink => ({
  weighingId,
  fromGrams: 100_000,
  toGrams: 105_000,
  bookedGrams: 5_000,
  sinceGrams: 0,
  ...changes,
});

describe('conservationBreaches', () => {
  it('finds none where rows and loads agree', () => {
    const chain = [
      link('a', { sinceGrams: -300 }),
      link('b', { fromGrams: 104_700, toGrams: 101_700, bookedGrams: -3_000 }),
    ];
    expect(conservationBreaches(chain)).toEqual([]);
  });

  it.each<[string, ChainLink[], object]>([
    ['a row that is missing', [link('a', { bookedGrams: 0 })], { weighingId: 'a', missingGrams: 5_000 }],
    ['a row too many', [link('a', { bookedGrams: 10_000 })], { weighingId: 'a', missingGrams: -5_000 }],
    [
      'drift that nobody booked',
      [link('a', {}), link('b', { fromGrams: 105_070, toGrams: 110_070 })],
      { missingGrams: 70 },
    ],
  ])('finds %s', (_name, chain, breach) => {
    expect(conservationBreaches(chain)).toMatchObject([breach]);
  });

  it('begins anew where a load is not known', () => {
    const unknown = { fromGrams: null, toGrams: null, bookedGrams: 77 };
    expect(
      conservationBreaches([link('a', {}), link('b', unknown), link('c', { fromGrams: 1, toGrams: 5_001 })]),
    ).toEqual([]);
  });
});
