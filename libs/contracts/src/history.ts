import { IsBoolean, IsInt, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { Author } from './author';
import { Request, RequestTo } from './contract';
import { type METHODS, type ORIGINS } from './dropoffs';
import { IsId, IsPart, IsText } from './formats';
import { type WasteStream } from './stations';

/** A file of history is handed over in parts of at most this many characters: a message has its limits. */
export const HISTORY_PART_CHARACTERS = 128 * 1024;
export const MOST_HISTORY_PARTS = 64;
export const MOST_HISTORY_ROWS = 5_000;
export const MOST_HISTORY_FAULTS = 2_000;
export const MOST_HISTORY_CHANGES = 500;

/** What is wrong in one cell, or with a whole row (`column` null). Row 1 is the line of headings. */
export interface HistoryFault {
  row: number;
  column: string | null;
  code: string;
  message: string;
}

/** What a row of history says. */
export interface HistoryKilos {
  localDate: string;
  stream: WasteStream;
  fraction: string;
  grams: number;
  method: (typeof METHODS)[number];
  origin: (typeof ORIGINS)[number];
}

/** A row that was imported before with other values: they are taken back, the file's put in their place. */
export interface HistoryChange {
  row: number;
  before: HistoryKilos;
  after: HistoryKilos;
}

export interface HistoryImport {
  dryRun: boolean;
  /** Rows of the file, without its headings. */
  rows: number;
  /** Rows that are new to the ledger: booked now, or would be. */
  newRows: number;
  /** Rows that an earlier import of the same source booked, and that say the same. */
  knownRows: number;
  /** Rows that an earlier import of the same source booked with other values, and by how much their sum changes. */
  changedRows?: number;
  changedGrams?: number;
  /** All of them, or the first `MOST_HISTORY_CHANGES`. */
  changes?: HistoryChange[];
  /** Rows of the source that aren't in the file: nothing happens to them. */
  missingRows?: number;
  /** Only of a dry run: what becomes of each line of the file that can be read. */
  lines?: { row: number; state: 'new' | 'unchanged' | 'changed' }[];
  newGrams: number;
  /** How many faults there are; with any, nothing is or would be booked. */
  faultCount: number;
  /** All of them, or the first `MOST_HISTORY_FAULTS`. */
  faults: HistoryFault[];
  /** Days of the file that already have weighed or entered kilos of that station: the same goods may be counted twice. */
  overlappingDates: string[];
}

/** Puts a part of a file aside; `part` counts from 0. Again with the same number replaces it. Parts are forgotten after an hour. */
@Request({ owner: 'dropoffs', verb: 'stage-history', version: 1 })
export class StageHistory extends RequestTo<null> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsUUID() importId!: string;
  @IsInt() @Min(0) @Max(MOST_HISTORY_PARTS - 1) part!: number;
  @IsText() @MaxLength(HISTORY_PART_CHARACTERS) text!: string;
}

/** Reads the parts as one CSV and books its new rows and the changes of those it has, all or none. A dry run books nothing and tells all faults; otherwise they are denied (`faulty_rows`, with the same in `details`). */
@Request({ owner: 'dropoffs', verb: 'import-history', version: 1 })
export class ImportHistory extends RequestTo<HistoryImport> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsUUID() importId!: string;
  @IsInt() @Min(1) @Max(MOST_HISTORY_PARTS) parts!: number;
  /** Where the rows come from: rows of the same source and id, or the same date, stream, fraction and origin, are the same rows. */
  @IsText() @MaxLength(100) source!: string;
  @IsText() @MaxLength(500) reason!: string;
  @IsBoolean() dryRun!: boolean;
}
