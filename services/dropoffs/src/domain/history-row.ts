import { type HistoryFault, METHODS, ORIGINS, STREAMS } from '@selvbetjent/contracts';
import { type Kilos } from './settle-kilos';

/** A file's columns, by the names that the API uses and those that people read. */
export const HISTORY_COLUMNS = [
  { name: 'id', title: 'Id', required: false },
  { name: 'date', title: 'Dato', required: true },
  { name: 'stream', title: 'Strøm', required: true },
  { name: 'fraction', title: 'Fraksjon', required: true },
  { name: 'kg', title: 'Kg', required: true },
  { name: 'method', title: 'Metode', required: false },
  { name: 'origin', title: 'Opphav', required: false },
] as const;
export type HistoryColumn = (typeof HISTORY_COLUMNS)[number]['name'];
export type HistoryCells = Partial<Record<HistoryColumn, string>>;

export interface HistoryRow extends Kilos {
  /** Line of the file; 1 is the headings. */
  row: number;
  /** The source's own id, or null. */
  externalId: string | null;
}

type Reading<T> = { value: T } | { code: string; message: string };

const STREAM_WORDS = words(STREAMS, {
  ombruk: 'reuse',
  materialgjenvinning: 'recycling',
  gjenvinning: 'recycling',
  restavfall: 'residual',
  'farlig avfall': 'hazardous',
});
const METHOD_WORDS = words(METHODS, { veid: 'weighed', anslått: 'estimated' });
const ORIGIN_WORDS = words(ORIGINS, { husholdning: 'household', næring: 'business' });
const LONGEST_TEXT = 60;
const MOST_KILOS = 1_000_000;

/**
 * Reads one row's cells, and tells everything that is wrong with them.
 * @param decimal the sign before the decimals: a comma where cells end with semicolons
 * @param today the station's local date: nothing can have been delivered later
 */
export function readHistoryRow(
  cells: HistoryCells,
  { row, decimal, today }: { row: number; decimal: ',' | '.'; today: string },
): { row: HistoryRow } | { faults: HistoryFault[] } {
  const faults: HistoryFault[] = [];
  const take = <T>(column: HistoryColumn, reading: Reading<T>): T | null => {
    if ('value' in reading) return reading.value;
    faults.push({ row, column, ...reading });
    return null;
  };
  const externalId = take('id', readId(cells.id ?? ''));
  const localDate = take('date', readDate(cells.date ?? '', today));
  const stream = take('stream', readWord(cells.stream ?? '', STREAM_WORDS));
  const fraction = take('fraction', readFraction(cells.fraction ?? ''));
  const grams = take('kg', readKilos(cells.kg ?? '', decimal));
  const method = take('method', readWord(cells.method || 'estimated', METHOD_WORDS));
  const origin = take('origin', readWord(cells.origin || 'household', ORIGIN_WORDS));
  if (faults.length > 0) return { faults };
  return { row: { row, externalId, localDate, stream, fraction, grams, method, origin } as HistoryRow };
}

function readId(text: string): Reading<string | null> {
  if (text.length > LONGEST_TEXT) return { code: 'too_long', message: `Id-en er lengre enn ${LONGEST_TEXT} tegn.` };
  return { value: text === '' ? null : text };
}

function readFraction(text: string): Reading<string> {
  if (text === '') return { code: 'missing', message: 'Fraksjonen mangler.' };
  if (text.length > LONGEST_TEXT)
    return { code: 'too_long', message: `Fraksjonen er lengre enn ${LONGEST_TEXT} tegn.` };
  return { value: text };
}

/** `2023-11-30` or `30.11.2023`. */
function readDate(text: string, today: string): Reading<string> {
  const [, day, month, year] = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text) ?? [];
  const date = day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T00:00:00Z`) : new Date(NaN);
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== date)
    return { code: 'bad_date', message: `«${text}» er ingen dato. Skriv den som 2023-11-30 eller 30.11.2023.` };
  if (date < '1990-01-01') return { code: 'bad_date', message: `«${text}» er før 1990.` };
  if (date > today) return { code: 'date_in_future', message: `«${text}» er ikke kommet ennå.` };
  return { value: date };
}

/** Exact to the gram: no number with a fraction is ever made of it. */
function readKilos(text: string, decimal: ',' | '.'): Reading<number> {
  const number = decimal === ',' ? /^(\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,(\d+))?$/ : /^(\d+)(?:\.(\d+))?$/;
  const [, whole, decimals = ''] = number.exec(text) ?? [];
  if (!whole) {
    const sign = decimal === ',' ? 'komma' : 'punktum';
    return { code: 'bad_number', message: `«${text}» er ikke et antall kilo. Bruk ${sign} før desimalene.` };
  }
  if (decimals.length > 3) return { code: 'too_precise', message: `«${text}» er finere enn ett gram.` };
  const kilos = Number(whole.replace(/\D/g, ''));
  if (kilos > MOST_KILOS) return { code: 'too_large', message: `«${text}» er over ${MOST_KILOS} kg. Er det gram?` };
  const grams = kilos * 1000 + Number(decimals.padEnd(3, '0'));
  if (grams === 0) return { code: 'zero', message: 'Null kilo er ingen levering. Ta bort raden.' };
  return { value: grams };
}

function readWord<T>(text: string, known: ReadonlyMap<string, T>): Reading<T> {
  const value = known.get(text.toLowerCase());
  if (value !== undefined) return { value };
  return { code: 'unknown_word', message: `«${text}» er ukjent. Bruk ${[...known.keys()].join(', ')}.` };
}

function words<T extends string>(codes: readonly T[], norwegian: Record<string, T>): ReadonlyMap<string, T> {
  return new Map([...codes.map((code) => [code, code] as const), ...Object.entries(norwegian)]);
}
