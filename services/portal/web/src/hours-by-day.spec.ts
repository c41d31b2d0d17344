import { describe, expect, it } from '@jest/globals';
import { hoursByDay, spansText, withoutClosures } from './hours-by-day';

const interval = (start: string, end: string) => ({ start, end });

describe('hoursByDay', () => {
  it('gives each local day its part, empty when closed', () => {
    const open = [interval('2026-11-23T10:00:00Z', '2026-11-23T15:00:00Z')];
    expect(hoursByDay(open, { from: '2026-11-23', days: 2 })).toEqual([
      { date: '2026-11-23', spans: ['11.00–16.00'] },
      { date: '2026-11-24', spans: [] },
    ]);
  });

  it('splits a night over two days and ends at midnight without touching the next', () => {
    const night = [interval('2026-11-23T21:00:00Z', '2026-11-24T01:00:00Z')];
    expect(hoursByDay(night, { from: '2026-11-23', days: 2 }).map(({ spans }) => spans)).toEqual([
      ['22.00–24.00'],
      ['00.00–02.00'],
    ]);
    const untilMidnight = [interval('2026-11-23T21:00:00Z', '2026-11-23T23:00:00Z')];
    expect(hoursByDay(untilMidnight, { from: '2026-11-24', days: 1 })[0]?.spans).toEqual([]);
  });

  it('joins what touches, so that day and night in parts is a whole day, also when the clocks change', () => {
    const parts = [
      interval('2026-10-24T22:00:00Z', '2026-10-25T10:00:00Z'),
      interval('2026-10-25T10:00:00Z', '2026-10-25T23:00:00Z'),
    ];
    const [day] = hoursByDay(parts, { from: '2026-10-25', days: 1 });
    expect(spansText(day?.spans ?? [])).toBe('Hele døgnet');
  });

  it('keeps a break in the middle of the day', () => {
    const twice = [
      interval('2026-11-23T10:00:00Z', '2026-11-23T12:00:00Z'),
      interval('2026-11-23T13:00:00Z', '2026-11-23T15:00:00Z'),
    ];
    expect(spansText(hoursByDay(twice, { from: '2026-11-23', days: 1 })[0]?.spans ?? [])).toBe(
      '11.00–13.00 og 14.00–16.00',
    );
  });
});

describe('withoutClosures', () => {
  const open = [interval('2026-11-23T10:00:00Z', '2026-11-23T15:00:00Z')];

  it.each([
    ['inside', '2026-11-23T11:00:00Z', '2026-11-23T12:00:00Z', ['11.00–12.00', '13.00–16.00']],
    ['over the end, until further notice', '2026-11-23T14:00:00Z', null, ['11.00–15.00']],
    ['over the start', '2026-11-23T08:00:00Z', '2026-11-23T11:00:00Z', ['12.00–16.00']],
    ['over all', '2026-11-23T08:00:00Z', null, []],
    ['just after', '2026-11-23T15:00:00Z', null, ['11.00–16.00']],
    ['just before', '2026-11-23T08:00:00Z', '2026-11-23T10:00:00Z', ['11.00–16.00']],
  ])('takes out a closure %s', (_where, from, until, spans) => {
    const left = withoutClosures(open, [{ from, until }]);
    expect(hoursByDay(left, { from: '2026-11-23', days: 1 })[0]?.spans).toEqual(spans);
  });
});
