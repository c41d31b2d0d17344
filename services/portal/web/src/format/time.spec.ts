import { describe, expect, it } from '@jest/globals';
import {
  addDays,
  dateAndClock,
  dayDateAndClock,
  localTime,
  longDate,
  periodName,
  shortDate,
  shortPeriodName,
  whenFromNow,
} from './time';

/** Monday 23 November 2026, 12.30 in Oslo. */
const NOW = Date.parse('2026-11-23T11:30:00Z');

describe('times as Norwegians write them', () => {
  it.each([
    ['2026-11-23T17:00:00Z', 'i dag kl. 18.00'],
    ['2026-11-23T23:00:00Z', 'i morgen kl. 00.00'],
    ['2026-11-25T10:00:00Z', 'onsdag kl. 11.00'],
    ['2026-11-29T10:00:00Z', 'søndag kl. 11.00'],
    ['2026-11-30T10:00:00Z', 'man. 30. nov. kl. 11.00'],
    ['2026-11-20T10:00:00Z', 'fre. 20. nov. kl. 11.00'],
  ])('%s is %s', (instant, text) => expect(whenFromNow(instant, NOW)).toBe(text));

  it('tells the year only when it is another one', () => {
    expect(dateAndClock('2026-11-20T10:04:00Z', NOW)).toBe('20. nov. kl. 11.04');
    expect(dateAndClock('2025-12-31T22:59:00Z', NOW)).toBe('31. des. 2025 kl. 23.59');
  });

  it('follows the clocks of Oslo, whatever the browser’s zone', () => {
    expect(localTime('2026-10-25T00:30:00Z')).toEqual({ date: '2026-10-25', clock: '02.30' });
    expect(localTime('2026-10-25T01:30:00Z')).toEqual({ date: '2026-10-25', clock: '02.30' });
    expect(localTime('2026-03-29T01:00:00Z')).toEqual({ date: '2026-03-29', clock: '03.00' });
  });

  it('adds days over the change of clocks, months and years', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  });

  it('names the weekday before a date and time, by the wall', () => {
    expect(dayDateAndClock('2026-11-23T23:20:00Z', NOW)).toBe('tir. 24. nov. kl. 00.20');
  });

  it('writes dates', () => {
    expect(shortDate('2026-11-23')).toBe('man. 23. nov.');
    expect(longDate('2026-05-02')).toBe('2. mai 2026');
  });

  it.each([
    ['2026-11-20', 'fre. 20. nov.', '20.11.'],
    ['2026-W07', 'uke 7, 2026', 'uke 7'],
    ['2026-11', 'november 2026', 'nov'],
    ['2026', '2026', '2026'],
  ])('names the period %s', (period, name, short) => {
    expect(periodName(period)).toBe(name);
    expect(shortPeriodName(period)).toBe(short);
  });
});
