import { describe, expect, it } from '@jest/globals';
import { quietShare } from './phases';

describe('the share of quiet phases', () => {
  it.each([
    { kills: 0, visits: 0, share: 0.25 },
    { kills: 0.5, visits: 0.5, share: 0.25 },
    { kills: 0.5, visits: 0.4, share: 0.35 },
    { kills: 0.9, visits: 0.1, share: 0.75 },
    { kills: 0.4, visits: 0.5, share: 0.15 },
    { kills: 0.2, visits: 1, share: 0 },
  ])('is $share when $kills of the kills and $visits of the visits are done', ({ kills, visits, share }) => {
    expect(quietShare(kills - visits)).toBeCloseTo(share);
  });
});
