import { describe, expect, it } from '@jest/globals';
import { closureUntil, tomorrowMorning } from './closure-end';

const NOW = Date.parse('2026-11-23T11:30:00Z');

describe('the end of a closure that begins now', () => {
  it.each([
    ['none', 'open-ended', { date: '', time: '' }, null],
    ['midnight of the station', 'today', { date: '', time: '' }, '2026-11-23T23:00:00.000Z'],
    ['what was typed', 'until', { date: '2026-11-24', time: '10:00' }, '2026-11-24T09:00:00.000Z'],
    ['unknown without a date', 'until', { date: '', time: '10:00' }, undefined],
    ['unknown without a time', 'until', { date: '2026-11-24', time: '' }, undefined],
    ['unknown when it has passed', 'until', { date: '2026-11-23', time: '12:30' }, undefined],
  ] as const)('is %s', (_name, length, wall, until) => {
    expect(closureUntil(length, wall, NOW)).toBe(until);
  });

  it('begins with tomorrow at ten, by the wall of the station', () => {
    expect(tomorrowMorning(Date.parse('2026-11-23T23:30:00Z'))).toEqual({ date: '2026-11-25', time: '10:00' });
  });
});
