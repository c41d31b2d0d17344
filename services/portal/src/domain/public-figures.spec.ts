import { describe, expect, it } from '@jest/globals';
import { type TonnageRow } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';
import fc from 'fast-check';
import { publicFigures, type PublicTonnageRow, wholePeriods } from './public-figures';

const ROW: TonnageRow = {
  period: '2026-11',
  stationId: 'trosterud',
  stream: 'reuse',
  fraction: 'mixed-reuse',
  grams: 12_300,
  takenOutGrams: 400,
  dropOffs: 5,
  uncertainGrams: 100,
};
const NEVER_SHOWN = { takenOutGrams: null, uncertainGrams: null };
const HIDDEN = { ...NEVER_SHOWN, grams: null, suppressed: true };
const LONG_AFTER = '2027-06-01';

/** A year of one line, by its visits per month. */
function figures(...visits: number[]): { months: (number | null)[]; year: number | null | undefined } {
  const months = visits.map((dropOffs, index) => ({
    ...ROW,
    ...{ period: `2026-${String(index + 1).padStart(2, '0')}`, dropOffs, grams: dropOffs },
  }));
  const total = visits.reduce((sum, each) => sum + each, 0);
  const shown = publicFigures(months, [{ ...ROW, period: '2026', dropOffs: total, grams: total }], LONG_AFTER);
  return { months: shown.months.map(({ grams }) => grams), year: shown.years[0]?.grams };
}

describe('publicFigures', () => {
  it('shows five visits and more, but never what of them may be a single one’s', () => {
    expect(publicFigures([ROW], [], LONG_AFTER).months).toEqual([{ ...ROW, ...NEVER_SHOWN }]);
  });

  it.each([0, 1, 4])('hides the grams of %d visits, not how many there were', (dropOffs) => {
    expect(publicFigures([{ ...ROW, dropOffs }], [], LONG_AFTER).months).toEqual([{ ...ROW, dropOffs, ...HIDDEN }]);
  });

  it.each([
    ['2026-11-30', null, null],
    ['2026-12-07', null, null],
    ['2026-12-08', 12_300, null],
    ['2027-01-07', 12_300, null],
    ['2027-01-08', 12_300, 12_300],
  ])('on %s a month and a year show what is settled', (today, month, year) => {
    const shown = publicFigures([ROW], [{ ...ROW, period: '2026' }], today);
    expect([shown.months[0]?.grams, shown.years[0]?.grams]).toEqual([month, year]);
  });

  it.each([
    ['all large: all shown', [5, 6, 7], [5, 6, 7], 18],
    ['one small: the year would give it away', [9, 2, 6], [9, null, 6], null],
    ['two small that together are few: likewise', [2, 2, 8], [null, null, 8], null],
    ['two small that together are enough: the year is shown', [3, 3, 8], [null, null, 8], 14],
    ['nothing but a small one', [3], [null], null],
    ['small ones only, that together are enough: the year is shown', [4, 4], [null, null], 8],
  ])('%s', (_name, visits, months, year) => {
    expect(figures(...visits)).toEqual({ months, year });
  });
});

describe('wholePeriods', () => {
  it.each([
    ['2026-11-05', '2026-11-20', 'month', '2026-11-01', '2026-11-30'],
    ['2026-12-31', '2027-02-01', 'month', '2026-12-01', '2027-02-28'],
    ['2026-11-05', '2026-11-20', 'year', '2026-01-01', '2026-12-31'],
  ] as const)('%s to %s by %s', (from, to, by, first, last) => {
    expect(wholePeriods({ from, to }, by)).toEqual({ from: first, to: last });
  });
});

/**
 * One small world of cells, what is told of a month of one line on one day; most of it in the month itself, some up to a week later.
 */
const PERIODS = ['2025-11', '2025-12', '2026-01', '2026-02', '2026-12'];
const cells = fc.uniqueArray(
  fc.record({
    period: fc.constantFrom(...PERIODS),
    day: fc.integer({ min: 0, max: 34 }),
    stationId: fc.constantFrom('en', 'to'),
    stream: fc.constantFrom('reuse' as const, 'recycling' as const),
    fraction: fc.constant('x'),
    dropOffs: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 5, max: 9 })),
  }),
  {
    selector: ({ period, day, stationId, stream, fraction }) => `${period}/${day}/${stationId}/${stream}/${fraction}`,
    maxLength: 22,
  },
);
type Cell = typeof cells extends fc.Arbitrary<(infer T)[]> ? T : never;

const isIn = ({ period, stationId, stream, fraction }: Cell, row: PublicTonnageRow): boolean =>
  period.startsWith(row.period) && stationId === row.stationId && stream === row.stream && fraction === row.fraction;

