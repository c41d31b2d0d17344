import { describe, expect, it } from '@jest/globals';
import { correctionMs, observeClock, observeClockAgain, UNKNOWN_CLOCK } from './clock-offset';

const after = (...differencesMs: number[]) =>
  differencesMs.reduce(
    (clock, differenceMs) => observeClock(clock, 1_000_000 + differenceMs, 1_000_000),
    UNKNOWN_CLOCK,
  );

describe('the clock of a device', () => {
  it.each([
    ['is right', [150, 90, 200], 0],
    ['is two seconds off, which is let be', [2_000, 2_000], 0],
    ['is an hour behind', [3_600_100, 3_600_300, 3_600_200], 3_600_200],
    ['is a day ahead', [-86_400_000], -86_400_000],
    [
      'was right, and its messages queued',
      [100, 120, 60_000, 59_000, 58_000, 57_000, 56_000, 55_000, 54_000, 53_000],
      0,
    ],
    ['was an hour behind, and its messages queued', [3_600_000, 3_600_000, 3_660_000, 3_640_000], 3_600_000],
    ['was wrong, and has just been set right', [3_600_000, 3_600_000, 100], 0],
    ['is an hour behind, and its first message had waited', [3_608_000, 3_600_100], 3_600_100],
    ['is an hour ahead, and its first messages had waited', [-3_592_000, -3_595_000, -3_600_000], -3_600_000],
    ['is right, and told by another that is an hour ahead', [100, 120, -3_600_000], 0],
  ])('%s', (_name, differencesMs, expected) => {
    expect(correctionMs(after(...differencesMs))).toBe(expected);
  });

  it('is not judged by a burst of messages that queued together', () => {
    const queued = Array.from({ length: 20 }).reduce<typeof UNKNOWN_CLOCK>(
      (clock) => observeClockAgain(clock, 1_600_000, 1_000_000),
      observeClock(after(100, 120), 1_600_000, 1_000_000),
    );
    expect(correctionMs(queued)).toBe(0);
    expect(correctionMs(observeClockAgain(after(100), 1_600_000, 1_000_000))).toBe(0);
    expect(correctionMs(observeClockAgain(after(3_600_000), 4_600_000, 1_000_000))).toBe(3_600_000);
  });
});
