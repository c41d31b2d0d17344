import { expect, it } from '@jest/globals';
import { OncePerHour } from './once-per-hour';

const HOUR_MS = 3_600_000;

it('lets each name through once an hour, and remembers a bounded number of them', () => {
  let nowMs = 0;
  const once = new OncePerHour(() => nowMs);
  expect([once.isDue('a'), once.isDue('a'), once.isDue('b')]).toEqual([true, false, true]);
  nowMs = HOUR_MS - 1;
  expect(once.isDue('a')).toBe(false);
  nowMs = HOUR_MS;
  expect(once.isDue('a')).toBe(true);
  const due = Array.from({ length: 5_000 }, (_, index) => once.isDue(`stranger-${index}`));
  expect(due.filter(Boolean).length).toBeLessThanOrEqual(1_000);
  expect(once.isDue('a')).toBe(false);
  nowMs = 2 * HOUR_MS;
  expect(once.isDue('new')).toBe(true);
});
