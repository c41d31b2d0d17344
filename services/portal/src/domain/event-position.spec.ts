import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parsePosition, positionText } from './event-position';

describe('the position in the streams', () => {
  it('is written as one id', () => {
    expect(positionText({ dropoffs: 7, access: 12 })).toBe('access:12,dropoffs:7');
  });

  it('comes back from its own text, whatever the streams', () => {
    const streams = fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,39}$/), fc.nat({ max: 2 ** 40 }));
    fc.assert(
      fc.property(streams, (position) => expect(parsePosition(positionText(position))).toEqual({ ...position })),
    );
  });

  it.each(['', 'access', 'access:', ':3', 'access:x', '<script>', '17'])(
    'of a stranger (%j) counts for nothing',
    (text) => {
      expect(parsePosition(text)).toEqual({});
    },
  );
});
