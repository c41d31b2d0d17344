import { describe, expect, it } from '@jest/globals';
import { TokenBuckets } from './token-buckets';

const RATE = { burst: 30, perSecond: 3 };

describe('token buckets', () => {
  it('allows a burst, then three a second, and each sender its own', () => {
    const rate = new TokenBuckets(RATE);
    const waits = Array.from({ length: 31 }, () => rate.waitSeconds('one', 0));
    expect(waits).toEqual([...Array.from({ length: 30 }, () => 0), 1]);
    expect(rate.waitSeconds('other', 0)).toBe(0);
    expect([1_000, 1_000, 1_000, 1_000].map((nowMs) => rate.waitSeconds('one', nowMs))).toEqual([0, 0, 0, 1]);
  });

  it('forgets the oldest of too many senders, not the newest', () => {
    const rate = new TokenBuckets(RATE);
    for (let sender = 0; sender < 10_001; sender += 1)
      for (let turn = 0; turn < 31; turn += 1) rate.waitSeconds(`${sender}`, 0);
    expect([rate.waitSeconds('10000', 0), rate.waitSeconds('0', 0)]).toEqual([1, 0]);
  });
});
