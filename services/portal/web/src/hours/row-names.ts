import { monthRanges, type RowKey, type Weekday } from './edited-week';

export const ROW_NAMES: Record<RowKey, string> = {
  Mo: 'Mandag',
  Tu: 'Tirsdag',
  We: 'Onsdag',
  Th: 'Torsdag',
  Fr: 'Fredag',
  Sa: 'Lørdag',
  Su: 'Søndag',
  PH: 'Helligdager',
};

export const WORKING_DAYS: readonly Weekday[] = ['Mo', 'Tu', 'We', 'Th', 'Fr'];

export const MONTH_NAMES = [
  'januar',
  'februar',
  'mars',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'desember',
];

/** `Hele året`, `Oktober–mars`, `Juli`, `April–juni og august–september` */
export function monthsText(months: readonly number[]): string {
  const text = monthRanges(months)
    .map((range) => (range === null ? 'hele året' : rangeText(range)))
    .join(' og ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function rangeText({ from, to }: { from: number; to: number }): string {
  const first = MONTH_NAMES[from - 1] ?? '';
  return from === to ? first : `${first}–${MONTH_NAMES[to - 1] ?? ''}`;
}
