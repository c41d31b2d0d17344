import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kilos } from '../format/kilos';
import { gramsOfKilos } from './kilo-text';

describe('kilos as people type them', () => {
  it.each([
    ['12', 12_000],
    ['12,3', 12_300],
    ['12.3', 12_300],
    ['0,05', 50],
    ['1 200', 1_200_000],
    [' 7,125 kg', 7_125],
    ['', null],
    ['0', null],
    ['-3', null],
    ['1,2345', null],
    ['1e3', null],
    ['12,', null],
    ['tolv', null],
  ])('%j is %j grams', (text, grams) => expect(gramsOfKilos(text)).toBe(grams));

  it('reads what we write, to the gram', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 999_999_999 }), (grams) => gramsOfKilos(kilos(grams)) === grams));
  });
});
