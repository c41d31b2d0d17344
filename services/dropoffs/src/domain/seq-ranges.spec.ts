import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rangesOf, seqsOf } from './seq-ranges';

describe('seqs as ranges', () => {
  it.each([
    [[], '{}'],
    [[3, 1, 2, 2], '{[1,4)}'],
    [[9, 1, 2], '{[1,3),[9,10)}'],
    [[Number.MAX_SAFE_INTEGER - 1], '{[9007199254740990,9007199254740991)}'],
  ])('%j are %s', (seqs, ranges) => {
    expect(rangesOf(seqs)).toBe(ranges);
  });

  it('are the same seqs again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), (seqs) => {
        expect(seqsOf(rangesOf(seqs))).toEqual(new Set(seqs));
      }),
    );
  });
});
