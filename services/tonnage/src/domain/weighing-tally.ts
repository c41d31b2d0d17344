import { type DropOffRecorded, FIGURES, REVERSED } from '@selvbetjent/contracts';

/** What of a ledger row decides which visits count. */
export type WeighingRow = Pick<
  DropOffRecorded,
  | 'containerId'
  | 'stream'
  | 'fraction'
  | 'localDate'
  | 'kind'
  | 'quality'
  | 'reason'
  | 'grams'
  | 'visitIds'
  | 'revision'
>;

/** The visits that a weighing makes drop-offs of, in one place on one day. */
export interface DropOffCount extends Pick<WeighingRow, 'containerId' | 'stream' | 'fraction' | 'localDate'> {
  dropOffs: number;
}

export interface WeighingTally {
  /** Its rows lie on several days, so that no day's count can tell what a longer range makes of it; `dropOffs` is then empty. */
  spread: boolean;
  dropOffs: DropOffCount[];
  /** The visits of which it now says something that isn't certain. */
  doubtedVisitIds: readonly string[];
}

/** @param rows all rows of one weighing that are known, in any order */
export function tallyWeighing(rows: readonly WeighingRow[]): WeighingTally {
  const newestFirst = [...rows].sort((one, other) => other.revision - one.revision);
  const counted = newestFirst.filter(({ quality }) => quality !== 'quarantine');
  const spread = new Set(counted.map(({ localDate }) => localDate)).size > 1;
  return { spread, dropOffs: spread ? [] : dropOffsOf(counted), doubtedVisitIds: doubtsOf(newestFirst[0]) };
}

/** Of each place the newest row says how many visits it was. */
function dropOffsOf(newestFirst: readonly WeighingRow[]): DropOffCount[] {
  const places = new Map(newestFirst.map((row) => [placeOf(row), row] as const).reverse());
  return [...places].flatMap(([place, { containerId, stream, fraction, localDate, visitIds }]) => {
    const putIn = newestFirst.filter((row) => placeOf(row) === place && FIGURES.grams.kinds.includes(row.kind));
    const net = putIn.reduce((sum, { grams }) => sum + grams, 0);
    return net > 0 && visitIds.length > 0
      ? [{ containerId, stream, fraction, localDate, dropOffs: visitIds.length }]
      : [];
  });
}

function placeOf({ containerId, stream, fraction }: WeighingRow): string {
  return `${containerId}/${stream}/${fraction}`;
}

function doubtsOf(newest: WeighingRow | undefined): readonly string[] {
  return newest && newest.quality !== 'ok' && newest.reason !== REVERSED ? newest.visitIds : [];
}
