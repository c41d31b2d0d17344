import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HoursSyntaxError } from './hours-syntax-error';
import { MONTHS, WEEKDAYS } from './names';
import { parseOpeningHours } from './parser';
import { printOpeningHours } from './printer';

function refusalOf(text: string): HoursSyntaxError {
  try {
    parseOpeningHours(text);
  } catch (error) {
    if (error instanceof HoursSyntaxError) return error;
    throw error;
  }
  throw new Error(`Was read: ${text}`);
}

describe('refusals say where and why', () => {
  it.each([
    ['', 0, 'A rule is missing here.'],
    ['Mo-Fr 10:00-16:00;; PH off', 18, `";" can't stand here.`],
    ['Mo-Fr 10:00-16:00 ||', 20, 'A rule is missing here.'],
    ['Mo-Fr 17:00+', 11, "Open end (+) isn't supported. Write when it ends."],
    ['Mo-Fr 10:00-17:00+', 17, "Open end (+) isn't supported. Write when it ends."],
    ['Mo-Fr 9.00-16.00', 7, 'Write times with a colon: 09:00.'],
    ['Mo-Fr 0900-1600', 6, 'Write times as 09:00-16:00.'],
    ['Mo-Fr 10:00-16:60', 15, 'Expected minutes from 0 to 59.'],
    ['Mo-Fr 24:00-26:00', 6, 'A span must begin before 24:00.'],
    ['Mo-Fr 10:00-48:30', 12, "A span can't last beyond 48:00."],
    ['Mo-Fr 10:00-16:00/90', 17, 'Expected a comma, a semicolon or the end after the span.'],
    [
      'Mo-Fr 10:00 16:00',
      12,
      "Expected the end of the span, for example 10:00-16:00. A single time isn't opening hours.",
    ],
    ['SH off', 0, "School holidays (SH) aren't supported."],
    ['Mo 10:00-sunset', 9, 'Expected a time, for example 16:00.'],
    ['Mo, 10:00-12:00', 2, 'Unclear comma: write the times or "open" before it, or use a semicolon.'],
    ['Dec 24, 10:00-12:00', 6, 'Unclear comma: write the times or "open" before it, or use a semicolon.'],
    ['Feb 30 off', 4, "The date doesn't exist."],
    ['2027 Feb 29 off', 9, "The date doesn't exist."],
    ['Dec 26-24 off', 7, 'The end comes before the beginning. Write the year on both, for example 2026 Nov-2027 Feb.'],
    [
      '2026 Nov-Feb off',
      0,
      'The end comes before the beginning. Write the year on both, for example 2026 Nov-2027 Feb.',
    ],
    ['2026 Dec 24,Jan 02 off', 0, 'Write the year on every date or on none.'],
    ['Mar 30-easter off', 0, 'The order of the dates changes from year to year.'],
    ['Dec 25+ off', 6, `"+" can't stand here.`],
    ['week 50-02 off', 5, 'The weeks pass New Year. Write for example week 50-53,01-02.'],
    ['Mo-Fr[1] off', 5, `"[" can't stand here.`],
    ['Mo[6] off', 3, 'Expected a number from 1 to 5.'],
    [
      'mandag 10:00-12:00',
      0,
      `"mandag" isn't a word of opening hours. Weekdays are written Mo, Tu, We, Th, Fr, Sa, Su; public holidays PH.`,
    ],
    ['Mo 10:00-12:00 "ring', 15, 'The comment has no closing quote.'],
    ['"a" Mo 10:00-12:00 "b"', 19, 'A rule can have one comment with text.'],
    ['Mo off, 10:00-12:00', 8, 'Write the days of these times, for example Mo-Su.'],
    ['Mo 10:00-12:00; 13:00-14:00', 16, 'Write the days of these times, for example Mo-Su.'],
    ['Mo 10:00-12:00 || Tu 10:00-12:00, PH off', 34, 'Write a semicolon before a rule that closes.'],
    ['10:00-12:00; 13:00-14:00 unknown', 13, 'Write the days of these times, for example Mo-Su.'],
    ['24/7 Mo', 7, 'A rule is missing here.'],
    ['Mo Jan 10:00-12:00', 3, `"Jan" can't stand here.`],
    ['Su,PH Mo 10:00-12:00', 6, `"Mo" can't stand here.`],
    ['2026 Nov,Dec 24 off', 0, 'Write the year on every date or on none.'],
  ])('%s', (text, position, reason) => {
    const refusal = refusalOf(text);
    expect([refusal.position, refusal.reasonEn, refusal.expression]).toEqual([position, reason, text]);
    expect(refusal.reason).not.toBe('');
  });

  it('refuses endless text', () => {
    expect(refusalOf('Mo 10:00-12:00; '.repeat(200)).reasonEn).toBe('The text is too long.');
  });
});

