import { type Completeness, type DropOffRecorded, type Figure, FIGURES, type KiloFlows } from '@selvbetjent/contracts';

/** The ledger's rows of a range, summed by what they say of their kilos; quarantine too. */
export interface KindSum extends Pick<DropOffRecorded, 'stream' | 'kind' | 'quality'> {
  origin: string;
  method: string;
  grams: number;
}

/** What a range's kilos consist of, and how sure they are. Each figure stands for itself. */
export function kiloFlows(sums: readonly KindSum[]): {
  flows: KiloFlows;
  reliability: Required<Pick<Completeness, 'uncertainGrams' | 'correctedGrams' | 'quarantinedGrams'>>;
} {
  const putIn = sums.filter((sum) => isIn('grams', sum));
  const reuse = sums.filter(({ stream }) => stream === 'reuse');
  const standing = (kind: KindSum['kind'], some = reuse): KindSum[] =>
    some.filter((sum) => sum.kind === kind && sum.quality !== 'quarantine');
  return {
    flows: {
      deliveredToReuseGrams: total(putIn.filter(({ stream }) => stream === 'reuse')),
      takenOutForReuseGrams: positive(total(reuse.filter((sum) => isIn('takenOutGrams', sum)))),
      collectedFromReuseGrams: positive(total(standing('collection'))),
      movedOutOfReuseGrams: positive(total(standing('transfer'))),
      becameWasteGrams: total(
        standing(
          'transfer',
          sums.filter(({ stream }) => stream === 'residual'),
        ),
      ),
      deliveredToRecyclingGrams: total(putIn.filter(({ stream }) => stream === 'recycling')),
      byOrigin: groups(putIn, ({ origin }) => origin).map(([origin, grams]) => ({ origin, grams })),
      byMethod: groups(putIn, ({ method }) => method).map(([method, grams]) => ({ method, grams })),
    },
    reliability: {
      uncertainGrams: total(sums.filter((sum) => isIn('uncertainGrams', sum))),
      correctedGrams: size(putIn.filter(({ kind }) => kind === 'correction')),
      quarantinedGrams: size(sums.filter(({ quality, kind }) => quality === 'quarantine' && isVisitors(kind))),
    },
  };
}

function isIn(figure: Figure, { kind, quality }: KindSum): boolean {
  const { kinds, qualities }: { kinds: readonly string[]; qualities: readonly string[] } = FIGURES[figure];
  return kinds.includes(kind) && qualities.includes(quality);
}

function isVisitors(kind: KindSum['kind']): boolean {
  return FIGURES.grams.kinds.includes(kind) || FIGURES.takenOutGrams.kinds.some((each) => each === kind);
}

function groups(sums: readonly KindSum[], nameOf: (sum: KindSum) => string): [string, number][] {
  const names = [...new Set(sums.map(nameOf))].sort();
  return names.map((name) => [name, total(sums.filter((sum) => nameOf(sum) === name))]);
}

/** Ledger grams are positive into a container; what left it is shown as positive, and nothing as plain zero. */
function positive(grams: number): number {
  return 0 - grams;
}

function total(sums: readonly KindSum[]): number {
  return sums.reduce((sum, { grams }) => sum + grams, 0);
}

function size(sums: readonly KindSum[]): number {
  return sums.reduce((sum, { grams }) => sum + Math.abs(grams), 0);
}
