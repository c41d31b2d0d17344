import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gramsOf, taredGrams, unitOf } from './units';

describe('grams', () => {
  it.each([
    [12.345, 'kg', 12345],
    [1.0005, 'kg', 1001],
    [-1.0005, 'kg', -1001],
    [-0.0004, 'kg', 0],
    [0.5, 'g', 1],
    [-0.5, 'g', -1],
    [123.9, 'g', 124],
    [1, 'lb', 454],
    [200, 'lb', 90718],
    [1, 'oz', 28],
    [16, 'oz', 454],
    [0.4123, 't', 412300],
    [24.6, 'jin', 12300],
  ] as const)('of %d %s are %d', (value, unit, grams) => {
    expect(gramsOf(value, unit)).toBe(grams);
    expect(Object.is(gramsOf(value, unit), -0)).toBe(false);
  });

  it.each([NaN, Infinity, -Infinity, 1e10])('of %d kg there are none', (value) => {
    expect(() => gramsOf(value, 'kg')).toThrow('bad_weight');
  });

  it('take the registry’s factor and offset', () => {
    expect(taredGrams(77101, 'g', { factor: 0.5, offsetGrams: -30_000 })).toBe(8551);
    expect(gramsOf(90, 'lb', { factor: 2 })).toBe(gramsOf(180, 'lb'));
  });

  it('are symmetric around zero and never a gram off what was meant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (milligrams) => {
        const kilograms = Number((milligrams / 1e6).toFixed(6));
        expect(gramsOf(kilograms, 'kg')).toBe(Math.floor((milligrams + 500) / 1_000));
        expect(gramsOf(-kilograms, 'kg')).toBe(0 - gramsOf(kilograms, 'kg'));
      }),
    );
  });
});

describe('units', () => {
  it.each([
    ['kg', 'kg'],
    [' KG ', 'kg'],
    ['lbs', 'lb'],
    ['kilogram', 'kg'],
    ['jin', 'jin'],
  ] as const)('%s is %s', (named, unit) => expect(unitOf(named, {})).toBe(unit));

  it.each(['%', 'PC', 'mg', 7, '__proto__'])('%s is none, whatever the registry says', (named) => {
    expect(() => unitOf(named, { unit: 'kg' })).toThrow('bad_unit');
  });

  it('are the registry’s where the message has none', () => {
    expect(unitOf(undefined, { unit: 'lb' })).toBe('lb');
    expect(() => unitOf('', {})).toThrow('unknown_unit');
  });
});
