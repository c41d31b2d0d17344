/** A cell by what it is, so that each format can write it as its readers expect. Plain text is what people wrote. */
export type Cell =
  | string
  | number
  | boolean
  | null
  | { grams: number }
  | { date: string }
  | { instant: string }
  /** A word of ours: its code for programs, its name for people. */
  | { code: string; title: string };

export interface Column {
  /** As the API calls it. */
  name: string;
  /** As people read it; of a column of `grams` without the unit, which the format adds. */
  title: string;
  unit?: 'grams';
}

export interface Table {
  name: string;
  title: string;
  columns: readonly Column[];
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

export interface Exported {
  /** Of the file, without its ending. */
  name: string;
  title: string;
  /** What a reader has to know to read the figures right. */
  notes: readonly string[];
  /** Rows of the first table, known before they are written. */
  total: number;
  /** Formats with one table write the first. */
  tables: readonly [Table, ...Table[]];
}

/** For people, who read kilos and local time, or for programs, which get the API's own values. */
export type Readers = 'people' | 'programs';

const ZONE = 'Europe/Oslo';
const LOCAL_TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE, dateStyle: 'short', timeStyle: 'medium' });

/** `2026-11-20 11:36:52` in Norway. */
export function localTimeOf(instant: string): string {
  return LOCAL_TIME.format(new Date(instant));
}

/** Kilos with as many decimals as there are, exactly: 12300 is `12,3`. */
export function kilosText(grams: number, decimal: ',' | '.'): string {
  const [whole, rest] = [Math.floor(Math.abs(grams) / 1000), Math.abs(grams) % 1000];
  const decimals = String(rest).padStart(3, '0').replace(/0+$/, '');
  return `${grams < 0 ? '-' : ''}${whole}${decimals === '' ? '' : decimal + decimals}`;
}

export function headingOf({ name, title, unit }: Column, readers: Readers): string {
  if (readers === 'programs') return name;
  return unit === 'grams' ? `${title} (kg)` : title;
}

/** The text of a cell where a format has nothing but text. */
export function cellText(cell: Cell, readers: Readers): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return readers === 'people' ? (cell ? 'ja' : 'nei') : String(cell);
  if (typeof cell === 'number') return readers === 'people' ? String(cell).replace('.', ',') : String(cell);
  if (typeof cell !== 'object') return cell;
  if ('grams' in cell) return readers === 'people' ? kilosText(cell.grams, ',') : String(cell.grams);
  if ('date' in cell) return cell.date;
  if ('instant' in cell) return readers === 'people' ? localTimeOf(cell.instant) : cell.instant;
  return readers === 'people' ? cell.title : cell.code;
}

/** A table's rows in memory; throws RangeError when there are more than the format can hold. */
export async function gather(table: Table, most: number): Promise<(readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for await (const row of table.rows) {
    if (rows.length === most) throw new RangeError(`${table.name} has more than ${most} rows`);
    rows.push(row);
  }
  return rows;
}
