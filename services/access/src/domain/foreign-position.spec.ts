import { describe, expect, it } from '@jest/globals';
import { newsOf, positionOf } from './foreign-position';

describe('the position of a door of another make', () => {
  it.each([
    ['relay', { bolt: 'unlocked' }, { locked: false }],
    ['relay', { bolt: 'locked' }, { locked: undefined }],
    ['relay', { bolt: 'locked', open: true }, { locked: undefined, open: true }],
    ['relay', { bolt: 'locked', open: false }, { locked: true, open: false }],
    ['measured', { bolt: 'locked' }, { locked: true, open: undefined }],
    ['measured', { bolt: 'moving', open: false }, { locked: undefined, jammed: false }],
    ['measured', { bolt: 'jammed' }, { locked: undefined, jammed: true }],
    ['measured', { bolt: 'unknown' }, { locked: undefined, jammed: undefined }],
    ['measured', {}, { locked: undefined, open: undefined, jammed: undefined }],
  ] as const)('%s %j is %j', (boltIs, known, expected) => expect(positionOf(known, boltIs)).toMatchObject(expected));
});

describe('news', () => {
  it.each([
    [{}, { locked: false }, { locked: false, open: undefined }],
    [{ locked: false }, { locked: undefined }, null],
    [{ locked: undefined }, { locked: false }, { locked: false, open: undefined }],
    [
      { locked: true, open: false },
      { locked: true, open: true },
      { locked: undefined, open: true },
    ],
    [{ locked: true, open: false }, { locked: true, open: false }, null],
  ])('from %j to %j is %j', (before, now, expected) => expect(newsOf(before, now)).toEqual(expected));
});
