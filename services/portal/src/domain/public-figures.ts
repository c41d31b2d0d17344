import { type TonnageRow } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';

const FEWEST_VISITS = 5;

export type PublicPeriod = 'month' | 'year';
type Hidden = 'grams' | 'takenOutGrams' | 'uncertainGrams';
/** Figures of fewer than five visits, and others that would give them away, are null for who has no role. */
export type PublicTonnageRow = Omit<TonnageRow, Hidden> & { [figure in Hidden]: number | null } & { suppressed?: true };

/** Local dates, both included. */
export interface DateSpan {
  from: string;
  to: string;
}

/** What may be shown of whole years. */
export interface PublicFigures {
  months: PublicTonnageRow[];
  years: PublicTonnageRow[];
}

/** The whole months or years that a span lies in: part of a period, taken from the whole, would tell the rest of it. */
export function wholePeriods({ from, to }: DateSpan, by: PublicPeriod): DateSpan {
  const [firstYear, lastYear] = [from.slice(0, 4), to.slice(0, 4)];
  if (by === 'year') return { from: `${firstYear}-01-01`, to: `${lastYear}-12-31` };
  const nextMonth = plusDays(`${to.slice(0, 7)}-01`, 31).slice(0, 7);
  return { from: `${from.slice(0, 7)}-01`, to: plusDays(`${nextMonth}-01`, -1) };
}

/**
 * Hides the figures of so few visits that they might tell of somebody, and as many others that nothing that is shown gives them
 * away. Rows are never summed over stations, streams or fractions, so the one sum that is shown of several is a year's: less
 * its shown months it is what the hidden ones add up to. Those are therefore as many visits as a shown row has, or the
 * year is hidden too. What is hidden depends on whole years alone, not on what was asked.
 * @param months all months of whole years
 * @param years the same by year
 */
export function publicFigures(months: readonly TonnageRow[], years: readonly TonnageRow[]): PublicFigures {
  const lines = new Map<string, TonnageRow[]>();
  for (const month of months) lines.set(lineOf(month), [...(lines.get(lineOf(month)) ?? []), month]);
  const hiddenByLine = new Map([...lines].map(([line, rows]) => [line, hiddenMonths(rows)]));
  return {
    months: months.map((month) => shown(month, hiddenByLine.get(lineOf(month))?.includes(month) ?? false)),
    years: years.map((year) => {
      const hidden = hiddenByLine.get(lineOf(year)) ?? [];
      return shown(year, year.dropOffs < FEWEST_VISITS || (hidden.length > 0 && visitsOf(hidden) < FEWEST_VISITS));
    }),
  };
}

/** Those of few visits, and then the smallest others until together they are enough. */
function hiddenMonths(line: readonly TonnageRow[]): TonnageRow[] {
  const hidden = line.filter(({ dropOffs }) => dropOffs < FEWEST_VISITS);
  const others = line
    .filter((row) => !hidden.includes(row))
    .toSorted((one, other) => one.dropOffs - other.dropOffs || one.period.localeCompare(other.period));
  for (const other of others) {
    if (hidden.length === 0 || visitsOf(hidden) >= FEWEST_VISITS) break;
    hidden.push(other);
  }
  return hidden;
}

function visitsOf(rows: readonly TonnageRow[]): number {
  return rows.reduce((sum, { dropOffs }) => sum + dropOffs, 0);
}

function lineOf({ period, stationId, stream, fraction }: TonnageRow): string {
  return `${period.slice(0, 4)}/${stationId}/${stream}/${fraction}`;
}

function shown(row: TonnageRow, isHidden: boolean): PublicTonnageRow {
  if (!isHidden) return row;
  return { ...row, grams: null, takenOutGrams: null, uncertainGrams: null, suppressed: true };
}
