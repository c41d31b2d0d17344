import {
  type DropOffRecorded,
  type Flow,
  FLOW_NAMES,
  type FlowRule,
  FLOWS,
  type FlowSum,
} from '@selvbetjent/contracts';

/** The ledger's rows of a period or of a part, summed by what decides which flow they belong to. */
export interface KeyedSum extends Pick<DropOffRecorded, 'stream' | 'kind' | 'quality'> {
  /** One of the two is null. */
  period: string | null;
  part: string | null;
  grams: number;
}

/** @returns each flow of each key that has rows of it, in the order of the keys and of `FLOWS` */
export function flowSums(sums: readonly KeyedSum[], keyOf: (sum: KeyedSum) => string | null): FlowSum[] {
  const keys = [...new Set(sums.flatMap((sum) => keyOf(sum) ?? []))].sort();
  return keys.flatMap((key) => {
    const ofKey = sums.filter((sum) => keyOf(sum) === key);
    return FLOW_NAMES.flatMap((flow) => flowSum(key, flow, ofKey) ?? []);
  });
}

function flowSum(key: string, flow: Flow, sums: readonly KeyedSum[]): FlowSum | null {
  const rule: FlowRule = FLOWS[flow];
  const counted = sums.filter(({ stream, kind, quality }) =>
    [rule.streams.includes(stream), rule.kinds.includes(kind), rule.qualities.includes(quality)].every(Boolean),
  );
  if (counted.length === 0) return null;
  const corrections = counted.filter(({ kind }) => kind === 'correction');
  return {
    key,
    flow,
    grams: signed(rule, counted),
    uncertainGrams: signed(
      rule,
      counted.filter(({ quality }) => quality === 'uncertain'),
    ),
    correctedGrams: corrections.reduce((size, { grams }) => size + Math.abs(grams), 0),
  };
}

/** What left is shown as positive, and nothing as plain zero. */
function signed({ sign }: FlowRule, sums: readonly KeyedSum[]): number {
  return sums.reduce((total, { grams }) => total + sign * grams, 0);
}
