import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPersonalNumber } from './personal-number';

describe('isPersonalNumber', () => {
  // Of synthetic people: months are raised by 80 (Skatteetaten's test population).
  it.each(['17912099997', '29822099635', '05840399895', '12829499914'])('knows %s', (digits) => {
    expect(isPersonalNumber(digits)).toBe(true);
  });

  it('notices any digit that is mistyped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 1, max: 9 }), (position, step) => {
        const digits = '17912099997';
        const wrong = (Number(digits[position]) + step) % 10;
        expect(isPersonalNumber(`${digits.slice(0, position)}${wrong}${digits.slice(position + 1)}`)).toBe(false);
      }),
    );
  });
});
