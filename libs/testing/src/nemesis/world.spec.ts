import { describe, expect, it } from '@jest/globals';
import { beginningOf, type World } from './world';

const BEGINNINGS: [world: World, now: string, beginning: string][] = [
  ['now', '2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00.000Z'],
  ['spring', '2026-11-21T10:00:00.000Z', '2027-03-28T00:59:00.000Z'],
  ['autumn', '2026-11-21T10:00:00.000Z', '2027-10-31T00:59:00.000Z'],
  ['autumn', '2027-10-31T01:00:00.000Z', '2028-10-29T00:59:00.000Z'],
];

describe('beginningOf', () => {
  it.each(BEGINNINGS)('%s at %s: %s', (world, now, beginning) => {
    expect(beginningOf(world, new Date(now)).toISOString()).toBe(beginning);
  });
});
