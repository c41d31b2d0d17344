import { expect, it } from '@jest/globals';
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
