import { describe, expect, it } from '@jest/globals';
import { type Carry, NOTHING_KNOWN } from './carry';
import { distrustAfter, distrustAfterBreak, explainJump, type Jump } from './explain-jump';

const jump = (fromGrams: number, toGrams: number, changesManner = false): Jump => ({
  fromGrams,
  toGrams,
  atMs: 0,
  changesManner,
});
const knowing = (emptyGrams: number): Carry => ({ ...NOTHING_KNOWN, emptyGrams });

describe('explainJump', () => {
  it.each<[string, Jump, Carry, object]>([
    ['a bag', jump(400_000, 412_000), NOTHING_KNOWN, { kind: 'load', doubt: null }],
    ['a take-out', jump(400_000, 370_000), NOTHING_KNOWN, { kind: 'load', doubt: null }],
    ['an emptied scale that shows zero', jump(400_000, 800), NOTHING_KNOWN, { kind: 'emptying', doubt: null }],
    ['an emptied container', jump(1_700_000, 1_302_000), knowing(1_300_000), { kind: 'emptying', doubt: null }],
    ['a light one', jump(1_325_000, 1_300_000), knowing(1_300_000), { kind: 'emptying', doubt: null }],
    [
      'a take-out from a nearly empty one',
      jump(1_312_000, 1_301_000),
      knowing(1_300_000),
      { kind: 'load', doubt: null },
    ],
    [
      'a container of unknown weight',
      jump(1_700_000, 1_550_001 - 10_000),
      NOTHING_KNOWN,
      { kind: 'emptying', doubt: 'empty_weight_unknown' },
    ],
    [
      'one that was emptied in part',
      jump(1_900_000, 1_700_000),
      knowing(1_300_000),
      { kind: 'emptying', doubt: 'not_near_empty_weight' },
    ],
    ['a lost cell', jump(400_000, 300_000), NOTHING_KNOWN, { kind: 'cell_lost' }],
    ['kilograms for grams', jump(412_300, 424, true), NOTHING_KNOWN, { kind: 'unit_changed' }],
    ['grams for kilograms', jump(424, 424_300, true), NOTHING_KNOWN, { kind: 'unit_changed' }],
    ['an emptying to nearly nothing', jump(412_300, 400), NOTHING_KNOWN, { kind: 'emptying', doubt: null }],
  ])('knows %s', (_name, given, carry, expected) => {
    expect(explainJump(given, carry)).toMatchObject(expected);
  });
});

describe('distrustAfter', () => {
  const lost = jump(400_000, 300_000);
  const distrust = distrustAfter(lost, explainJump(lost, NOTHING_KNOWN), null);

  it('begins with a lost cell, and stays through ordinary visits', () => {
    const visit = jump(300_000, 310_000);
    expect(distrust).toEqual({ reason: 'cell_lost', sinceMs: 0, fromGrams: 400_000, toGrams: 300_000 });
    expect(distrustAfter(visit, explainJump(visit, NOTHING_KNOWN), distrust)).toBe(distrust);
  });

  it('survives a restart, but neither a tare nor a restart that brings the load back', () => {
    expect(distrustAfterBreak(jump(300_000, 310_000), 'rebooted', distrust)).toBe(distrust);
    expect(distrustAfterBreak(jump(300_000, 400_000), 'rebooted', distrust)).toBeNull();
    expect(distrustAfterBreak(jump(300_000, 0), 'tare_changed', distrust)).toBeNull();
  });

  it.each([
    ['the cell comes back', jump(310_000, 412_000)],
    ['the container is emptied', jump(310_000, 1_000)],
  ])('ends when %s', (_name, given) => {
    expect(distrustAfter(given, explainJump(given, NOTHING_KNOWN), distrust)).toBeNull();
  });
});
