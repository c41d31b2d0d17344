import { describe, expect, it } from '@jest/globals';
import { series } from './series.test-kit';
import { weighItems } from './weigh-items';

/** Each level for a minute, one reading a second. */
const bench = (...levels: number[]) =>
  series(...levels.map((level, index) => ({ fromS: index * 60, untilS: (index + 1) * 60, everyS: 1, level })));

describe('weighItems', () => {
  it.each([
    ['nothing', [0, 0], []],
    ['one item', [0, 4_200, 0], [{ grams: 4_200, quality: 'ok', reason: null }]],
    ['two items', [0, 4_200, 0, 900, 0], [{ grams: 4_200 }, { grams: 900 }]],
    ['bags put on one after the other as one item', [0, 4_200, 9_000, 3_000, 0], [{ grams: 9_000 }]],
    ['an item on a scale that does not show zero', [50, 4_250, 50], [{ grams: 4_200 }]],
    ['an item that is still there', [0, 4_200], [{ grams: 4_200, quality: 'uncertain', reason: 'not_lifted_off' }]],
    ['a zero that moved', [0, 4_200, 300], [{ grams: 4_200, quality: 'uncertain', reason: 'zero_moved' }]],
  ])('sees %s', (_name, levels, items) => {
    expect(weighItems(bench(...levels), 100)).toMatchObject(items);
    expect(weighItems(bench(...levels).reverse(), 100)).toHaveLength(items.length);
  });
});
