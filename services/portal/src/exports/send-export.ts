import { Logger } from '@nestjs/common';
import { Problem } from '@selvbetjent/platform';
import { type Response } from 'express';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvStream } from './csv';
import { htmlPage } from './html';
import { jsonStream } from './json';
import { type Exported } from './table';
import { xlsxFile } from './xlsx';

export const FORMATS = ['csv-nb', 'csv', 'xlsx', 'json', 'html'] as const;
/** `csv-nb` is for Norwegian Excel, `csv` is RFC 4180's, `html` is a page to print. */
export type Format = (typeof FORMATS)[number];

const TYPES: Readonly<Record<Format, string>> = {
  'csv-nb': 'text/csv; charset=utf-8; header=present',
  csv: 'text/csv; charset=utf-8; header=present',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
};
/** Without their parameters. */
export const FILE_TYPES = [...new Set(Object.values(TYPES).map((type) => type.replace(/;.*/, '')))];
const logger = new Logger('Export');

/**
 * Answers with a file. `X-Total-Count` says beforehand how many rows the first table has; CSV and JSON go out as the reader takes them.
 * An export that breaks breaks the connection: a file that ends early never looks whole.
 */
export async function sendExport(exported: Exported, format: Format, response: Response): Promise<void> {
  const content = await contentOf(exported, format);
  response.status(200).set({
    'Content-Type': TYPES[format],
    'X-Total-Count': String(exported.total),
    'Cache-Control': 'no-store',
    'Content-Disposition': `${format === 'html' ? 'inline' : 'attachment'}; filename="${fileName(exported, format)}"`,
  });
  if (typeof content === 'string' || Buffer.isBuffer(content)) {
    response.end(content);
    return;
  }
  try {
    await pipeline(content, response);
  } catch (error) {
    response.destroy();
    logger.warn(`The export ${exported.name} broke off: ${(error as Error).message}`);
  }
}

async function contentOf(exported: Exported, format: Format): Promise<Readable | Buffer | string> {
  try {
    if (format === 'xlsx') return await xlsxFile(exported);
    if (format === 'html') return await htmlPage(exported);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = `${exported.total} rader er for mange for dette formatet. Velg CSV, eller et kortere tidsrom.`;
    throw new Problem(422, 'too_many_rows', 'For mange rader', detail);
  }
  return format === 'json' ? jsonStream(exported.tables[0]) : csvStream(exported.tables[0], readersOf(format));
}

function readersOf(format: Format): 'people' | 'programs' {
  return format === 'csv-nb' ? 'people' : 'programs';
}

function fileName({ name }: Exported, format: Format): string {
  return `${name.replace(/[^\w.-]/g, '-')}.${format === 'csv-nb' ? 'csv' : format}`;
}
