import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Use } from './api-types';
import {
  demandCounts,
  extensionName,
  lockedOutCounts,
  pressesByEnding,
  servedBy,
  unlockedCounts,
  visitCounts,
  weekGrid,
} from './use-by-hour';

const HOURS = [
  { weekday: 2, hour: 15, times: 1 },
  { weekday: 2, hour: 16, times: 3 },
  { weekday: 2, hour: 21, times: 2 },
  { weekday: 2, hour: 22, times: 7 },
  { weekday: 6, hour: 16, times: 4 },
];
const USE: Use = {
  visits: [{ weekday: 1, hour: 11, visits: 6 }],
  attempts: [
    { weekday: 1, hour: 11, ending: 'unlocked', reason: null, attempts: 5 },
    { weekday: 1, hour: 20, ending: 'denied', reason: 'outside_hours', attempts: 9 },
    { weekday: 7, hour: 20, ending: 'denied', reason: 'outside_hours', attempts: 1 },
    { weekday: 7, hour: 12, ending: 'failed', reason: 'jammed', attempts: 1 },
    { weekday: 7, hour: 12, ending: 'unknown', reason: 'no_answer', attempts: 1 },
  ],
};

describe('what an extension would have served', () => {
  it.each([
    ['its first hour and not the one that begins as it ends', { weekdays: [2], fromHour: 16, toHour: 22 }, 5],
    ['all of its days', { weekdays: [2, 6], fromHour: 16, toHour: 17 }, 7],
    ['no day', { weekdays: [], fromHour: 0, toHour: 24 }, 0],
    ['no hour', { weekdays: [2], fromHour: 22, toHour: 16 }, 0],
    ['everything', { weekdays: [1, 2, 3, 4, 5, 6, 7], fromHour: 0, toHour: 24 }, 17],
  ])('%s', (_name, extension, served) => {
    expect(servedBy(HOURS, extension)).toBe(served);
  });

  it('adds up over any cut of the day', () => {
    const hour = fc.integer({ min: 0, max: 24 });
    const property = fc.property(hour, fc.subarray([1, 2, 3, 4, 5, 6, 7]), (cut, weekdays) => {
      const parts = [
        { weekdays, fromHour: 0, toHour: cut },
        { weekdays, fromHour: cut, toHour: 24 },
      ];
      const whole = servedBy(HOURS, { weekdays, fromHour: 0, toHour: 24 });
      expect(parts.reduce((sum, part) => sum + servedBy(HOURS, part), 0)).toBe(whole);
    });
    fc.assert(property);
  });

  it.each([
    [[2], 'tirsdag kl. 16–22'],
    [[4, 2], 'tirsdag og torsdag kl. 16–22'],
    [[5, 1, 7], 'mandag, fredag og søndag kl. 16–22'],
  ])('is named by its days and hours: %j', (weekdays, name) => {
    expect(extensionName({ weekdays, fromHour: 16, toHour: 22 })).toBe(name);
  });
});

it('the week is a row per hour and a column per day', () => {
  const grid = weekGrid(demandCounts(HOURS));
  expect(grid.map((row) => row.length)).toEqual(Array.from({ length: 24 }, () => 7));
  expect(grid[16]).toEqual([0, 3, 0, 0, 0, 4, 0]);
  expect(grid.flat().reduce((sum, count) => sum + count, 0)).toBe(17);
});

it('unlocked attempts and visits are taken by themselves', () => {
  expect(unlockedCounts(USE)).toEqual([{ weekday: 1, hour: 11, count: 5 }]);
  expect(lockedOutCounts(USE).map(({ count }) => count)).toEqual([9, 1, 1, 1]);
  expect(visitCounts(USE)).toEqual([{ weekday: 1, hour: 11, count: 6 }]);
});

it('presses are told by what became of them, the most first', () => {
  expect(pressesByEnding(USE).map(({ name, presses }) => `${name}: ${presses}`)).toEqual([
    'Utenfor åpningstiden: 10',
    'Låst opp: 5',
    'Døren svarte ikke: 1',
    'Låsen satt fast: 1',
  ]);
});
