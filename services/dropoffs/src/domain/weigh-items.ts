import { inOrder, type Sample } from './sample';
import { firstLevel, headOf, plateausOf, tailOf } from './plateau';
import { roundAwayFromZero } from './statistics';
import { toleranceGrams } from './tolerance';

/** One thing that was weighed on a bench scale. Integer grams. */
export interface WeighedItem {
  atMs: number;
  grams: number;
  quality: 'ok' | 'uncertain';
  reason: 'zero_moved' | 'not_lifted_off' | null;
}

/**
 * Platform mode: a bench scale that returns to zero between items. Each load that it stood still at, from leaving zero to
 * returning there, is one item; where several were put on one after the other, the heaviest load counts them together.
 *
 * @param samples of one boot and tare, in any order, with repetitions
 */
export function weighItems(samples: readonly Sample[], resolutionGrams: number): WeighedItem[] {
  const tolerance = toleranceGrams(resolutionGrams, null);
  const items: WeighedItem[] = [];
  let zero = 0;
  let heaviest: { grams: number; atMs: number } | null = null;
  for (const plateau of plateausOf(inOrder(samples), tolerance)) {
    const level = firstLevel(plateau);
    if (Math.abs(headOf(plateau).grams - zero) <= 2 * tolerance) {
      const restGrams = headOf(plateau).grams - zero;
      if (heaviest) items.push(itemOf(heaviest, zero, Math.abs(restGrams) > tolerance ? 'zero_moved' : null));
      heaviest = null;
      zero = tailOf(plateau).grams;
    } else if (!heaviest || Math.abs(level.grams - zero) > Math.abs(heaviest.grams - zero)) {
      heaviest = { grams: level.grams, atMs: plateau.fromMs };
    }
  }
  return heaviest ? [...items, itemOf(heaviest, zero, 'not_lifted_off')] : items;
}

function itemOf(
  { grams, atMs }: { grams: number; atMs: number },
  zero: number,
  reason: WeighedItem['reason'],
): WeighedItem {
  return { atMs, grams: roundAwayFromZero(grams - zero), quality: reason ? 'uncertain' : 'ok', reason };
}
