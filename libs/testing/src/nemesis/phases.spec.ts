import { describe, expect, it } from '@jest/globals';
import { aheadBy, quietShare } from './phases';

describe('the share of quiet phases', () => {
  it.each([
    { kills: [60, 0], visits: [500, 0], share: 0.25 },
    { kills: [60, 30], visits: [500, 250], share: 0.25 },
    { kills: [60, 30], visits: [500, 200], share: 0.35 },
    { kills: [60, 54], visits: [500, 50], share: 0.75 },
    { kills: [60, 24], visits: [500, 250], share: 0.15 },
    { kills: [60, 12], visits: [500, 900], share: 0 },
    { kills: [0, 9], visits: [100_000, 50], share: 0.25 },
    { kills: [60, 0], visits: [0, 50], share: 0.25 },
  ] as { kills: [number, number]; visits: [number, number]; share: number }[])(
    'is $share when of the kills, the goal first, $kills are done, and of the visits $visits',
    ({ kills, visits, share }) => {
      expect(quietShare(aheadBy(kills, visits))).toBeCloseTo(share);
    },
  );
});
