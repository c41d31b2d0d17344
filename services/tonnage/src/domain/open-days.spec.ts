import { describe, expect, it } from '@jest/globals';
import { type StationChanged } from '@selvbetjent/contracts';
import { openDaysOf } from './open-days';

const station = (changes: Partial<StationChanged>): StationChanged =>
  ({
    timeZone: 'Europe/Oslo',
    openingHours: [{ validFrom: '2023-05-02', hours: 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off' }],
    exceptions: [],
    closures: [],
    containers: [],
    ...changes,
  }) as StationChanged;

const minutesOf = (days: ReturnType<ReturnType<typeof openDaysOf>>): number =>
  days
    .flatMap(({ open }) => open)
    .reduce((total, { start, end }) => total + (end.getTime() - start.getTime()) / 60_000, 0);

describe('openDaysOf', () => {
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
    expect(minutesOf(openDaysOf(station(changes as Partial<StationChanged>))(from, to))).toBe(minutes);
  });

  it('cuts what passes midnight, also where the clock changes, and leaves out days that are closed', () => {
    const nights = station({ openingHours: [{ validFrom: '2023-05-02', hours: 'Sa 22:00-26:00' }] });
    const at = (text: string): Date => new Date(text);
    expect(openDaysOf(nights)('2026-10-24', '2026-10-30')).toEqual([
      { localDate: '2026-10-24', open: [{ start: at('2026-10-24T20:00:00Z'), end: at('2026-10-24T22:00:00Z') }] },
      { localDate: '2026-10-25', open: [{ start: at('2026-10-24T22:00:00Z'), end: at('2026-10-25T00:00:00Z') }] },
    ]);
  });
});