/** The day on which it is known: no later than a week after the month. */
function knownOn({ period, day }: Cell): string {
  const { from, to } = wholePeriods({ from: `${period}-01`, to: `${period}-01` }, 'month');
  const [told, last] = [plusDays(from, day), plusDays(to, 7)];
  return told < last ? told : last;
}

/** Every day on which something is told or settled, and the days after. */
function pollingDays(table: Cell[]): string[] {
  const told = table.map(knownOn);
  const settled = PERIODS.map((period) =>
    plusDays(wholePeriods({ from: `${period}-01`, to: `${period}-01` }, 'month').to, 7),
  );
  return [...new Set([...told, ...settled].flatMap((day) => [day, plusDays(day, 1)]))].sort();
}

/** Every answer that somebody may get who never stops asking, of whatever station, by month and by year, as sums of cells. */
function shownSums(table: Cell[]): number[][] {
  return pollingDays(table).flatMap((today) => {
    const known = table.filter((cell) => knownOn(cell) <= today);
    const rowsBy = (length: number): TonnageRow[] =>
      [...new Set(known.map((cell) => keyOf({ ...cell, period: cell.period.slice(0, length) })))].map((key) => {
        const members = known.filter((cell) => keyOf({ ...cell, period: cell.period.slice(0, length) }) === key);
        const [first] = members;
        const period = first?.period.slice(0, length) ?? '';
        return { ...ROW, ...first, period, dropOffs: sum(members.map(({ dropOffs }) => dropOffs)) };
      });
    const answers = [null, 'en', 'to'].flatMap((station) => {
      const asked = (rows: TonnageRow[]): TonnageRow[] =>
        rows.filter(({ stationId }) => !station || stationId === station);
      const { months, years } = publicFigures(asked(rowsBy(7)), asked(rowsBy(4)), today);
      return [...months, ...years];
    });
    return answers
      .filter(({ grams }) => grams !== null)
      .map((row) => table.map((cell) => (known.includes(cell) && isIn(cell, row) ? 1 : 0)));
  });
}

const keyOf = ({
  period,
  stationId,
  stream,
  fraction,
}: Pick<TonnageRow, 'period' | 'stationId' | 'stream' | 'fraction'>): string =>
  [period, stationId, stream, fraction].join('/');
const sum = (values: number[]): number => values.reduce((total, each) => total + each, 0);

/** Rows of integers in echelon form, by elimination without fractions. */
function echelon(rows: number[][]): number[][] {
  const done: number[][] = [];
  for (const row of rows) {
    const rest = reduce(row, done);
    if (rest.some((value) => value !== 0)) done.push(rest);
  }
  return done;
}

/** What of the row is no combination of the others. */
function reduce(row: number[], by: number[][]): number[] {
  return by.reduce((rest, pivotRow) => {
    const pivot = pivotRow.findIndex((value) => value !== 0);
    const [factor, divisor] = [rest[pivot] ?? 0, pivotRow[pivot] ?? 1];
    if (factor === 0) return rest;
    return rest.map((value, index) => value * divisor - factor * (pivotRow[index] ?? 0));
  }, row);
}

describe('everything that is ever shown, combined in whatever way', () => {
  it('gives away no group of fewer than five visits, however often somebody asks', () => {
    const property = fc.property(cells, (table) => {
      const sums = new Map(shownSums(table).map((row) => [row.join(), row]));
      const space = echelon([...sums.values()]);
      const lines = new Set(table.map(({ stationId, stream, fraction }) => `${stationId}/${stream}/${fraction}`));
      for (const line of lines) {
        const members = table.flatMap((cell, index) =>
          `${cell.stationId}/${cell.stream}/${cell.fraction}` === line ? [index] : [],
        );
        const small = subsets(members).filter((group) => sum(group.map((index) => table[index]?.dropOffs ?? 0)) < 5);
        const asRows = small.map((group) => table.map((_cell, index) => (group.includes(index) ? 1 : 0)));
        expect(asRows.filter((row) => reduce(row, space).every((value) => value === 0))).toEqual([]);
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('is a check that finds what would be given away', () => {
    const year = [1, 1, 1];
    const shownMonths = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    expect(reduce([0, 0, 1], echelon([year, ...shownMonths]))).toEqual([0, 0, 0]);
    expect(reduce([0, 0, 1], echelon([year, [1, 0, 0]]))).not.toEqual([0, 0, 0]);
  });
});

function subsets(members: number[]): number[][] {
  return Array.from({ length: 2 ** members.length - 1 }, (_each, bits) =>
    members.filter((_member, position) => ((bits + 1) >> position) % 2 === 1),
  );
}
