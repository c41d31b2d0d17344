import { IsIn } from 'class-validator';
import { Request, RequestTo } from './contract';
import { IsId, IsLocalDate, MayBeAbsent } from './formats';
import { type WasteStream } from './stations';

export const PERIODS = ['day', 'week', 'month', 'year'] as const;
export type Period = (typeof PERIODS)[number];

export interface TonnageRow {
  /** `2026-11-20`, `2026-W47`, `2026-11` or `2026`. */
  period: string;
  stationId: string;
  stream: WasteStream;
  fraction: string;
  /** Σ drop-offs with their corrections. */
  grams: number;
  /** −Σ take-outs, ≥ 0. */
  takenOutGrams: number;
  /** Visits with a drop-off. */
  dropOffs: number;
  uncertainGrams: number;
}

export interface Tonnage {
  rows: TonnageRow[];
  complete: { openMinutes: number; weighedMinutes: number | null; visits: number; trustedVisits: number };
}

/** `from` and `to` are inclusive local dates of the visits' closes. */
@Request({ owner: 'tonnage', verb: 'query-tonnage', version: 1 })
export class QueryTonnage extends RequestTo<Tonnage> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsLocalDate() from!: string;
  @IsLocalDate() to!: string;
  @IsIn(PERIODS) by!: Period;
}
