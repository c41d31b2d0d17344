import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOTHING_KNOWN } from './carry';
import { series, type Stretch } from './series.test-kit';
import { type Gap, weighGap } from './weigh-gap';

const HOUR_S = 3_600;

/** A gap of four hours after a visit that left 400 kg. */
function gap(stretches: Stretch[], changes: Partial<Gap> = {}): Gap {
  return {
    samples: series(...stretches),
    fromMs: 600_000,
    fromGrams: 400_000,
    next: null,
    settledMs: 4 * HOUR_S * 1_000,
    toleranceGrams: 200,
    resolutionGrams: 100,
    carry: NOTHING_KNOWN,
    ...changes,
  };
}

const idle = (fromS: number, untilS: number, level: Stretch['level']): Stretch => ({
  fromS,
  untilS,
  everyS: 60,
  level,
});
const next = (grams: number) => ({ fromMs: 4 * HOUR_S * 1_000, grams });

describe('weighGap', () => {
  it('books an emptying without a visit, and remembers the empty weight', () => {
    const { events, carry } = weighGap(gap([idle(0, HOUR_S, 400_000), idle(HOUR_S, 4 * HOUR_S, 900)]));
    expect(events).toMatchObject([{ kind: 'emptying', grams: -399_100, quality: 'ok', atMs: HOUR_S * 1_000 }]);
    expect(carry.emptyGrams).toBe(900);
  });

  it('books a swap of containers as one emptying', () => {
    const carry = { ...NOTHING_KNOWN, emptyGrams: 1_300_000 };
    const stretches = [
      idle(0, HOUR_S, 1_700_000),
      idle(HOUR_S, 2 * HOUR_S, 0),
      idle(2 * HOUR_S, 4 * HOUR_S, 1_301_000),
    ];
    const { events } = weighGap(gap(stretches, { fromGrams: 1_700_000, carry }));
    expect(events).toMatchObject([{ kind: 'emptying', grams: -399_000, quality: 'ok' }]);
  });

  it('calls a step that nobody explains unexplained, and a lost cell a reason to distrust', () => {
    expect(weighGap(gap([idle(0, HOUR_S, 400_000), idle(HOUR_S, 4 * HOUR_S, 393_000)]))).toMatchObject({
      events: [{ kind: 'unexplained', grams: -7_000, reason: 'step_without_visit' }],
      carry: { distrust: null },
    });
    expect(weighGap(gap([idle(0, HOUR_S, 400_000), idle(HOUR_S, 4 * HOUR_S, 300_000)]))).toMatchObject({
      events: [{ kind: 'unexplained', grams: -100_000, reason: 'cell_lost' }],
      carry: { distrust: { reason: 'cell_lost' } },
    });
  });

  it('forgets someone who leaned on the container', () => {
    const leaning = [
      idle(0, HOUR_S, 400_000),
      idle(HOUR_S, HOUR_S + 240, 420_000),
      idle(HOUR_S + 240, 4 * HOUR_S, 400_000),
    ];
    expect(weighGap(gap(leaning)).events).toEqual([]);
  });

  it('waits ten minutes before it believes in a step', () => {
    const stretches = [idle(0, HOUR_S, 400_000), idle(HOUR_S, HOUR_S + 300, 393_000)];
    expect(weighGap(gap(stretches, { settledMs: (HOUR_S + 300) * 1_000 })).events).toEqual([]);
  });

  it('leaves rain to drift, and what nobody saw happen to unexplained', () => {
    const raining = (second: number): number => 400_000 + Math.round(second / 4);
    expect(weighGap(gap([idle(0, 4 * HOUR_S, raining)], { next: next(403_600) })).events).toMatchObject([
      { kind: 'drift', grams: 3_600, quality: 'ok', reason: null },
    ]);
    const unheard = [idle(0, HOUR_S, 400_000)];
    expect(weighGap(gap(unheard, { next: next(200_000) })).events).toMatchObject([
      { kind: 'unexplained', grams: -200_000 },
    ]);
  });

  it('tells a re-tare from a load', () => {
    const tared = [idle(0, HOUR_S, 400_000), { ...idle(HOUR_S, 4 * HOUR_S, 0), tareEpoch: 2 }];
    const samples = series(...tared).map((sample) => ({ ...sample, tareEpoch: sample.tareEpoch ?? 1 }));
    expect(weighGap(gap([], { samples })).events).toMatchObject([
      { kind: 'unexplained', grams: -400_000, reason: 'tare_changed' },
    ]);
  });

  it('always accounts for the whole difference, to the gram', () => {
    const levels = fc.array(fc.integer({ min: -5_000, max: 2_000_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(levels, fc.integer({ min: -5_000, max: 2_000_000 }), (between, last) => {
        const all = [400_000, ...between, last];
        const stretches = all.map((level, index) => idle(index * 1_500, (index + 1) * 1_500, level));
        const { events } = weighGap(gap(stretches, { next: next(last) }));
        expect(events.reduce((sum, { grams }) => sum + grams, 400_000)).toBe(last);
      }),
    );
  });
});
