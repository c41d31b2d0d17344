import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withCopies, withMonth, withoutSeason, withSeason, withSpans } from './edit-week';
import { monthRanges, textOfWeek, WEEKDAYS, weekOfText, type EditedWeek, type TimeSpan } from './edited-week';

const TROSTERUD = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';
const week = (text: string): EditedWeek => weekOfText(text)!;
const at = (from: number, to: number): TimeSpan => ({ start: from * 60, end: to * 60 });

describe('the week of a text', () => {
  it('has every month in one season', () => {
    expect(week(TROSTERUD).seasons).toMatchObject([{ months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }]);
    const seasons = week('Apr-Jun,Aug-Sep Mo-Fr 07:00-21:00; Oct-Mar Mo-Fr 07:00-20:00; Jul off').seasons;
    expect(seasons.map(({ months }) => months)).toEqual([[4, 5, 6, 8, 9], [7], [1, 2, 3, 10, 11, 12]]);
  });

  it.each(['Dec 24 off', 'Mo 10:00-12:00 "ring først"', 'Mo[1] 10:00-12:00'])('is null for %s', (text) => {
    expect(weekOfText(text)).toBeNull();
  });

  it('throws for what cannot be read', () => expect(() => weekOfText('Mo 25:00')).toThrow());
});

describe('changing a week', () => {
  it.each<[string, (one: EditedWeek) => EditedWeek, string]>([
    [
      'a day',
      (one) => withSpans(one, 0, 'Mo', [at(9, 15)]),
      'Mo 09:00-15:00; We,Fr 11:00-16:00; Th 11:00-18:00; PH off',
    ],
    [
      'beyond midnight',
      (one) => withSpans(one, 0, 'Mo', [at(22, 26)]),
      'Mo 22:00-02:00, We,Fr 11:00-16:00, Th 11:00-18:00; PH off',
    ],
    [
      'holidays',
      (one) => withSpans(one, 0, 'PH', [at(12, 14)]),
      'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH 12:00-14:00',
    ],
    ['holidays as weekdays', (one) => ({ ...one, holidays: 'as-weekdays' }), 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00'],
    ['copies', (one) => withCopies(one, 0, 'Th', ['Mo', 'Tu', 'We', 'Fr']), 'Mo-Fr 11:00-18:00; PH off'],
    ['a season as it was', (one) => withSeason(one, [11, 12, 1], 0), TROSTERUD],
    [
      'a winter of its own',
      (one) => withSpans(withSpans(withSeason(one, [11, 12, 1], 0), 1, 'Th', []), 1, 'Fr', []),
      'Feb-Oct Mo,We,Fr 11:00-16:00; Feb-Oct Th 11:00-18:00; Nov-Jan Mo,We 11:00-16:00; PH off',
    ],
  ])('%s', (_what, change, text) => expect(textOfWeek(change(week(TROSTERUD)))).toBe(text));

  it('gives the months of a removed season to the one before', () => {
    const three = week('Apr-Jun Mo 10:00-12:00; Jul-Sep Tu 10:00-12:00; Oct-Mar We 10:00-12:00');
    expect(withoutSeason(three, 1).seasons.map(({ months }) => months)).toEqual([
      [4, 5, 6, 7, 8, 9],
      [1, 2, 3, 10, 11, 12],
    ]);
  });

  it('drops a season that lost its last month', () => {
    const two = week('Jul Mo 10:00-12:00; Jan-Jun,Aug-Dec Tu 10:00-12:00');
    const year = two.seasons.findIndex(({ months }) => months.length === 11);
    expect(textOfWeek(withMonth(two, year, 7))).toBe('Tu 10:00-12:00');
  });
});

const span = fc
  .tuple(fc.nat(95), fc.integer({ min: 1, max: 96 }))
  .map(([start, length]) => at(start / 4, (start + length) / 4));
const spans = fc
  .array(span, { maxLength: 2 })
  .map((all) => (all.length === 2 && overlap(all) ? all.slice(1) : sorted(all)));
const days = fc
  .tuple(spans, spans, spans, spans, spans, spans, spans)
  .map(([Mo, Tu, We, Th, Fr, Sa, Su]) => ({ Mo, Tu, We, Th, Fr, Sa, Su }));
const weeks: fc.Arbitrary<EditedWeek> = fc
  .record({
    of: fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
    weeks: fc.tuple(days, days, days),
    holidays: fc.oneof(fc.constant('as-weekdays' as const), spans),
  })
  .map(({ of, weeks: three, holidays }) => ({
    holidays,
    seasons: three
      .map((one, index) => ({
        days: one,
        months: of.flatMap((season, month) => (season === index ? [month + 1] : [])),
      }))
      .filter(({ months }) => months.length > 0),
  }));

describe('grid and text', () => {
  it('say the same, both ways', () => {
    fc.assert(
      fc.property(weeks, (any) => {
        const text = textOfWeek(any);
        const read = weekOfText(text);
        expect(read).not.toBeNull();
        expect(textOfWeek(read!)).toBe(text);
        for (let month = 1; month <= 12; month += 1) expect(daysIn(read!, month)).toEqual(daysIn(any, month));
        expect(read!.holidays).toEqual(any.holidays);
      }),
      { numRuns: 300 },
    );
  });

  it('keep every month in exactly one season, whatever is done with seasons', () => {
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('add'),
        months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
      }),
      fc.record({ kind: fc.constant('take'), month: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ kind: fc.constant('remove') }),
    );
    fc.assert(
      fc.property(weeks, fc.array(fc.tuple(act, fc.nat(5)), { maxLength: 6 }), (any, acts) => {
        let now = any;
        for (const [one, place] of acts) {
          const season = place % now.seasons.length;
          if ('months' in one) now = withSeason(now, one.months, season);
          else if ('month' in one) now = withMonth(now, season, one.month);
          else now = withoutSeason(now, season);
        }
        const months = now.seasons.flatMap((season) => season.months).sort((a, b) => a - b);
        expect(months).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        expect(() => textOfWeek(now)).not.toThrow();
      }),
    );
  });

  it.each<[number[], object[]]>([
    [[1, 2, 12], [{ from: 12, to: 2 }]],
    [
      [4, 5, 8],
      [
        { from: 4, to: 5 },
        { from: 8, to: 8 },
      ],
    ],
  ])('months %j are the ranges %j', (months, ranges) => expect(monthRanges(months)).toEqual(ranges));
});

function daysIn({ seasons }: EditedWeek, month: number): TimeSpan[][] {
  const season = seasons.find(({ months }) => months.includes(month))!;
  return WEEKDAYS.map((day) => season.days[day]);
}

function sorted(all: TimeSpan[]): TimeSpan[] {
  return [...all].sort((one, other) => one.start - other.start);
}

function overlap([one, other]: TimeSpan[]): boolean {
  return one!.start <= other!.end && other!.start <= one!.end;
}
