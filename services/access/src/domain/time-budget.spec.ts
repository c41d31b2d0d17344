import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { actWithinMs, answerWithinMs } from './time-budget';

describe('the time budget', () => {
  it('is never overrun by the answer, which waits for the door first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (budgetMs) => {
        expect(answerWithinMs(budgetMs)).toBeGreaterThan(0);
        expect(answerWithinMs(budgetMs)).toBeLessThan(budgetMs);
        expect(answerWithinMs(budgetMs)).toBeGreaterThan(actWithinMs(budgetMs));
      }),
    );
  });

  it.each([0, -1, -Infinity])('of %d ms is answered all the same', (budgetMs) => {
    expect(answerWithinMs(budgetMs)).toBe(500);
  });
});
