import { describe, expect, it } from '@jest/globals';
import { kiloFlows, type KindSum } from './kilo-flows';

const sum = (kind: KindSum['kind'], grams: number, changes: Partial<KindSum> = {}): KindSum => ({
  ...{ stream: 'reuse', kind, quality: 'ok', origin: 'household', method: 'weighed', grams },
  ...changes,
});

it('keeps what was delivered, taken out, fetched and became waste apart', () => {
  const { flows, reliability } = kiloFlows([
    sum('drop-off', 9_000),
    sum('drop-off', 500, { quality: 'uncertain', method: 'estimated' }),
    sum('correction', -200),
    sum('take-out', -2_500),
    sum('collection', -3_000),
    sum('transfer', -1_200),
    sum('transfer', 1_200, { stream: 'residual' }),
    sum('manual', 700, { stream: 'recycling', origin: 'business' }),
    sum('drop-off', 160_000, { quality: 'quarantine' }),
    sum('drift', 40),
    sum('emptying', -5_000),
  ]);
  expect(flows).toEqual({
    deliveredToReuseGrams: 9_300,
    takenOutForReuseGrams: 2_500,
    collectedFromReuseGrams: 3_000,
    movedOutOfReuseGrams: 1_200,
    becameWasteGrams: 1_200,
    deliveredToRecyclingGrams: 700,
    byOrigin: [
      { origin: 'business', grams: 700 },
      { origin: 'household', grams: 9_300 },
    ],
    byMethod: [
      { method: 'estimated', grams: 500 },
      { method: 'weighed', grams: 9_500 },
    ],
  });
  expect(reliability).toEqual({ uncertainGrams: 500, correctedGrams: 200, quarantinedGrams: 160_000 });
});

describe('what was left for something better and became waste', () => {
  const residual = { stream: 'residual' } as const;
  it.each([
    ['moved from reuse', [sum('transfer', -900), sum('transfer', 900, residual)], 900],
    ['moved from recycling too', [sum('transfer', -900, { stream: 'recycling' }), sum('transfer', 900, residual)], 900],
    [
      'moved between two containers for waste: nothing',
      [sum('transfer', 400, residual), sum('transfer', -400, residual)],
      0,
    ],
    ['taken back out to reuse', [sum('transfer', 900, residual), sum('transfer', -300, residual)], 600],
    ['brought as waste: it was never anything better', [sum('drop-off', 900, residual)], 0],
    ['said afterwards to have been waste as it came', [sum('correction', 900, residual)], 0],
    ['fetched, wherever it went', [sum('collection', -900)], 0],
    ['measured, but beyond belief', [sum('transfer', 90_000, { ...residual, quality: 'quarantine' })], 0],
  ])('%s', (_name, sums, grams) => {
    expect(kiloFlows(sums).flows.becameWasteGrams).toBe(grams);
  });
});
