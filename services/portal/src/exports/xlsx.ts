import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node';
import { type Cell, type Exported, gather, headingOf, localTimeOf, type Table } from './table';

/** Excel itself holds a million; we hold them in memory. */
const MOST_XLSX_ROWS = 50_000;
const LONGEST_SHEET_NAME = 31;

/**
 * An Excel workbook with a sheet per table: numbers are numbers (kilos), days and times are Excel's own (Norwegian time), and text is
 * typed as text, so that nothing in it runs. Throws RangeError over `MOST_XLSX_ROWS` rows.
 */
export async function xlsxFile({ tables }: Exported): Promise<Buffer> {
  const sheets = [];
  for (const table of tables)
    sheets.push({ sheet: sheetName(table), data: await sheetData(table), stickyRowsCount: 1 });
  return writeXlsxFile(sheets).toBuffer();
}

async function sheetData(table: Table): Promise<SheetCell[][]> {
  const headings = table.columns.map((column) => textCell(headingOf(column, 'people'), true));
  const rows = await gather(table, MOST_XLSX_ROWS);
  return [headings, ...rows.map((row) => row.map(sheetCell))];
}

function sheetCell(cell: Cell): SheetCell {
  if (cell === null) return null;
  if (typeof cell === 'string') return textCell(cell);
  if (typeof cell === 'number') return { value: cell, type: Number };
  if (typeof cell === 'boolean') return textCell(cell ? 'ja' : 'nei');
  if ('grams' in cell) return { value: cell.grams / 1000, type: Number, format: '#,##0.###' };
  if ('date' in cell) return { value: new Date(`${cell.date}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  if ('instant' in cell) {
    const wall = new Date(`${localTimeOf(cell.instant).replace(' ', 'T')}Z`);
    return { value: wall, type: Date, format: 'yyyy-mm-dd hh:mm:ss' };
  }
  return textCell(cell.title);
}

function textCell(value: string, isHeading = false): SheetCell {
  if (value === '') return null;
  return { value, type: String, ...(isHeading && { fontWeight: 'bold' as const }) };
}

function sheetName({ title }: Table): string {
  return title.replace(/[\\/?*[\]:]/g, ' ').slice(0, LONGEST_SHEET_NAME);
}
