import {
  type Completeness,
  type Flow,
  FLOW_NAMES,
  type FlowSum,
  type FlowSums,
  type Period,
  type Split,
} from '@selvbetjent/contracts';
import { type DateSpan } from './public-figures';
import { type PeriodSpan } from './range-periods';

/** One figure as it is shown and exported. */
export interface FlowFigure {
  part: 'total' | 'period' | 'split';
  /** The period, or the station, fraction, method or origin; '' of the total. */
  key: string;
  flow: Flow;
  grams: number;
  /** Part of `grams`. */
  uncertainGrams: number;
  /** Part of `grams` that stands on people's corrections: what they corrected counts whole, not by the difference. Without its sign. */
  correctedGrams: number;
  /** Null when nothing is compared, or nothing is known to compare with. */
  before: FigureBefore | null;
}

export interface FigureBefore {
  key: string;
  grams: number;
  differenceGrams: number;
  /** Of what it was, one decimal; null when that was nothing. */
  percent: number | null;
}

export interface FlowView extends DateSpan {
  by: Period;
  split: Split | null;
  /** Those that are shown: the four that operators follow, and others that have kilos. */
  flows: Flow[];
  periods: PeriodSpan[];
  figures: FlowFigure[];
  complete: Completeness;
  against: (DateSpan & { known: boolean; complete: Completeness }) | null;
}

/** A range and what was answered of it. */
export interface AnsweredRange extends DateSpan {
  periods: PeriodSpan[];
  sums: FlowSums;
}

const ALWAYS: readonly Flow[] = [
  'deliveredToReuseGrams',
  'deliveredToRecyclingGrams',
  'takenOutForReuseGrams',
  'becameWasteGrams',
];

/**
 * Everything that is shown of a range: each flow in all, by period and by part, with what it was before. The first period is compared
 * with the first one before, and so on.
 */
export function flowView(
  { by, split }: Pick<FlowView, 'by' | 'split'>,
  now: AnsweredRange,
  before: AnsweredRange | null,
): FlowView {
  const flows = shownFlows([now, ...(before ? [before] : [])]);
  const known = before !== null && isKnown(before.sums);
  const earlier = known ? before : null;
  const byPeriod = now.periods.flatMap(({ key }, index) => {
    const periodBefore = earlier?.periods[index];
    return flows.map((flow) =>
      figure(
        'period',
        flow,
        [now.sums.byPeriod, key],
        earlier && periodBefore && [earlier.sums.byPeriod, periodBefore.key],
      ),
    );
  });
  const total = flows.map((flow) => figure('total', flow, [now.sums.byPart, ''], earlier && [earlier.sums.byPart, '']));
  const { from, to, periods } = now;
  return {
    ...{ from, to, by, split, flows, periods },
    figures: [...total, ...byPeriod, ...(split ? parts(flows, now, earlier) : [])],
    complete: now.sums.complete,
    against: before && { from: before.from, to: before.to, known, complete: before.sums.complete },
  };
}

function parts(flows: readonly Flow[], now: AnsweredRange, before: AnsweredRange | null): FlowFigure[] {
  const keys = [...new Set([now, before].flatMap((range) => range?.sums.byPart.map(({ key }) => key) ?? []))].sort();
  return keys.flatMap((key) =>
    flows.map((flow) => figure('split', flow, [now.sums.byPart, key], before && [before.sums.byPart, key])),
  );
}

function figure(
  part: FlowFigure['part'],
  flow: Flow,
  now: [readonly FlowSum[], string],
  before: [readonly FlowSum[], string] | null | undefined,
): FlowFigure {
  const sum = sumOf(now, flow);
  return {
    part,
    key: now[1],
    flow,
    ...sum,
    before: before ? comparison(sum.grams, sumOf(before, flow).grams, before[1]) : null,
  };
}

function comparison(grams: number, gramsBefore: number, key: string): FigureBefore {
  const differenceGrams = grams - gramsBefore;
  const percent = gramsBefore === 0 ? null : Math.round((differenceGrams / Math.abs(gramsBefore)) * 1000) / 10;
  return { key, grams: gramsBefore, differenceGrams, percent };
}

/** @param of sums, and the key that is meant; '' is all of them together */
function sumOf(
  [sums, key]: [readonly FlowSum[], string],
  flow: Flow,
): Pick<FlowSum, 'grams' | 'uncertainGrams' | 'correctedGrams'> {
  const meant = sums.filter((sum) => sum.flow === flow && (key === '' || sum.key === key));
  const total = (of: (sum: FlowSum) => number): number => meant.reduce((all, sum) => all + of(sum), 0);
  return {
    grams: total(({ grams }) => grams),
    uncertainGrams: total(({ uncertainGrams }) => uncertainGrams),
    correctedGrams: total(({ correctedGrams }) => correctedGrams),
  };
}

function shownFlows(ranges: readonly AnsweredRange[]): Flow[] {
  const told = new Set(ranges.flatMap(({ sums }) => sums.byPart.map(({ flow }) => flow)));
  return FLOW_NAMES.filter((flow) => ALWAYS.includes(flow) || told.has(flow));
}

/** A station that stood empty is known to have had nothing; of one that nothing was heard of, nobody knows. */
function isKnown({ byPart, complete }: FlowSums): boolean {
  return byPart.length > 0 || complete.visits > 0;
}
