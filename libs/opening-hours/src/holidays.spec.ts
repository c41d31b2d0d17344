import { describe, expect, it } from '@jest/globals';
import { holidaysBetween, holidaysOfNorway } from './index';

const datesOf = (year: number): string[] => [...new Set(holidaysOfNorway(year).map(({ date }) => date))];

describe('public holidays of Norway', () => {
  it.each([
    [
      2024,
      '2024-01-01 2024-03-28 2024-03-29 2024-03-31 2024-04-01 2024-05-01 2024-05-09 2024-05-17 2024-05-19 2024-05-20 2024-12-25 2024-12-26',
    ],
    [
      2026,
      '2026-01-01 2026-04-02 2026-04-03 2026-04-05 2026-04-06 2026-05-01 2026-05-14 2026-05-17 2026-05-24 2026-05-25 2026-12-25 2026-12-26',
    ],
    [
      2027,
      '2027-01-01 2027-03-25 2027-03-26 2027-03-28 2027-03-29 2027-05-01 2027-05-06 2027-05-16 2027-05-17 2027-12-25 2027-12-26',
    ],
    [
      2028,
      '2028-01-01 2028-04-13 2028-04-14 2028-04-16 2028-04-17 2028-05-01 2028-05-17 2028-05-25 2028-06-04 2028-06-05 2028-12-25 2028-12-26',
    ],
  ])('of %i', (year, dates) => expect(datesOf(year).join(' ')).toBe(dates));

  it.each([
    [1818, '1818-03-22'],
    [1943, '1943-04-25'],
    [2019, '2019-04-21'],
    [2038, '2038-04-25'],
  ])('Easter of %i', (year, date) => {
    expect(holidaysOfNorway(year).find(({ nb }) => nb === '1. påskedag')?.date).toBe(date);
  });

  it('are twelve, two of them on one date in 2027', () => {
    expect(holidaysOfNorway(2027)).toHaveLength(12);
    expect(holidaysOfNorway(2027).filter(({ date }) => date === '2027-05-17')).toEqual([
      { date: '2027-05-17', nb: 'Grunnlovsdagen', en: 'Constitution Day' },
      { date: '2027-05-17', nb: '2. pinsedag', en: 'Whit Monday' },
    ]);
  });

  it('between two dates, both included, across years', () => {
    expect(holidaysBetween('2026-12-26', '2027-01-01').map(({ date }) => date)).toEqual(['2026-12-26', '2027-01-01']);
    expect(holidaysBetween('2026-06-01', '2026-05-01')).toEqual([]);
  });
});
