import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareHistory, type ImportedRow } from './history-identity';
import { type HistoryRow } from './history-row';

const EXCEL = { stationId: 'trosterud', source: 'excel' };
const ROW: HistoryRow = {
  ...{ row: 2, externalId: null, localDate: '2023-11-30', stream: 'reuse', fraction: 'a', grams: 1 },
  ...{ method: 'weighed', origin: 'household' },
};

const row: fc.Arbitrary<HistoryRow> = fc.record({
  row: fc.nat(),
  externalId: fc.constant(null),
  localDate: fc.constantFrom('2023-11-29', '2023-11-30'),
  stream: fc.constant('reuse' as const),
  fraction: fc.constantFrom('a', 'b'),
  grams: fc.integer({ min: 1, max: 3 }),
  method: fc.constantFrom('weighed' as const, 'estimated' as const),
  origin: fc.constant('household' as const),
});
/** Some rows of a file have ids of the source, each once. */
const file = fc
  .array(fc.tuple(row, fc.boolean()), { maxLength: 12 })
  .map((rows) => rows.map(([it, isNamed], index) => ({ ...it, externalId: isNamed ? `id-${index}` : null })));

const sumOf = (rows: readonly { grams: number }[]): number => rows.reduce((sum, { grams }) => sum + grams, 0);
const states = (rows: readonly HistoryRow[], before: readonly ImportedRow[]): string[] =>
  compareHistory(EXCEL, rows, before).rows.map(({ state }) => state);

/** What is kept after the file was imported on top of what was there. */
function importOn(before: readonly ImportedRow[], rows: readonly HistoryRow[]): ImportedRow[] {
  const compared = compareHistory(EXCEL, rows, before);
  const kept = compared.rows.map(({ rowId, row: { row: _line, externalId, ...kilos } }) => {
    return { ...kilos, rowId, hasReference: externalId !== null };
  });
  return [...kept, ...compared.missing];
}

describe('a file beside what was imported', () => {
  it('has each of its rows once, none anew the second time, and leaves what it lacks', () => {
    fc.assert(
      fc.property(fc.array(file, { minLength: 1, maxLength: 5 }), (files) => {
        let imported: ImportedRow[] = [];
        for (const rows of files) {
          const { missing } = compareHistory(EXCEL, rows, imported);
          imported = importOn(imported, rows);
          expect(new Set(imported.map(({ rowId }) => rowId)).size).toBe(imported.length);
          expect(sumOf(imported)).toBe(sumOf(rows) + sumOf(missing));
          expect(new Set(states(rows, imported))).toEqual(new Set(rows.length > 0 ? ['unchanged'] : []));
        }
      }),
    );
  });

  it('shares no row with another source or station', () => {
    fc.assert(
      fc.property(file, (rows) => {
        const idsOf = (place: typeof EXCEL) => compareHistory(place, rows, []).rows.map(({ rowId }) => rowId);
        const elsewhere = [...idsOf({ ...EXCEL, source: 'word' }), ...idsOf({ ...EXCEL, stationId: 'tveita' })];
        expect(elsewhere.filter((id) => idsOf(EXCEL).includes(id))).toEqual([]);
      }),
    );
  });

  it.each<[string, HistoryRow[], HistoryRow[], string[]]>([
    ['another amount is a change', [ROW], [{ ...ROW, grams: 2 }], ['changed']],
    ['another method is a change', [ROW], [{ ...ROW, method: 'estimated' }], ['changed']],
    ['another day without an id is another row', [ROW], [{ ...ROW, localDate: '2023-11-29' }], ['new']],
    [
      'another day with an id is a change',
      [{ ...ROW, externalId: '7' }],
      [{ ...ROW, externalId: '7', localDate: '2023-11-29' }],
      ['changed'],
    ],
    [
      'what is alike finds each other before what differs',
      [ROW, { ...ROW, grams: 2 }],
      [{ ...ROW, grams: 5 }, { ...ROW, grams: 2 }, ROW],
      ['new', 'unchanged', 'unchanged'],
    ],
  ])('%s', (_name, first, second, expected) => {
    expect(states(second, importOn([], first))).toEqual(expected);
  });
});
