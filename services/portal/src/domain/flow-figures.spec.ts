import { describe, expect, it } from '@jest/globals';
import { type FlowSum, type FlowSums } from '@selvbetjent/contracts';
import { type AnsweredRange, type FlowFigure, flowView } from './flow-figures';
import { periodsIn } from './range-periods';

const COMPLETE = { openMinutes: 60, weighedMinutes: 60, visits: 0, trustedVisits: 0 };
const sum = (key: string, grams: number, more: Partial<FlowSum> = {}): FlowSum => ({
  ...{ key, flow: 'deliveredToReuseGrams', grams, uncertainGrams: 0, correctedGrams: 0 },
  ...more,
});

function range(from: string, to: string, sums: Partial<FlowSums> = {}): AnsweredRange {
  const nothing = { byPeriod: [], byPart: [], complete: COMPLETE };
  return { from, to, periods: periodsIn({ from, to }, 'month'), sums: { ...nothing, ...sums } };
}

const reuse = (figures: readonly FlowFigure[], part: FlowFigure['part']) =>
  figures.filter((figure) => figure.part === part && figure.flow === 'deliveredToReuseGrams');
const ALL = { by: 'month', split: null } as const;

describe('flowView', () => {
  it('adds the parts up, shows periods without a kilo, and keeps what is uncertain and corrected', () => {
    const byPeriod = [sum('2026-02', 700, { uncertainGrams: 300, correctedGrams: 20 })];
    const byPart = [sum('a', 1_000, { uncertainGrams: 300 }), sum('b', -300, { correctedGrams: 20 })];
    const { figures } = flowView(
      { by: 'month', split: 'station' },
      range('2026-01-01', '2026-02-28', { byPeriod, byPart }),
      null,
    );
    expect(reuse(figures, 'total')).toMatchObject([
      { grams: 700, uncertainGrams: 300, correctedGrams: 20, before: null },
    ]);
    expect(reuse(figures, 'period').map(({ key, grams }) => [key, grams])).toEqual([
      ['2026-01', 0],
      ['2026-02', 700],
    ]);
    expect(reuse(figures, 'split').map(({ key, grams }) => [key, grams])).toEqual([
      ['a', 1_000],
      ['b', -300],
    ]);
  });

  it('shows the four flows always, and another one only with kilos', () => {
    const waste = sum('', 5, { flow: 'deliveredAsHazardousGrams' });
    const [plain, more] = [[], [waste]].map((byPart) =>
      flowView(ALL, range('2026-01-01', '2026-01-31', { byPart }), null),
    );
    expect(plain?.flows).toEqual([
      'deliveredToReuseGrams',
      'deliveredToRecyclingGrams',
      'takenOutForReuseGrams',
      'becameWasteGrams',
    ]);
    expect(more?.flows).toHaveLength(5);
  });

  it.each([
    [1_500, 1_000, 500, 50],
    [0, 1_000, -1_000, -100],
    [1_003, 1_000, 3, 0.3],
    [500, 0, 500, null],
    [100, -200, 300, 150],
  ])('says of %d g after %d g: %d g, %s percent', (now, then, differenceGrams, percent) => {
    const [here, before] = [
      range('2026-02-01', '2026-02-28', { byPart: [sum('', now)] }),
      range('2026-01-01', '2026-01-31', { byPart: [sum('', then)] }),
    ];
    const [total] = reuse(flowView(ALL, here, before).figures, 'total');
    expect(total?.before).toEqual({ key: '', grams: then, differenceGrams, percent });
  });

  it('compares a period with the one in the same place, and a part with itself, also one that is gone', () => {
    const here = range('2026-02-01', '2026-02-28', { byPeriod: [sum('2026-02', 5)], byPart: [sum('a', 5)] });
    const before = range('2026-01-01', '2026-01-31', { byPeriod: [sum('2026-01', 3)], byPart: [sum('b', 3)] });
    const { figures } = flowView({ by: 'month', split: 'station' }, here, before);
    expect(reuse(figures, 'period')).toMatchObject([{ grams: 5, before: { key: '2026-01', grams: 3 } }]);
    expect(reuse(figures, 'split')).toMatchObject([
      { key: 'a', grams: 5, before: { grams: 0 } },
      { key: 'b', grams: 0, before: { grams: 3 } },
    ]);
  });

  it('has nothing to compare with a time that nothing was heard of, but does with one that was empty', () => {
    const here = range('2026-02-01', '2026-02-28', { byPart: [sum('', 5)] });
    const silent = flowView(ALL, here, range('2026-01-01', '2026-01-31'));
    const empty = flowView(ALL, here, range('2026-01-01', '2026-01-31', { complete: { ...COMPLETE, visits: 3 } }));
    expect([silent.against?.known, reuse(silent.figures, 'total')[0]?.before]).toEqual([false, null]);
    expect([empty.against?.known, reuse(empty.figures, 'total')[0]?.before?.grams]).toEqual([true, 0]);
  });
});