describe('unusual spellings', () => {
  it.each([
    ['mo-FR 9-16', 'Mo-Fr 09:00-16:00', 4],
    ['Mo-Fr 9:00–16:00', 'Mo-Fr 09:00-16:00', 1],
    ['Mo, We 10:00-12:00;', 'Mo,We 10:00-12:00', 2],
    ['Dec 24,31 off', 'Dec 24,Dec 31 off', 1],
    ['Sa', 'Sa 00:00-24:00', 1],
    ['Sa open', 'Sa 00:00-24:00', 1],
    ['Sa open "bare ombruk"', 'Sa open "bare ombruk"', 0],
    ['PH Mo-Fr 10:00-12:00', 'PH Mo-Fr 10:00-12:00', 0],
    ['2026 Nov,Dec Mo[1] 10:00-12:00', '2026 Nov,Dec Mo[1] 10:00-12:00', 0],
    ['Oct 10-Oct 03 10:00-12:00', 'Oct 10-Oct 03 10:00-12:00', 0],
    ['Mo 10:00-12:00; off', 'Mo 10:00-12:00; off', 1],
    ['Mo 10:00-12:00, PH off', 'Mo 10:00-12:00, PH off', 1],
    ['Fr 22:00-02:00; Sa 10:00-12:00', 'Fr 22:00-02:00; Sa 10:00-12:00', 1],
    ['Fr 22:00-02:00; Su 10:00-12:00', 'Fr 22:00-02:00; Su 10:00-12:00', 0],
    ['Fr 22:00-02:00, Sa 10:00-12:00', 'Fr 22:00-02:00, Sa 10:00-12:00', 0],
    ['PH off; 10:00-12:00', 'PH off; 10:00-12:00', 1],
    ['10:00-12:00; 13:00-14:00', '10:00-12:00; 13:00-14:00', 1],
    ['Apr-Sep: Mo 10:00-12:00', 'Apr-Sep Mo 10:00-12:00', 0],
    ['Mo closed', 'Mo off', 0],
    ['open', '24/7', 0],
    ['10:00-12:00 open, 14:00-15:00', '10:00-12:00 open, 14:00-15:00', 0],
    ['22:00-26:00', '22:00-02:00', 0],
    ['10:00-36:00', '10:00-36:00', 0],
    ['Mo[3,1-2] 10:00-12:00', 'Mo[1,2,3] 10:00-12:00', 0],
    ['"ring først" We 10:00-12:00', 'We 10:00-12:00 "ring først"', 0],
  ])('%s is %s', (text, canonical, warnings) => {
    const hours = parseOpeningHours(text);
    expect(printOpeningHours(hours)).toBe(canonical);
    expect(hours.warnings).toHaveLength(warnings);
  });
});

const clock = fc
  .integer({ min: 0, max: 1439 })
  .map((minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`);
const two = (value: number): string => String(value).padStart(2, '0');
const join = (parts: string[]): string => parts.filter((part) => part !== '').join(' ');
const offset = fc.constantFrom('', ' +1 day', ' -2 days');
const weekday = fc.constantFrom(...WEEKDAYS);
const month = fc.constantFrom(...MONTHS);
const monthDay = fc.tuple(month, fc.integer({ min: 1, max: 28 })).map(([name, day]) => `${name} ${two(day)}`);
const anyDay = fc.oneof(
  weekday,
  fc.tuple(weekday, weekday).map((pair) => pair.join('-')),
  fc
    .tuple(weekday, fc.constantFrom('1', '-1', '1,3', '2-4'), offset)
    .map(([day, nth, moved]) => `${day}[${nth}]${moved}`),
  offset.map((moved) => `PH${moved}`),
);
const wide = fc.oneof(
  month,
  fc.tuple(month, month).map((pair) => pair.join('-')),
  monthDay,
  fc
    .tuple(month, fc.integer({ min: 1, max: 14 }), fc.integer({ min: 15, max: 28 }))
    .map(([name, a, b]) => `${name} ${two(a)}-${two(b)}/2`),
  fc
    .tuple(monthDay, monthDay)
    .filter(([a, b]) => a.slice(0, 3) !== b.slice(0, 3))
    .map((pair) => pair.join('-')),
  monthDay.map((day) => `2027 ${day}`),
  fc
    .tuple(month, weekday, month, offset)
    .map(([a, day, b, moved]) => `${a} ${day}[1]-${b} 28${moved}`)
    .filter((text) => readable(text)),
  offset.map((moved) => `easter${moved}`),
  fc.constantFrom('2026-2030/2', '2026+', 'week 02-52/6', 'week 10,20-22', '2026,2028 Dec 24'),
);
const rule = fc
  .tuple(
    fc.option(wide, { nil: '' }),
    fc.array(anyDay, { maxLength: 3 }).map((days) => days.join(',')),
    fc
      .array(
        fc.tuple(clock, clock).map((pair) => pair.join('-')),
        { minLength: 1, maxLength: 2 },
      )
      .map((spans) => spans.join(',')),
    fc.constantFrom('', 'off', 'unknown', 'open'),
    fc.constantFrom('', '"ring; først, 24/7"'),
  )
  .map(join);
const expression = fc
  .tuple(
    rule,
    fc.array(
      fc.tuple(fc.constantFrom('; ', ', ', ' || '), rule).map(([separator, text]) => separator + text),
      { maxLength: 3 },
    ),
  )
  .map(([first, others]) => first + others.join(''))
  .filter(readable);

function readable(text: string): boolean {
  try {
    return parseOpeningHours(text).rules.length > 0;
  } catch {
    return false;
  }
}

describe('printing', () => {
  it('gives text that reads to the same rules and prints the same', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const hours = parseOpeningHours(text);
        const printed = printOpeningHours(hours);
        expect(parseOpeningHours(printed).rules).toEqual(hours.rules);
        expect(printOpeningHours(parseOpeningHours(printed))).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any text', () => {
  it('is read or refused with a position inside it, nothing else', () => {
    const pieces = fc.constantFrom(
      'Mo',
      'Fr',
      '-',
      ',',
      ';',
      ' ',
      '10:00',
      '12:00',
      '24/7',
      'PH',
      'off',
      '"',
      '[1]',
      '+1 day',
      'Dec',
      '24',
      '||',
      'week',
      '2027',
      'easter',
      '/',
      ':',
      'ø',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        if (readable(any)) return;
        const { position } = refusalOf(any);
        expect(position).toBeGreaterThanOrEqual(0);
        expect(position).toBeLessThanOrEqual(any.length);
      }),
      { numRuns: 1000 },
    );
  });
});
