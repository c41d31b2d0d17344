import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Sample } from './sample';
import { cleanVisit, series } from './series.test-kit';
import { markUnsettled } from './settle-time';
import { weighVisit } from './weigh-visit';

const SLOW = { settleMs: 20_000, toleranceGrams: 200 };
/** One sample every ten seconds. */
const samplesOf = (...grams: (number | null)[]): Sample[] =>
  series({ fromS: 0, untilS: grams.length * 10, everyS: 10, level: (second) => grams[second / 10] ?? null });
const restless = (samples: readonly Sample[]): number[] =>
  markUnsettled(samples, SLOW).flatMap(({ rests }, index) => (rests === false ? [index] : []));

describe('a settle time', () => {
  it.each<[string, (number | null)[], number[]]>([
    ['is counted from the last change', [0, 0, 5_000, 5_000, 5_000, 5_000], [2, 3]],
    ['begins anew with each change', [0, 5_000, 0, 0, 0, 0], [1, 2, 3]],
    ['takes no heed of noise', [0, 200, 0, 100, -50], []],
    ['takes a slow creep for a change, too', [0, 150, 300, 450], [2, 3]],
    ['says nothing of what the scale could not weigh', [0, null, null, 5_000], []],
  ])('%s', (_name, grams, expected) => expect(restless(samplesOf(...grams))).toEqual(expected));

  it('is for scales that say nothing: the word of one that does stands', () => {
    const samples = samplesOf(0, 5_000, 5_000).map((sample) => ({ ...sample, rests: true }));
    expect(restless(samples)).toEqual([]);
  });

  it('of nothing changes nothing, and none changes a weight or loses a reading', () => {
    const grams = fc.array(fc.option(fc.integer({ min: -1_000, max: 50_000 })), { maxLength: 40 });
    fc.assert(
      fc.property(grams, fc.nat(100_000), (values, settleMs) => {
        const samples = samplesOf(...values);
        const marked = markUnsettled(samples, { ...SLOW, settleMs });
        expect(marked.map(({ seq, grams: each }) => [seq, each])).toEqual(
          samples.map(({ seq, grams: each }) => [seq, each]),
        );
        expect(markUnsettled(samples, { ...SLOW, settleMs: 0 })).toEqual(samples);
      }),
    );
  });

  it('keeps what a slow filter shows on its way from being taken for a load', () => {
    const lagging = (second: number): number => (second < 200 ? 20_000 : 25_000);
    const visit = cleanVisit(10_000, 0, { after: series({ fromS: 60, untilS: 660, everyS: 5, level: lagging }) });
    const during = series({ fromS: 0, untilS: 60, everyS: 5, level: 10_000 });
    const after = markUnsettled(visit.after, { settleMs: 240_000, toleranceGrams: 200 }, during);
    expect(weighVisit(visit)).toMatchObject({ result: { grams: 15_000, reason: 'late_load_added' } });
    expect(weighVisit({ ...visit, after })).toMatchObject({ result: { grams: 15_000, reason: null } });
  });
});
