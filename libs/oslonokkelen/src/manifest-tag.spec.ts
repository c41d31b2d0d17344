import { describe, expect, it } from '@jest/globals';
import { isKnownTag, manifestTag } from './index';

describe('the tag of a manifest', () => {
  it.each([
    ['"7"', true],
    ['W/"7"', true],
    ['"6", "7"', true],
    ['"6",W/"7"', true],
    ['*', true],
    [undefined, false],
    ['', false],
    ['"8"', false],
    ['"77"', false],
    ['7', false],
  ])('is known to who sends %s: %s', (ifNoneMatch, known) => {
    expect(isKnownTag(ifNoneMatch, manifestTag(7))).toBe(known);
  });
});
