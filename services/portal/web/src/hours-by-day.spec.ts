import { describe, expect, it } from '@jest/globals';
import { hoursByDay, spansText } from './hours-by-day';

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
