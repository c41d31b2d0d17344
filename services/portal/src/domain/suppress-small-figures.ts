import { type TonnageRow } from '@selvbetjent/contracts';

const FEWEST_VISITS = 5;

type Hidden = 'grams' | 'takenOutGrams' | 'uncertainGrams';
export type PublicTonnageRow = Omit<TonnageRow, Hidden> & Record<Hidden, number | null> & { suppressed?: true };

/** Figures of so few visits that they might tell of somebody are hidden; how many visits there were is not. */
export function suppressSmallFigures(rows: readonly TonnageRow[]): PublicTonnageRow[] {
  return rows.map((row) => {
    if (row.dropOffs >= FEWEST_VISITS) return row;
    return { ...row, grams: null, takenOutGrams: null, uncertainGrams: null, suppressed: true };
  });
}
