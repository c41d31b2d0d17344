import { describe, expect, it } from '@jest/globals';
import { ENTRY_KINDS, ORIGINS, QUALITIES, STREAMS } from '@selvbetjent/contracts';
import fc from 'fast-check';
import { EU_PRODUCTS, PRODUCT_CATEGORIES } from './eu-products';
import { reportDifferences } from './report-differences';
import { type KindSum, reportLines } from './report-lines';
import { SSB_MATERIALS } from './ssb-materials';
import { yearReport } from './year-report';

const sum: fc.Arbitrary<KindSum> = fc.record({
  kind: fc.constantFrom(...ENTRY_KINDS),
  quality: fc.constantFrom(...QUALITIES),
  origin: fc.constantFrom(...ORIGINS),
  stream: fc.constantFrom(...STREAMS),
  fraction: fc.constantFrom('mixed-reuse', 'furniture', 'metal', 'textiles', 'nobody-knows'),
  grams: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
});
const gramsOf = (rows: readonly { grams: number }[]): number => rows.reduce((total, { grams }) => total + grams, 0);
const report = (sums: readonly KindSum[]) => yearReport(2026, null, reportLines(sums));

const PLAIN: KindSum = {
  ...{ kind: 'drop-off', quality: 'ok', origin: 'household', stream: 'recycling', fraction: 'metal', grams: 1_000 },
};

describe('the year’s report', () => {
  it('has every gram of the ledger in its lines, and every counted gram in KOSTRA’s rows', () => {
    fc.assert(
      fc.property(fc.array(sum), (sums) => {
        const { lines, ledgerGrams, kostra } = report(sums);
        expect(ledgerGrams).toBe(gramsOf(sums));
        expect(gramsOf(lines)).toBe(ledgerGrams);
        const counted = lines.filter(({ section }) => section !== 'not-counted');
        const signed = kostra.map(({ use, grams }) => ({ grams: use.startsWith('taken-out') ? -grams : grams }));
        expect(gramsOf(signed)).toBe(gramsOf(counted));
      }),
    );
  });

  it('counts as reused products what was taken out of reuse or used in activities, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(sum), (sums) => {
        const believed = sums.filter(({ quality, stream }) => quality !== 'quarantine' && stream === 'reuse');
        const taken = believed.filter(({ kind }) => kind === 'take-out');
        const activities = believed.filter(({ kind }) => kind === 'activity');
        expect(gramsOf(report(sums).productReuse)).toBe(gramsOf(activities) - gramsOf(taken));
      }),
    );
  });

  it.each<[string, Partial<KindSum>, object[], object[]]>([
    ['metal of a household', {}, [{ origin: 'household', use: 'waste', material: 'Metall', fraction: null }], []],
    ['metal of a business', { origin: 'business' }, [{ origin: 'business', use: 'waste', material: 'Metall' }], []],
    ['a fraction without a material', { fraction: 'x' }, [{ use: 'waste', material: null, fraction: 'x' }], []],
    ['goods handed in for reuse', { stream: 'reuse', fraction: 'furniture' }, [{ use: 'delivered-to-reuse' }], []],
    [
      'goods taken out for reuse',
      { stream: 'reuse', fraction: 'furniture', kind: 'take-out', grams: -1_000 },
      [{ use: 'taken-out-for-reuse', fraction: 'furniture', grams: 1_000 }],
      [{ category: 'furniture', fraction: null, grams: 1_000 }],
    ],
    [
      'mixed goods taken out',
      { stream: 'reuse', fraction: 'mixed-reuse', kind: 'take-out', grams: -1_000 },
      [{ use: 'taken-out-for-reuse', grams: 1_000 }],
      [{ category: null, fraction: 'mixed-reuse', grams: 1_000 }],
    ],
    [
      'goods used in an activity',
      { stream: 'reuse', fraction: 'textiles', kind: 'activity' },
      [{ use: 'reused-in-activities' }],
      [{ category: 'textiles', grams: 1_000 }],
    ],
    ['imported waste', { kind: 'import' }, [{ use: 'waste', material: 'Metall' }], []],
    ['what nobody believes', { quality: 'quarantine' }, [], []],
    ['an emptying', { kind: 'emptying', grams: -90_000 }, [], []],
  ])('has %s where it belongs', (_name, change, kostra, productReuse) => {
    const made = report([{ ...PLAIN, ...change }]);
    expect(made.kostra).toMatchObject(kostra);
    expect(made.kostra).toHaveLength(kostra.length);
    expect(made.productReuse).toMatchObject(productReuse);
    expect(made.productReuse).toHaveLength(productReuse.length);
  });

  it('says of what it doesn’t count what it was', () => {
    const lines = reportLines([
      { ...PLAIN, kind: 'transfer', grams: -5 },
      { ...PLAIN, quality: 'quarantine', grams: 7 },
    ]);
    expect(lines).toMatchObject([
      { section: 'not-counted', kind: 'quarantine', grams: 7 },
      { section: 'not-counted', kind: 'transfer', grams: -5 },
    ]);
  });
});

describe('the mappings', () => {
  it('name a fraction once, and where its category comes from', () => {
    for (const rows of [SSB_MATERIALS, EU_PRODUCTS]) {
      expect(new Set(rows.map(({ fraction }) => fraction)).size).toBe(rows.length);
      for (const { source } of rows) expect(source).toMatch(/SSB|2021\/19/);
    }
  });

  it('reach each of the five categories', () => {
    expect(new Set(EU_PRODUCTS.map(({ category }) => category))).toEqual(new Set(PRODUCT_CATEGORIES));
  });
});

describe('differences to a report that was sent', () => {
  it('lead from what was sent to what is', () => {
    fc.assert(
      fc.property(fc.array(sum), fc.array(sum), (before, after) => {
        const [sent, now] = [reportLines(before), reportLines(after)];
        const differences = reportDifferences(sent, now);
        const change = differences.map(({ sentGrams, nowGrams }) => ({ grams: nowGrams - sentGrams }));
        expect(gramsOf(change)).toBe(gramsOf(now) - gramsOf(sent));
        expect(differences.every(({ sentGrams, nowGrams }) => sentGrams !== nowGrams)).toBe(true);
        expect(reportDifferences(now, now)).toEqual([]);
      }),
    );
  });
});
