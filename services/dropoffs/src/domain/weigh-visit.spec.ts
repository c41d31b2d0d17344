import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Sample } from './sample';
import { cleanVisit, series } from './series.test-kit';
import { weighVisit } from './weigh-visit';
import type { VisitToWeigh, Weighing } from './weighing';

const after = (level: number | ((second: number) => number | null)) =>
  series({ fromS: 60, untilS: 660, everyS: 1, level });

describe('weighVisit', () => {
  it.each([
    ['a drop-off', 412_300, 424_600, { kind: 'drop-off', grams: 12_300 }],
    ['a take-out, not clipped', 412_300, 409_300, { kind: 'take-out', grams: -3_000 }],
    ['nothing', 412_300, 412_300, { kind: 'none', grams: 0 }],
    ['less than twice the resolution', 412_300, 412_500, { kind: 'none', grams: 200 }],
    ['just more', 412_300, 412_600, { kind: 'drop-off', grams: 300 }],
    ['readings below zero', -5_000, 1_000, { kind: 'drop-off', grams: 6_000 }],
  ])('weighs %s', (_name, before, afterwards, expected) => {
    const weighing = weighVisit(cleanVisit(before, afterwards));
    expect(weighing).toMatchObject({ state: 'final', result: { quality: 'ok', reason: null, ...expected } });
  });

  const loaded = (grams: number): Sample[] => after(grams);
  it.each<[string, Partial<VisitToWeigh>, object]>([
    [
      'is provisional until ten minutes have been seen',
      { after: loaded(20_000).slice(0, 60), newestReadingAtMs: 120_000 },
      { state: 'provisional', result: { grams: 10_000, quality: 'ok' } },
    ],
    [
      'waits while the first load is unconfirmed',
      { after: loaded(20_000).slice(0, 20), newestReadingAtMs: 80_000 },
      { state: 'waiting' },
    ],
    [
      'is final once the next visit has begun',
      { after: loaded(20_000).slice(0, 60), nextOpenedAtMs: 130_000, newestReadingAtMs: 131_000 },
      { state: 'final', result: { grams: 10_000 } },
    ],
    [
      'looks past someone who leans on the container',
      { after: after((second) => (second < 30 ? 20_000 + ((second * 7_919) % 40_000) : 20_000)) },
      { result: { grams: 10_000, quality: 'ok', reason: null } },
    ],
    [
      'takes the late load when something stood on the scale after the close',
      { after: after((second) => (second < 120 ? 77_000 : 20_000)) },
      { result: { grams: 10_000, reason: 'late_load_removed' } },
    ],
    [
      'leaves a slow rise to drift',
      { after: after((second) => 20_000 + Math.round(second)) },
      { result: { grams: 9_970, reason: null } },
    ],
    [
      'says so when it may hide too much',
      { after: after((second) => 20_000 + 3 * second) },
      { result: { quality: 'uncertain', reason: 'load_drifts' } },
    ],
    [
      'does not compare across a reboot',
      { after: after(20_000).map((sample) => ({ ...sample, boot: 'c' })) },
      { result: { quality: 'quarantine', reason: 'rebooted' } },
    ],
    [
      'compares across boots that we number ourselves',
      {
        before: cleanVisit(10_000, 20_000).before.map((sample) => ({ ...sample, boot: 'edge-1' })),
        after: after(20_000).map((sample) => ({ ...sample, boot: 'edge-2' })),
      },
      { result: { grams: 10_000, quality: 'ok' } },
    ],
    [
      'knows an emptied container',
      { after: after(300), before: cleanVisit(400_000, 0).before },
      { result: { kind: 'emptying', grams: -399_700, quality: 'ok', reason: null } },
    ],
    [
      'quarantines a lost cell',
      { after: after(300_000), before: cleanVisit(400_000, 0).before },
      { result: { grams: -100_000, quality: 'quarantine', reason: 'cell_lost' } },
    ],
    [
      'believes a time-out once the next visit has begun',
      { closedBy: 'time-out', nextOpenedAtMs: 655_000 },
      { result: { grams: 10_000, quality: 'ok' } },
    ],
    [
      'is content with two of a scale that speaks every five seconds',
      {
        before: series({ fromS: -60, untilS: 0, everyS: 5, level: 10_000 }),
        after: series({ fromS: 65, untilS: 110, everyS: 5, level: 20_000 }),
        nextOpenedAtMs: 110_000,
      },
      { state: 'final', result: { grams: 10_000, quality: 'ok' } },
    ],
    [
      'calls two samples that disagree too few',
      {
        after: series({ fromS: 70, untilS: 600, everyS: 300, level: (second) => 20_000 + 20 * second }),
        newestReadingAtMs: 700_000,
      },
      { result: { quality: 'uncertain', reason: 'sparse' } },
    ],
    [
      'counts what somebody put on the scale before opening to the visit',
      {
        before: series(
          { fromS: -1_800, untilS: -50, everyS: 60, level: 10_000 },
          { fromS: -50, untilS: 0, everyS: 1, level: 67_000 },
        ),
      },
      { result: { grams: 10_000, quality: 'ok' } },
    ],
    [
      'does not believe a scale that is stuck',
      {
        before: series({ fromS: -3_600, untilS: 0, everyS: 60, level: 10_000 }),
        during: series({ fromS: 0, untilS: 60, everyS: 1, level: 10_000 }),
        after: after(10_000),
      },
      { result: { quality: 'uncertain', reason: 'stuck' } },
    ],
    [
      'forgets a short load between two settled ones',
      { after: after((second) => (second > 300 && second < 360 ? 90_000 : 20_000)) },
      { result: { grams: 10_000, reason: null } },
    ],
    [
      'says that the scale was unstable',
      { after: after((second) => (second % 2 ? 20_000 : 60_000)) },
      { state: 'provisional', result: { quality: 'uncertain', reason: 'unstable_after_visit' } },
    ],
    [
      'says that the scale was faulty',
      { after: after(() => null) },
      { result: { grams: 0, quality: 'uncertain', reason: 'scale_fault_after_visit' } },
    ],
    [
      'says that it knows nothing from before',
      { before: [] },
      { state: 'final', result: { grams: 0, quality: 'uncertain', reason: 'no_readings_before_visit' } },
    ],
    [
      'makes do with a single reading of a scale that has just begun to speak',
      { before: series({ fromS: -5, untilS: 0, everyS: 60, level: 10_000 }) },
      { state: 'final', result: { grams: 10_000, quality: 'uncertain', reason: 'few_readings_before_visit' } },
    ],
    [
      'does not, when the few contradict each other',
      { before: series({ fromS: -4, untilS: 0, everyS: 1, level: (second) => 10_000 + 500 * second }) },
      { result: { quality: 'uncertain', reason: 'unstable_before_visit' } },
    ],
    ['waits for readings that may still come', { before: [], newestReadingAtMs: null }, { state: 'waiting' }],
    [
      'gives up waiting after a long silence',
      { after: [], newestReadingAtMs: -60_000, isSilent: true },
      { state: 'provisional', result: { grams: 0, quality: 'uncertain', reason: 'no_readings_after_visit' } },
    ],
    [
      'books the next good load of a scale that was away',
      { after: series({ fromS: 7_200, untilS: 7_500, everyS: 1, level: 20_000 }), newestReadingAtMs: 7_500_000 },
      { state: 'final', result: { grams: 10_000, quality: 'uncertain', reason: 'late_baseline' } },
    ],
    [
      'distrusts an old load from before',
      { before: series({ fromS: -4_000, untilS: -3_000, everyS: 1, level: 10_000 }) },
      { result: { grams: 10_000, quality: 'uncertain', reason: 'old_baseline' } },
    ],
    [
      'distrusts a close that the door did not report',
      { closedBy: 'time-out' },
      { result: { quality: 'uncertain', reason: 'closed_by_time_out' } },
    ],
    [
      'does not compare across a tare',
      {
        before: series({ fromS: -600, untilS: 0, everyS: 60, level: 10_000, tareEpoch: 1 }),
        after: series({ fromS: 60, untilS: 660, everyS: 1, level: 0, tareEpoch: 2 }),
      },
      { result: { quality: 'quarantine', reason: 'tare_changed' } },
    ],
    [
      'quarantines what nobody carries',
      { after: after(170_000) },
      { result: { grams: 160_000, quality: 'quarantine', reason: 'implausible_weight' } },
    ],
    [
      'quarantines what the scale cannot weigh',
      { after: after(20_000), scale: { resolutionGrams: 100, maxGrams: 15_000 } },
      { result: { quality: 'quarantine', reason: 'over_maximum' } },
    ],
    [
      'is content with two agreeing samples of a slow scale',
      {
        before: series({ fromS: -300, untilS: 0, everyS: 150, level: 10_000 }),
        after: series({ fromS: 70, untilS: 600, everyS: 300, level: 20_000 }),
        newestReadingAtMs: 700_000,
      },
      { state: 'final', result: { kind: 'drop-off', grams: 10_000, quality: 'ok' } },
    ],
  ])('%s', (_name, changes, expected) => {
    expect(weighVisit(cleanVisit(10_000, 20_000, changes))).toMatchObject(expected);
  });
});

