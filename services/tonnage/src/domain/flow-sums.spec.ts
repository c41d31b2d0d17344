import { describe, expect, it } from '@jest/globals';
import { ENTRY_KINDS, FIGURES, FLOWS, QUALITIES, STREAMS } from '@selvbetjent/contracts';
import fc from 'fast-check';
import { allComplete } from './all-complete';
import { flowSums, type KeyedSum } from './flow-sums';

const row = (grams: number, more: Partial<KeyedSum> = {}): KeyedSum => ({
  ...{ period: '2026-11', part: null, stream: 'reuse', kind: 'drop-off', quality: 'ok', grams },
  ...more,
});
const byPeriod = (...rows: KeyedSum[]) => flowSums(rows, ({ period }) => period);

describe('flowSums', () => {
  it('keeps what came in and what went out apart', () => {
    const sums = byPeriod(row(10), row(-4, { kind: 'take-out' }), row(3, { kind: 'transfer', stream: 'residual' }));
    expect(sums.map(({ flow, grams }) => [flow, grams])).toEqual([
      ['deliveredToReuseGrams', 10],
      ['takenOutForReuseGrams', 4],
      ['becameWasteGrams', 3],
    ]);
  });

  it('tells of corrections how much they changed, and of doubt how much is in it; quarantine is in nothing', () => {
    const [sum] = byPeriod(
      row(10),
      row(7, { quality: 'uncertain' }),
      row(-4, { kind: 'correction' }),
      row(999, { quality: 'quarantine' }),
    );
    expect(sum).toMatchObject({ grams: 13, uncertainGrams: 7, correctedGrams: 4 });
  });

  it('has each key by itself, in order, and none for rows of the other division', () => {
    const sums = byPeriod(row(2, { period: '2026-12' }), row(1), row(3, { period: null, part: 'trosterud' }));
    expect(sums.map(({ key, grams }) => [key, grams])).toEqual([
      ['2026-11', 1],
      ['2026-12', 2],
    ]);
  });

  it('loses and doubles nothing: delivered flows are `grams`, taken ones `takenOutGrams`', () => {
    const any = fc.record({
      ...{ period: fc.constant('2026'), part: fc.constant(null), grams: fc.integer({ min: -1e6, max: 1e6 }) },
      ...{ stream: fc.constantFrom(...STREAMS), kind: fc.constantFrom(...ENTRY_KINDS) },
      quality: fc.constantFrom(...QUALITIES),
    });
    fc.assert(
      fc.property(fc.array(any), (rows) => {
        const total = (prefix: string) =>
          byPeriod(...rows).reduce((sum, { flow, grams }) => sum + (flow.startsWith(prefix) ? grams : 0), 0);
        const figure = (name: 'grams' | 'takenOutGrams') => {
          const { kinds, qualities, sign } = FIGURES[name];
          const counted = rows.filter(
            (it) =>
              (kinds as readonly string[]).includes(it.kind) && (qualities as readonly string[]).includes(it.quality),
          );
          return counted.reduce((sum, { grams }) => sum + sign * grams, 0);
        };
        expect([total('delivered'), total('takenOut')]).toEqual([figure('grams'), figure('takenOutGrams')]);
      }),
    );
    expect(Object.values(FLOWS).every(({ streams }) => streams.length > 0)).toBe(true);
  });
});

describe('allComplete', () => {
  const station = { openMinutes: 60, weighedMinutes: 30, visits: 4, trustedVisits: 3, uncertainGrams: 5 };

  it('adds stations up; what is unknown of one makes the share smaller, not bigger', () => {
    const all = allComplete([station, { ...station, weighedMinutes: null }]);
    expect(all).toMatchObject({
      openMinutes: 120,
      weighedMinutes: 30,
      visits: 8,
      trustedVisits: 6,
      uncertainGrams: 10,
    });
  });

  it('knows nothing where nothing is known of any', () => {
    expect(allComplete([{ ...station, weighedMinutes: null }]).weighedMinutes).toBeNull();
  });
});
