import { stringify } from 'csv-stringify';
import { Readable } from 'node:stream';
import { type Cell, cellText, headingOf, type Readers, type Table } from './table';

/** A cell that begins like this is a formula to a spreadsheet, whoever wrote it. */
const FORMULA = /^[=+\-@\t\n\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A table as CSV, row by row as its reader takes them. For people: Norwegian Excel's (semicolon, decimal comma, BOM); for programs:
 * RFC 4180's. Both end lines with CR LF. Text that a spreadsheet would run as a formula begins with an apostrophe.
 */
export function csvStream(table: Table, readers: Readers): Readable {
  const stringifier = stringify({
    header: true,
    columns: table.columns.map((column) => headingOf(column, readers)),
    delimiter: readers === 'people' ? ';' : ',',
    bom: readers === 'people',
    record_delimiter: 'windows',
  });
  const rows = Readable.from(linesOf(table, readers));
  rows.on('error', (error) => stringifier.destroy(error));
  stringifier.on('close', () => rows.destroy());
  return rows.pipe(stringifier);
}

async function* linesOf({ rows }: Table, readers: Readers): AsyncGenerator<string[]> {
  for await (const row of rows) yield row.map((cell) => harmless(cell, cellText(cell, readers)));
}

function harmless(cell: Cell, text: string): string {
  return typeof cell === 'string' && FORMULA.test(text) ? `'${text}` : text;
}
