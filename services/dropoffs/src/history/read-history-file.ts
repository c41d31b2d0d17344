import { type HistoryFault, MOST_HISTORY_ROWS } from '@selvbetjent/contracts';
import { parse } from 'csv-parse/sync';
import {
  HISTORY_COLUMNS,
  type HistoryCells,
  type HistoryColumn,
  type HistoryRow,
  readHistoryRow,
} from '../domain/history-row';

export interface HistoryFile {
  /** Rows without faults, in the file's order. */
  rows: HistoryRow[];
  faults: HistoryFault[];
  /** Of the file, faulty ones too. */
  rowCount: number;
}

interface Line {
  record: string[];
  info: { lines: number };
}

/**
 * Reads a CSV of history: Norwegian Excel's (semicolons, decimal comma, with or without BOM) or RFC 4180's (commas, decimal point).
 * Which one it is, its first line says. Never throws for what a file may contain: everything that is wrong is a fault.
 */
export function readHistoryFile(text: string, today: string): HistoryFile {
  const delimiter = text.slice(0, text.search(/[\r\n]|$/)).includes(';') ? ';' : ',';
  const lines = linesOf(text, delimiter);
  if ('fault' in lines) return { rows: [], faults: [lines.fault], rowCount: 0 };
  const [headings, ...body] = lines.lines;
  const columns = columnsOf(headings?.record ?? []);
  if ('faults' in columns) return { rows: [], faults: columns.faults, rowCount: body.length };
  if (body.length === 0) return { rows: [], faults: [fileFault('empty', 'Filen har ingen rader.')], rowCount: 0 };
  if (body.length > MOST_HISTORY_ROWS) {
    const message = `Filen har ${body.length} rader. Del den i filer med høyst ${MOST_HISTORY_ROWS}.`;
    return { rows: [], faults: [fileFault('too_many_rows', message)], rowCount: body.length };
  }
  const decimal = delimiter === ';' ? ',' : '.';
  const readings = body.map(({ record, info }) => readLine(record, columns.names, { row: info.lines, decimal, today }));
  const rows = readings.flatMap((reading) => ('row' in reading ? [reading.row] : []));
  const faults = readings.flatMap((reading) => ('faults' in reading ? reading.faults : []));
  return { rows, faults: [...faults, ...repeatedIds(rows)], rowCount: body.length };
}

function linesOf(text: string, delimiter: string): { lines: Line[] } | { fault: HistoryFault } {
  try {
    const options = { bom: true, delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, info: true };
    return { lines: parse(text, options) as unknown as Line[] };
  } catch (error) {
    const { lines, message } = error as Error & { lines?: number };
    return {
      fault: { row: lines ?? 1, column: null, code: 'bad_csv', message: `Filen er ikke lesbar CSV: ${message}` },
    };
  }
}

function columnsOf(headings: readonly string[]): { names: (HistoryColumn | null)[] } | { faults: HistoryFault[] } {
  const names = headings.map((heading) => {
    const word = heading.toLowerCase();
    return HISTORY_COLUMNS.find(({ name, title }) => word === name || word === title.toLowerCase())?.name ?? null;
  });
  const unknown = headings.filter((_heading, index) => names[index] === null);
  const missing = HISTORY_COLUMNS.filter(({ name, required }) => required && !names.includes(name));
  const repeated = names.filter((name, index) => name !== null && names.indexOf(name) !== index);
  const faults = [
    ...unknown.map((heading) => fileFault('unknown_column', `Kolonnen «${heading}» er ukjent. Ta den bort.`)),
    ...missing.map(({ title }) => fileFault('missing_column', `Kolonnen «${title}» mangler.`)),
    ...repeated.map((name) => fileFault('repeated_column', `Kolonnen «${name}» finnes to ganger.`)),
  ];
  return faults.length > 0 ? { faults } : { names };
}

function readLine(
  record: readonly string[],
  names: readonly (HistoryColumn | null)[],
  context: { row: number; decimal: ',' | '.'; today: string },
): { row: HistoryRow } | { faults: HistoryFault[] } {
  if (record.length !== names.length) {
    const message = `Raden har ${record.length} celler, overskriften ${names.length}.`;
    return { faults: [{ row: context.row, column: null, code: 'wrong_number_of_cells', message }] };
  }
  const cells: HistoryCells = {};
  for (const [index, name] of names.entries()) if (name) cells[name] = record[index];
  return readHistoryRow(cells, context);
}

function repeatedIds(rows: readonly HistoryRow[]): HistoryFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ row, externalId }) => {
    if (externalId === null) return [];
    const before = first.get(externalId);
    if (before === undefined) first.set(externalId, row);
    if (before === undefined) return [];
    const message = `Id-en «${externalId}» står også på rad ${before}.`;
    return [{ row, column: 'id', code: 'repeated_id', message }];
  });
}

function fileFault(code: string, message: string): HistoryFault {
  return { row: 1, column: null, code, message };
}