describe('any visit', () => {
  const noise = fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 700, maxLength: 700 });
  const excursions = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 590 }),
      length: fc.integer({ min: 1, max: 120 }),
      grams: fc.nat(80_000),
    }),
    { maxLength: 3 },
  );
  /** A larger fall is judged by the whole load: it may be an emptying, or a lost cell. */
  const net = fc.integer({ min: -19_000, max: 100_000 });
  const visits = fc.record({ noise, excursions, before: kilograms(2_000), net }).map(build);

  it('weighs the same when all readings shift by a constant', () => {
    fc.assert(
      fc.property(visits, kilograms(500), (visit, shift) => {
        const shifted = mapGrams(visit, (grams) => grams + shift);
        expect(said(weighVisit(shifted))).toEqual(said(weighVisit(visit)));
      }),
      { numRuns: 60 },
    );
  });

  it('weighs the opposite of a mirrored series', () => {
    fc.assert(
      fc.property(visits, (visit) => {
        const [one, other] = [weighVisit(visit), weighVisit(mapGrams(visit, (grams) => -grams))];
        expect(gramsOf(other) + gramsOf(one)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order or the number of arrivals', () => {
    fc.assert(
      fc.property(visits, fc.integer({ min: 1, max: 1_000 }), (visit, seed) => {
        const shuffled = { ...visit, before: shuffle(visit.before, seed), after: shuffle(visit.after, seed) };
        expect(weighVisit(shuffled)).toEqual(weighVisit(visit));
      }),
      { numRuns: 60 },
    );
  });

  it('weighs a clean one to the gram', () => {
    fc.assert(
      fc.property(kilograms(1_000), kilograms(140), (before, net) => {
        const weighing = weighVisit(cleanVisit(before, before + net));
        expect(gramsOf(weighing)).toBe(net);
      }),
    );
  });
});

/** Signed grams up to so many kilograms. */
function kilograms(max: number) {
  return fc.integer({ min: -max * 1_000, max: max * 1_000 });
}

function build(drawn: {
  noise: number[];
  excursions: { at: number; length: number; grams: number }[];
  before: number;
  net: number;
}): VisitToWeigh {
  const extra = (second: number): number =>
    drawn.excursions
      .filter(({ at, length }) => second >= at && second < at + length)
      .reduce((total, { grams }) => total + grams, 0);
  const noisy = (grams: number, index: number): number => grams + (drawn.noise[index] ?? 0);
  return cleanVisit(0, 0, {
    scale: { resolutionGrams: 100, maxGrams: 100_000_000 },
    before: series({ fromS: -1_800, untilS: 0, everyS: 60, level: (second) => noisy(drawn.before, second / 60) }),
    after: after((second) => noisy(drawn.before + drawn.net + extra(second), second)),
  });
}

function mapGrams(visit: VisitToWeigh, change: (grams: number) => number): VisitToWeigh {
  const changed = (samples: readonly Sample[]) =>
    samples.map((sample) => ({ ...sample, grams: sample.grams === null ? null : change(sample.grams) }));
  return { ...visit, before: changed(visit.before), after: changed(visit.after) };
}

function said(weighing: Weighing) {
  return weighing.state === 'waiting' ? weighing : { state: weighing.state, result: weighing.result };
}

function gramsOf(weighing: ReturnType<typeof weighVisit>): number {
  return weighing.state === 'waiting' ? NaN : weighing.result.grams;
}

/** Every sample twice, in an order that depends on the seed. */
function shuffle(samples: readonly Sample[], seed: number): Sample[] {
  const rank = (index: number): number => (index * 7_919 * seed) % 10_007;
  return [...samples, ...samples]
    .map((sample, index) => ({ sample, rank: rank(index + 1) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ sample }) => sample);
}
