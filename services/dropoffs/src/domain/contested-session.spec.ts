import { describe, expect, it } from '@jest/globals';
import { ContestedSession } from './contested-session';

describe('a contested session', () => {
  it.each([
    ['no end', [], 0, false],
    ['three ends in a second', [0, 300, 600], 1_000, false],
    ['four ends in a second', [0, 300, 600, 900], 1_000, true],
    ['four ends, a minute after the first', [0, 300, 600, 900], 60_000, true],
    ['four ends, longer ago', [0, 300, 600, 900], 60_001, false],
    ['an end every twenty seconds', [0, 20_000, 40_000, 60_000], 60_000, true],
    ['an end every half minute', [0, 30_000, 60_000, 90_000], 90_000, false],
  ])('%s', (_name, endsMs, nowMs, contested) => {
    const session = new ContestedSession();
    for (const atMs of endsMs) session.ended(atMs);
    expect(session.isContested(nowMs)).toBe(contested);
  });

  it('is known at once where the broker says so', () => {
    const session = new ContestedSession();
    session.told(5_000);
    expect(session.isContested(5_000)).toBe(true);
    expect(session.isContested(65_001)).toBe(false);
  });
});
