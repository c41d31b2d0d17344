import type { Quality, WeighingView } from '../api-types';
import { reasonName } from '../format/words';

const JUDGEMENTS: Record<Quality, string> = {
  ok: 'Vekten sto rolig både før og etter. Tallet er sikkert.',
  uncertain: 'Tallet er med, men det er usikkert.',
  quarantine: 'Tallet er så usannsynlig at det ikke er med.',
};

/** Whether a scale weighed it at all. */
export function wasWeighed({ rows }: Pick<WeighingView, 'rows'>): boolean {
  return rows.some(({ readings }) => readings !== undefined);
}

/** What visitors or people moved, by all rows together: drift and what nobody explains are nobody's kilos. */
export function visitorsGrams({ rows }: Pick<WeighingView, 'rows'>): number {
  const counted = rows.filter(({ kind }) => kind !== 'drift' && kind !== 'unexplained');
  return counted.reduce((sum, { grams }) => sum + grams, 0);
}

/** What a weighing is worth and why, in plain words. */
export function judgementOf(view: Pick<WeighingView, 'rows'>): string {
  const [newest] = view.rows;
  if (!newest) return '';
  const isOnlyEntered = newest.quality === 'ok' && !wasWeighed(view);
  return [
    isOnlyEntered ? 'Ingen vekt veide dette. Tallet er ført av mennesker.' : JUDGEMENTS[newest.quality],
    newest.reason !== null && `Grunn: ${reasonName(newest.reason).toLowerCase()}.`,
    wasWeighed(view) && newest.author !== undefined && 'Ansatte har rettet det.',
    !newest.final && 'Det kan ennå endres av målinger som kommer.',
  ]
    .filter(Boolean)
    .join(' ');
}
