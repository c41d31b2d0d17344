import { describe, expect, it } from '@jest/globals';
import { type StationChanged } from '@selvbetjent/contracts';
import { minutesOf, openIntervals } from './open-intervals';

const station = (changes: Partial<StationChanged>): StationChanged =>
  ({
    timeZone: 'Europe/Oslo',
    openingHours: [{ validFrom: '2023-05-02', hours: 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off' }],
    exceptions: [],
    closures: [],
    containers: [],
    ...changes,
  }) as StationChanged;

describe('openIntervals', () => {
  it.each([
    ['one open day', '2026-11-20', '2026-11-20', {}, 300],
    ['a week', '2026-11-16', '2026-11-22', {}, 3 * 300 + 420],
    ['a public holiday', '2026-05-01', '2026-05-01', {}, 0],
    ['a day off', '2026-11-20', '2026-11-20', { exceptions: [{ date: '2026-11-20', hours: 'off' }] }, 0],
    [
      'around the clock on the day with 25 hours',
      '2026-10-25',
      '2026-10-25',
      {
        openingHours: [{ validFrom: '2023-05-02', hours: '24/7' }],
      },
      1_500,
    ],
    ['before there were hours', '2020-01-01', '2020-01-31', {}, 0],
  ])('counts %s', (_name, from, to, changes, minutes) => {
    expect(minutesOf(openIntervals(station(changes as Partial<StationChanged>), from, to))).toBe(minutes);
  });
});
