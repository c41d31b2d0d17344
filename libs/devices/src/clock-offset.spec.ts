import { describe, expect, it } from '@jest/globals';
import { type ClockOffset, correctionMs, observeClock, observeClockAgain, UNKNOWN_CLOCK } from './clock-offset';

const NOW_MS = Date.UTC(2026, 0, 5, 12);
const HOUR_MS = 3_600_000;

const contact = (differenceMs: number, earlierUntilMs?: number) => {
  return { receivedAtMs: NOW_MS, sentAtMs: NOW_MS - differenceMs, earlierUntilMs };
};
const after = (...differencesMs: number[]): ClockOffset =>
  differencesMs.reduce((clock, differenceMs) => observeClock(clock, contact(differenceMs)), UNKNOWN_CLOCK);
/** Of an instant that the device gives as that of sending. */
const correctedBy = (clock: ClockOffset): number => correctionMs(clock, NOW_MS - (clock.samplesMs.at(-1) ?? 0), NOW_MS);

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
    expect(correctedBy(after(...differencesMs))).toBe(expected);
  });

  it('is not judged by a burst of messages that queued together', () => {
    const queued = Array.from({ length: 20 }).reduce<ClockOffset>(
      (clock) => observeClockAgain(clock, contact(600_000)),
      observeClock(after(100, 120), contact(600_000)),
    );
    expect(correctedBy(queued)).toBe(0);
    expect(correctedBy(observeClockAgain(after(100), contact(600_000)))).toBe(0);
    expect(correctedBy(observeClockAgain(after(HOUR_MS), contact(HOUR_MS)))).toBe(HOUR_MS);
  });

  describe('of a new boot', () => {
    const silentFor = (ms: number) => NOW_MS - ms;

    it('is right as far as its first message may have waited since the device told of an earlier one', () => {
      const late = observeClock(UNKNOWN_CLOCK, contact(HOUR_MS, silentFor(2 * HOUR_MS)));
      expect(correctedBy(late)).toBe(0);
      const later = observeClockAgain(late, contact(HOUR_MS - 60_000, silentFor(2 * HOUR_MS)));
      expect(correctedBy(later)).toBe(0);
      expect(correctedBy(observeClock(later, contact(100)))).toBe(0);
    });

    it('is behind if it says a time at which the device still told of the earlier one', () => {
      expect(correctedBy(observeClock(UNKNOWN_CLOCK, contact(HOUR_MS, silentFor(60_000))))).toBe(HOUR_MS);
    });

    it('is behind, however long the device was silent, if a second message differs as much', () => {
      const first = observeClock(UNKNOWN_CLOCK, contact(HOUR_MS, silentFor(2 * HOUR_MS)));
      expect(correctedBy(observeClock(first, contact(HOUR_MS + 100)))).toBe(HOUR_MS + 50);
    });

    it('is ahead whoever was silent: no message comes before it is sent', () => {
      expect(correctedBy(observeClock(UNKNOWN_CLOCK, contact(-HOUR_MS, silentFor(2 * HOUR_MS))))).toBe(-HOUR_MS);
    });
  });

  it.each([
    ['behind, for what was measured before', HOUR_MS, -HOUR_MS - 5_000, HOUR_MS],
    ['behind, for what was measured since', HOUR_MS, -5_000, 0],
    ['ahead, for what was measured before', -HOUR_MS, HOUR_MS - 5_000, -HOUR_MS],
    ['ahead, for what was measured since', -HOUR_MS, -5_000, 0],
  ])('was %s it was set right', (_name, wasMs, atMs, expected) => {
    expect(correctionMs(after(wasMs, wasMs, 100), NOW_MS + atMs, NOW_MS)).toBe(expected);
  });
});
