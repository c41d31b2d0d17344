import { IsInt, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { Author } from './author';
import { Request, RequestTo } from './contract';
import { type ORIGINS } from './dropoffs';
import { IsId, IsLocalDate, IsPart, IsText, MayBeAbsent } from './formats';
import { type WasteStream } from './stations';

/** The effect table that an operator owes every year, row by row in this order. */
export const EFFECT_ROWS = [
  'station-reuse',
  'station-recycling',
  'activity-reuse',
  'business-reuse',
  'resident-events',
] as const;
export type EffectRowCode = (typeof EFFECT_ROWS)[number];

/** One column of the table: a calendar year, or the part of it that was asked for. Local dates, both included. */
export interface EffectYear {
  year: number;
  from: string;
  to: string;
}

export interface EffectRow {
  code: EffectRowCode;
  unit: 'grams' | 'events';
  /** One per year; null where nothing was ever recorded, which is not zero. */
  values: (number | null)[];
}

/** What a programme beyond the station did; it isn't part of the station's own rows. */
export interface EffectProgramme {
  programme: string;
  events: (number | null)[];
  grams: (number | null)[];
}

export interface EffectReport {
  stationId: string | null;
  years: EffectYear[];
  rows: EffectRow[];
  /** What residents took out for reuse: neither part of what was delivered, nor subtracted from it. */
  takenOutGrams: (number | null)[];
  programmes: EffectProgramme[];
}

/** Over calendar years from `from` to `to`, inclusive local dates. */
@Request({ owner: 'tonnage', verb: 'query-effect', version: 1 })
export class QueryEffect extends RequestTo<EffectReport> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsLocalDate() from!: string;
  @IsLocalDate() to!: string;
}

/**
 * What became of the kilos of a line: `delivered` by visitors or entered, `taken-out` by visitors, `activity` (found new use there),
 * `not-counted` (emptied, collected, moved, drift, unexplained, or not believed).
 */
export type ReportSection = 'delivered' | 'taken-out' | 'activity' | 'not-counted';

/** Ledger rows that belong together in a report. Signed as in the ledger, + into the container. */
export interface ReportLine {
  section: ReportSection;
  /** The ledger's kind, or `quarantine`, of what isn't counted; null for the rest. */
  kind: string | null;
  origin: (typeof ORIGINS)[number];
  stream: WasteStream;
  fraction: string;
  /** SSB's material, null where the mapping has none. */
  material: string | null;
  /** EU 2021/19's product category, null where the mapping has none. */
  productCategory: string | null;
  grams: number;
}

/** A line of the report in KOSTRA's categories; `material` null: a fraction that the mapping doesn't know, by its name. */
export interface KostraRow {
  origin: (typeof ORIGINS)[number];
  /** `waste` by material; reuse apart: handed in for it, taken out by visitors, and used in activities are three numbers. */
  use: 'waste' | 'delivered-to-reuse' | 'taken-out-for-reuse' | 'reused-in-activities' | 'taken-out-of-waste';
  material: string | null;
  fraction: string | null;
  grams: number;
}

/** Products that were really used again; `category` null: a fraction that the mapping doesn't know, by its name. */
export interface ProductReuseRow {
  category: string | null;
  fraction: string | null;
  grams: number;
}

export interface YearReport {
  year: number;
  stationId: string | null;
  kostra: KostraRow[];
  productReuse: ProductReuseRow[];
  /** What both are made from. */
  lines: ReportLine[];
  /** Σ of the ledger's rows of that year = Σ `lines`. */
  ledgerGrams: number;
}

/** The report of a calendar year, by the stations' local dates; without a station, of all of them. */
@Request({ owner: 'tonnage', verb: 'query-year-report', version: 1 })
export class QueryYearReport extends RequestTo<YearReport> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsInt() @Min(2000) @Max(2100) year!: number;
}

export interface SentReport {
  reportId: string;
  year: number;
  stationId: string | null;
  sentAt: string;
  author: string;
  note: string;
}

/** A line that has other kilos now than when the report was sent. */
export interface ReportDifference extends Omit<ReportLine, 'grams'> {
  sentGrams: number;
  nowGrams: number;
}

export interface SentReportView extends SentReport {
  /** As it was sent. */
  report: YearReport;
  differences: ReportDifference[];
}

/** Keeps the year's report as it stands, for good. The same id again is answered as the first time. */
@Request({ owner: 'tonnage', verb: 'send-year-report', version: 1 })
export class SendYearReport extends RequestTo<SentReportView> {
  @IsPart(() => Author) author!: Author;
  @IsUUID() reportId!: string;
  @MayBeAbsent() @IsId() stationId?: string;
  @IsInt() @Min(2000) @Max(2100) year!: number;
  /** To whom, and what about it. */
  @IsText() @MaxLength(500) note!: string;
}

/** Newest first. Without a station: those about all stations. */
@Request({ owner: 'tonnage', verb: 'list-sent-reports', version: 1 })
export class ListSentReports extends RequestTo<SentReport[]> {
  @MayBeAbsent() @IsId() stationId?: string;
}

/** A report as it was sent. */
@Request({ owner: 'tonnage', verb: 'get-sent-report', version: 1 })
export class GetSentReport extends RequestTo<SentReportView> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsUUID() reportId!: string;
}
