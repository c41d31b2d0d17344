import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compileSchedule,
  fromStructuredWeek,
  intervals,
  parseOpeningHours,
  printOpeningHours,
  toStructuredWeek,
  type StructuredWeek,
} from '../index';
import { weekdaySpans } from './structured-week';

const weekOf = (text: string): StructuredWeek | null => toStructuredWeek(parseOpeningHours(text));
const textOf = (week: StructuredWeek): string => printOpeningHours(fromStructuredWeek(week));
const at = (from: number, to: number) => ({ start: from * 60, end: to * 60 });

/** All open times of a year and a bit, with New Year, leap day, holidays and both changes of the clock. */
function openTimes(hours: string): object[] {
  const versions = [{ validFrom: '2020-01-01', hours }];
  const schedule = compileSchedule({ timeZone: 'Europe/Oslo', versions, exceptions: [], closures: [] });
  return intervals(schedule, new Date('2027-12-20T00:00:00Z'), new Date('2028-12-31T00:00:00Z'));
}

describe('an expression as a week', () => {
  it('has a row for each weekday and one for holidays', () => {
    expect(weekOf('Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off')).toEqual({
      seasons: [
        {
          months: null,
          days: { Mo: [at(11, 16)], Tu: [], We: [at(11, 16)], Th: [at(11, 18)], Fr: [at(11, 16)], Sa: [], Su: [] },
        },
      ],
      holidays: [],
    });
  });

  it('has the seasons of the year, across New Year too', () => {
    const week = weekOf('Apr-Sep Mo-Fr 07:00-21:00; Oct-Mar Mo-Fr 07:00-20:00; Jul off; PH 10:00-12:00');
    expect(week?.seasons.map(({ months }) => months)).toEqual([
      { from: 4, to: 6 },
      { from: 7, to: 7 },
      { from: 8, to: 9 },
      { from: 10, to: 3 },
    ]);
    expect(week?.holidays).toEqual([at(10, 12)]);
  });

  it.each([
    ['24/7', 'Mo-Su 00:00-24:00'],
    ['off', 'off'],
    ['10:00-12:00', 'Mo-Su 10:00-12:00'],
    ['Mo-Fr 08:00-12:00, We 11:00-18:00', 'Mo,Tu,Th,Fr 08:00-12:00; We 08:00-18:00'],
    ['Su-Tu 11:00-01:00, We-Th 11:00-03:00', 'Mo,Tu,Su 11:00-01:00, We,Th 11:00-03:00'],
    ['Mo-Fr 10:00-16:00; We off; Sa,PH 12:00-14:00', 'Mo,Tu,Th,Fr 10:00-16:00; Sa 12:00-14:00; PH 12:00-14:00'],
    ['Mo-Su 22:00-02:00; PH off', 'Mo-Su 22:00-02:00; PH off'],
    ['Jan-Mar Mo 10:00-12:00; Apr-Dec Mo 10:00-12:00', 'Mo 10:00-12:00'],
  ])('%s and back is %s, with the same open times', (text, canonical) => {
    const week = weekOf(text);
    expect(week && textOf(week)).toBe(canonical);
    expect(openTimes(canonical)).toEqual(openTimes(text));
  });

  it.each([
    'Mo 10:00-12:00 "ring først"',
    'Mo 10:00-12:00 unknown',
    'Mo 10:00-12:00 || Tu 10:00-12:00',
    'Mo[1] 10:00-12:00',
    'Dec 24 off',
    '2026 Mo 10:00-12:00',
    '2026 Nov Mo 10:00-12:00',
    'week 01-20 Mo 10:00-12:00',
    'easter off',
    'PH -1 day 10:00-12:00',
    'PH Mo-Fr 10:00-12:00',
    'Mo-Fr 10:00-12:00, PH 14:00-16:00',
    'Jul PH off',
    '10:00-14:00; 12:00-13:00 off',
    'Mo-Fr 10:00-12:00, We off',
    'PH off; Mo-Fr 07:00-21:00',
    'Mo-Su 22:00-02:00; Sa 10:00-12:00',
    'We 22:00-02:00; We 00:00-24:00',
    'Fr 22:00-02:00; Sa,PH 12:00-17:00',
    'Tu,PH 22:00-02:00',
  ])('%s is more than a week', (text) => expect(weekOf(text)).toBeNull());
});

const span = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 1, max: 26 }))
  .map(([start, length]) => at(start, Math.min(48, start + length)));
const days = fc.array(fc.array(span, { maxLength: 2 }), { minLength: 7, maxLength: 7 });
const rows = days.map((all) => weekdaySpans((weekday) => all[weekday - 1] ?? []));
const week: fc.Arbitrary<StructuredWeek> = fc.record({
  seasons: fc.oneof(
    rows.map((all) => [{ months: null, days: all }]),
    fc.tuple(rows, rows).map(([summer, winter]) => [
      { months: { from: 4, to: 9 }, days: summer },
      { months: { from: 10, to: 3 }, days: winter },
    ]),
  ),
  holidays: fc.oneof(fc.constant('as-weekdays' as const), fc.array(span, { maxLength: 2 })),
});
const rule = fc
  .tuple(
    fc.constantFrom('; ', ', '),
    fc.constantFrom('', 'Jan-Jun ', 'Nov-Feb,Jul '),
    fc.constantFrom('Mo-Fr', 'Sa,Su', 'Fr-Mo', 'We', 'PH', 'Tu,PH', 'Mo-Su'),
    fc.constantFrom('10:00-12:00', '11:00-16:00,18:00-20:00', '22:00-02:00', '00:00-24:00', 'off'),
  )
  .map(([separator, season, on, what]) => ({ separator, text: `${season}${on} ${what}` }));
const expression = fc
  .array(rule, { minLength: 1, maxLength: 4 })
  .map((rules) => rules.map(({ separator, text }, index) => (index === 0 ? text : separator + text)).join(''));

describe('a week as an expression', () => {
  it('reads back to the same week', () => {
    fc.assert(
      fc.property(week, (any) => {
        const text = textOf(any);
        expect(textOf(weekOf(text) ?? any)).toBe(text);
        expect(weekOf(text)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('loses nothing of an expression that is one', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const read = weekOf(text);
        if (read) expect(openTimes(textOf(read))).toEqual(openTimes(text));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a span that ends before it begins', { seasons: [{ months: null, days: weekdaySpans(() => [at(12, 10)]) }] }],
    ['a span that begins on the next day', { seasons: [{ months: null, days: weekdaySpans(() => [at(25, 26)]) }] }],
    ['months without a season', { seasons: [{ months: { from: 4, to: 9 }, days: weekdaySpans(() => []) }] }],
  ])('is refused for %s', (_what, wrong) => {
    expect(() => fromStructuredWeek({ holidays: 'as-weekdays', ...wrong })).toThrow(RangeError);
  });
});
