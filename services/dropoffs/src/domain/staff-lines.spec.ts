import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addWord,
  lineDifferences,
  type MeasuredBooking,
  staffLines,
  type StaffLine,
  type StaffWord,
  type Subject,
} from './staff-lines';

const MEASURED: MeasuredBooking = {
  ...{ kind: 'drop-off', quality: 'ok', reason: null, method: 'weighed', visitIds: ['v'], grams: 12_300 },
  ...{ at: new Date('2026-11-20T10:00:00Z'), localDate: '2026-11-20', stream: 'reuse', fraction: 'mixed-reuse' },
};
const ABOUT: Subject = { visitIds: ['v'], at: MEASURED.at, grams: MEASURED.grams };
const brief = (lines: StaffLine[]) =>
  lines.map(({ kind, quality, stream, grams }) => `${kind} ${quality} ${stream} ${grams}`);

describe('what staff say', () => {
  it.each<[string, Partial<MeasuredBooking>, StaffWord, string[]]>([
    [
      'of the stream moves all grams',
      {},
      { stream: 'recycling' },
      ['drop-off ok reuse -12300', 'correction ok recycling 12300'],
    ],
    [
      'of the weight leaves a rest that nobody explains',
      {},
      { grams: 10_000 },
      ['drop-off ok reuse -12300', 'correction ok reuse 10000', 'unexplained ok reuse 2300'],
    ],
    ['of a wrong drop-off takes it away', {}, { grams: 0 }, ['drop-off ok reuse -12300', 'unexplained ok reuse 12300']],
    [
      'of a fall that was a collection renames it',
      { kind: 'emptying', grams: -90_000 },
      { kind: 'collection' },
      ['emptying ok reuse 90000', 'collection ok reuse -90000'],
    ],
    [
      'of the fraction of an emptying makes nobody take it out',
      { kind: 'emptying', grams: -90_000 },
      { stream: 'recycling' },
      ['emptying ok reuse 90000', 'emptying ok recycling -90000'],
    ],
    [
      'of the stream of a step that nobody explains makes nobody bring it',
      { kind: 'unexplained', grams: 6_000 },
      { stream: 'recycling' },
      ['unexplained ok reuse -6000', 'unexplained ok recycling 6000'],
    ],
    [
      'of a quarantined weight makes it count',
      { quality: 'quarantine', reason: 'tare_changed' },
      { grams: 12_300 },
      ['drop-off quarantine reuse -12300', 'correction ok reuse 12300'],
    ],
    [
      'of what they had added themselves leaves no rest',
      { kind: 'manual', method: 'estimated' },
      { grams: 10_000 },
      ['manual ok reuse -12300', 'manual ok reuse 10000'],
    ],
  ])('%s', (_name, measured, word, lines) => {
    const booking = { ...MEASURED, ...measured };
    const about = { ...ABOUT, grams: booking.grams };
    expect(brief(staffLines(booking, [{ word, about }]).flat())).toEqual(lines);
  });

  it.each<[string, Partial<MeasuredBooking>, StaffWord, string[]]>([
    [
      'the whole of what now is measured of the same visits',
      { grams: 12_900 },
      { grams: 10_000 },
      ['drop-off ok reuse -12900', 'correction ok reuse 10000', 'unexplained ok reuse 2900'],
    ],
    [
      'something that is in doubt once another weight is measured, and not theirs',
      { grams: 5_000 },
      { grams: 10_000 },
      ['drop-off ok reuse -5000', 'correction uncertain reuse 10000', 'unexplained ok reuse -5000'],
    ],
    [
      'its share where others are weighed with it',
      { visitIds: ['u', 'v'], grams: 20_000 },
      { grams: 10_000, stream: 'recycling' },
      ['drop-off ok reuse -12300', 'correction ok recycling 10000', 'unexplained ok reuse 2300'],
    ],
    [
      'its share where others took out what it had brought',
      { visitIds: ['u', 'v'], grams: 4_300 },
      { grams: 12_300, stream: 'recycling' },
      [
        ...['drop-off ok reuse -12300', 'correction ok recycling 12300'],
        ...['drop-off ok reuse 8000', 'take-out ok reuse -8000'],
      ],
    ],
  ])('is %s', (_name, measured, word, lines) => {
    expect(brief(staffLines({ ...MEASURED, ...measured }, [{ word, about: ABOUT }]).flat())).toEqual(lines);
  });

  it('of parts and then of the whole is said of the whole', () => {
    const measured = { ...MEASURED, visitIds: ['u', 'v'], grams: 20_000 };
    const before = [{ word: { grams: 10_000 }, about: ABOUT }];
    expect(addWord(measured, before, { stream: 'recycling' })).toEqual({ grams: 17_700, stream: 'recycling' });
    expect(addWord(measured, before, { grams: 1 })).toEqual({ grams: 1 });
    expect(addWord(MEASURED, before, { stream: 'recycling' })).toEqual({ grams: 10_000, stream: 'recycling' });
  });

  it('never changes the sum of what a scale measured, however often it is weighed and corrected anew', () => {
    const measured = fc.option(
      fc.record({
        kind: fc.constantFrom('drop-off' as const, 'take-out' as const, 'emptying' as const, 'unexplained' as const),
        quality: fc.constantFrom('ok' as const, 'uncertain' as const, 'quarantine' as const),
        localDate: fc.constantFrom('2026-11-20', '2026-11-21'),
        grams: fc.integer({ min: -100_000, max: 100_000 }),
      }),
    );
    const word = fc.record(
      {
        grams: fc.integer({ min: -100_000, max: 100_000 }),
        stream: fc.constantFrom('reuse' as const, 'recycling' as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(measured, word, fc.boolean()), { minLength: 1, maxLength: 8 }), (changes) => {
        let booked: StaffLine[] = [];
        const ledger: StaffLine[] = [];
        for (const [change, said, isTogether] of changes) {
          const visitIds = isTogether ? ['u', 'v'] : ['v'];
          const wanted = staffLines(change && { ...MEASURED, ...change, visitIds }, [
            { word: said, about: ABOUT },
          ]).flat();
          ledger.push(...lineDifferences(booked, wanted));
          booked = wanted;
        }
        const sum = (lines: StaffLine[]): number => lines.reduce((total, { grams }) => total + grams, 0);
        expect(sum(ledger)).toBe(0);
        expect(lineDifferences(ledger, booked)).toEqual([]);
      }),
    );
  });
});
