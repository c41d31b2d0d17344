import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineDifferences, type MeasuredBooking, staffLines, type StaffLine, type StaffWord } from './staff-lines';

const MEASURED: MeasuredBooking = {
  ...{ kind: 'drop-off', quality: 'ok', reason: null, method: 'weighed', visitIds: ['v'], grams: 12_300 },
  ...{ at: new Date('2026-11-20T10:00:00Z'), localDate: '2026-11-20', stream: 'reuse', fraction: 'mixed-reuse' },
};
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
    expect(brief(staffLines({ ...MEASURED, ...measured }, word))).toEqual(lines);
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
      fc.property(fc.array(fc.tuple(measured, word), { minLength: 1, maxLength: 8 }), (changes) => {
        let booked: StaffLine[] = [];
        const ledger: StaffLine[] = [];
        for (const [change, said] of changes) {
          const wanted = staffLines(change && { ...MEASURED, ...change }, said);
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
