import { type TonnageRow } from '@selvbetjent/contracts';
import { plusDays } from '@selvbetjent/opening-hours';

const FEWEST_VISITS = 5;
/** Devices that were away and staff who put something right have nearly always spoken by then. */
const SETTLED_AFTER_DAYS = 7;

export type PublicPeriod = 'month' | 'year';
/** Of how many visits these are isn't counted: they may be one visit's in a row of many. Nobody without a role sees them. */
const NEVER_SHOWN = { takenOutGrams: null, uncertainGrams: null };
type Hidden = 'grams' | keyof typeof NEVER_SHOWN;
/** Figures of fewer than five visits, others that would give them away, and what isn't settled are null for who has no role. */
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
 * Hides the grams of so few visits that they might tell of somebody, and every sum that would give them away. Rows are never summed over
 * stations, streams or fractions, so the one sum of several that is shown is a year's: less its shown months it is what the
 * hidden ones add up to. It is shown when those are as many visits as a shown row has. Nothing is shown of a period that goes on, or
 * ended just now: who asks again and again would see each visit as it comes. And what is shown once stays shown: were a month hidden later, to
 * cover for another one, somebody might remember it.
 * @param months all months of whole years
 * @param years the same by year
 * @param today local date
 */
export function publicFigures(
  months: readonly TonnageRow[],
  years: readonly TonnageRow[],
  today: string,
): PublicFigures {
  const isHidden = (row: TonnageRow): boolean => row.dropOffs < FEWEST_VISITS || !isSettled(row.period, today);
  const coversHidden = (year: TonnageRow): boolean => {
    const hidden = months.filter((month) => isOfYear(month, year) && isHidden(month));
    return hidden.length === 0 || visitsOf(hidden) >= FEWEST_VISITS;
  };
  return {
    months: months.map((month) => shown(month, isHidden(month))),
    years: years.map((year) => shown(year, isHidden(year) || !coversHidden(year))),
  };
}

/** @param period `2026` or `2026-11` */
function isSettled(period: string, today: string): boolean {
  const [from, to] = period.length === 4 ? [`${period}-01`, `${period}-12`] : [period, period];
  const span = wholePeriods({ from: `${from}-01`, to: `${to}-01` }, 'month');
  return plusDays(span.to, SETTLED_AFTER_DAYS) < today;
}

function isOfYear(month: TonnageRow, year: TonnageRow): boolean {
  const isSameLine = (['stationId', 'stream', 'fraction'] as const).every((part) => month[part] === year[part]);
  return isSameLine && month.period.startsWith(year.period);
}

function visitsOf(rows: readonly TonnageRow[]): number {
  return rows.reduce((sum, { dropOffs }) => sum + dropOffs, 0);
}

function shown(row: TonnageRow, isHidden: boolean): PublicTonnageRow {
  if (!isHidden) return { ...row, ...NEVER_SHOWN };
  return { ...row, ...NEVER_SHOWN, grams: null, suppressed: true };
}
