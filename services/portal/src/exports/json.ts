import { Readable } from 'node:stream';
import { type Cell, type Table } from './table';

/** A table as one JSON array of objects by the columns' names, row by row as its reader takes them. */
export function jsonStream(table: Table): Readable {
  return Readable.from(textOf(table));
}

async function* textOf({ columns, rows }: Table): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const row of rows) {
    const named = Object.fromEntries(columns.map(({ name }, index) => [name, plain(row[index] ?? null)]));
    yield separator + JSON.stringify(named);
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function plain(cell: Cell): string | number | boolean | null {
  if (cell === null || typeof cell !== 'object') return cell;
  if ('grams' in cell) return cell.grams;
  if ('date' in cell) return cell.date;
  if ('instant' in cell) return cell.instant;
  return cell.code;
}
