import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { series } from './series.test-kit';
import type { Sample } from './sample';
import { type ContainerRun, SILENCE_MS, type VisitTimes, weighVisits } from './weigh-visits';

const at = (openedS: number, closedS: number | null, visitId: string): VisitTimes => ({
  visitId,
  openedAtMs: openedS * 1_000,
  closedAtMs: closedS === null ? null : closedS * 1_000,
  closedBy: closedS === null ? null : 'doors',
  heardAtMs: 0,
});

const run = (changes: Partial<ContainerRun> & Pick<ContainerRun, 'visits' | 'gaps'>): ContainerRun => ({
  nextOpenedAtMs: null,
  newestReadingAtMs: Math.max(...changes.gaps.flat().map((sample) => sample.atMs)),
  lastHeardAtMs: 0,
  nowMs: 0,
  scale: { resolutionGrams: 100, maxGrams: 3_000_000 },
  ...changes,
});

const dense = (fromS: number, untilS: number, level: number): Sample[] => series({ fromS, untilS, everyS: 1, level });

describe('weighVisits', () => {
  it('weighs visits apart when the scale settled between them', () => {
    const groups = weighVisits(
      run({
        visits: [at(0, 60, 'a'), at(120, 180, 'b')],
        gaps: [dense(-60, 0, 10_000), dense(60, 120, 15_000), dense(180, 800, 12_000)],
      }),
    );
    expect(groups).toMatchObject([
      { visitIds: ['a'], weighing: { state: 'final', result: { kind: 'drop-off', grams: 5_000 } } },
      { visitIds: ['b'], weighing: { state: 'final', result: { kind: 'take-out', grams: -3_000 } } },
    ]);
  });

  it.each([5, 15, 25])('merges visits that follow each other within %d s', (pauseS) => {
    const groups = weighVisits(
      run({
        visits: [at(0, 60, 'a'), at(60 + pauseS, 180, 'b')],
        gaps: [dense(-60, 0, 10_000), dense(60, 60 + pauseS, 15_000), dense(180, 800, 12_000)],
      }),
    );
    expect(groups).toMatchObject([
      { visitIds: ['a', 'b'], closedAtMs: 180_000, weighing: { state: 'final', result: { grams: 2_000 } } },
    ]);
  });

  it('merges nothing before the readings have come', () => {
    const visits = [at(0, 60, 'a'), at(120, 180, 'b')];
    const groups = weighVisits(run({ visits, gaps: [[], [], []], newestReadingAtMs: null, nowMs: 1_000 }));
    expect(groups).toMatchObject([
      { visitIds: ['a'], weighing: { state: 'waiting' }, silentAtMs: SILENCE_MS },
      { visitIds: ['b'], weighing: { state: 'waiting' }, silentAtMs: SILENCE_MS },
    ]);
  });

  it('waits for an open visit, and weighs the one before it', () => {
    const groups = weighVisits(
      run({
        visits: [at(0, 60, 'a'), at(120, null, 'b')],
        gaps: [dense(-60, 0, 10_000), dense(60, 120, 15_000), dense(121, 130, 80_000)],
      }),
    );
    expect(groups).toMatchObject([
      { visitIds: ['a'], weighing: { state: 'final', result: { grams: 5_000 } } },
      { visitIds: ['b'], closedAtMs: null, weighing: { state: 'waiting' }, silentAtMs: null },
    ]);
  });

  it('books silence as uncertain, fifteen minutes after the last word', () => {
    const silent = run({ visits: [at(0, 60, 'a')], gaps: [dense(-60, 0, 10_000), []] });
    expect(weighVisits({ ...silent, lastHeardAtMs: 5_000, nowMs: SILENCE_MS + 4_999 })).toMatchObject([
      { weighing: { state: 'waiting' } },
    ]);
    expect(weighVisits({ ...silent, lastHeardAtMs: 5_000, nowMs: SILENCE_MS + 5_000 })).toMatchObject([
      { weighing: { state: 'provisional', result: { quality: 'uncertain' } }, silentAtMs: null },
    ]);
  });

  it('conserves: what visits weigh adds up to the difference of the first and the last load', () => {
    const nets = fc.array(fc.integer({ min: -60_000, max: 60_000 }), { minLength: 1, maxLength: 8 });
    const pauses = fc.array(fc.integer({ min: 5, max: 400 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(nets, pauses, (visitNets, visitPauses) => {
        const day = dayOf(visitNets, visitPauses);
        const groups = weighVisits(day);
        const total = groups.reduce(
          (sum, { weighing }) => sum + (weighing.state === 'waiting' ? NaN : weighing.result.grams),
          0,
        );
        expect(total).toBe(visitNets.reduce((sum, net) => sum + net, 0));
        expect(groups.flatMap((group) => group.visitIds)).toHaveLength(visitNets.length);
      }),
    );
  });
});

/** Visits of 60 s with these nets, and these pauses in seconds between them. */
function dayOf(nets: number[], pausesS: number[]): ContainerRun {
  let level = 500_000;
  let atS = 0;
  const visits: VisitTimes[] = [];
  const gaps = [dense(-120, 0, level)];
  for (const [index, net] of nets.entries()) {
    visits.push(at(atS, atS + 60, `visit-${index}`));
    level += net;
    const pauseS = index === nets.length - 1 ? 700 : (pausesS[index] ?? 60);
    gaps.push(dense(atS + 60, atS + 60 + pauseS, level));
    atS += 60 + pauseS;
  }
  return run({ visits, gaps });
}
