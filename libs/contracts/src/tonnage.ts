import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { type ATTEMPT_ENDINGS } from './access';
import { Request, RequestTo } from './contract';
import { type Flow } from './figures';
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

/** How far the figures of a range can be relied on. */
export interface Completeness {
  openMinutes: number;
  /** Of `openMinutes`: those in which every scale of the station is known to have worked; null while nothing is known of any. */
  weighedMinutes: number | null;
  visits: number;
  trustedVisits: number;
  /** Part of the rows' `grams`. */
  uncertainGrams?: number;
  /** Part of `grams` that stands on people's corrections: what they corrected counts whole, not by the difference. Without its sign. */
  correctedGrams?: number;
  /** Put in or taken out, and so implausible that it is in no figure; without its sign. */
  quarantinedGrams?: number;
}

/** Where the range's kilos came from and went, each for itself: none of them is ever taken off another. All ≥ 0 unless corrected so. */
export interface KiloFlows {
  /** Put into containers for reuse. That it is used again is not said by that. */
  deliveredToReuseGrams: number;
  /** Taken out of containers for reuse by visitors. */
  takenOutForReuseGrams: number;
  /** Fetched from containers for reuse. */
  collectedFromReuseGrams: number;
  /** Moved from containers for reuse to others; what was moved into them counts against it. */
  movedOutOfReuseGrams: number;
  /** Moved into containers for residual waste: what was left for something better and became waste. */
  becameWasteGrams: number;
  deliveredToRecyclingGrams: number;
  /** Shares of the rows' `grams`. Rows that were taken in before it was kept say `unknown`, until a rebuild. */
  byOrigin: { origin: string; grams: number }[];
  byMethod: { method: string; grams: number }[];
}

export interface Tonnage {
  rows: TonnageRow[];
  complete: Completeness;
  flows?: KiloFlows;
}

/** `from` and `to` are inclusive local dates of the visits' closes. */
@Request({ owner: 'tonnage', verb: 'query-tonnage', version: 1 })
export class QueryTonnage extends RequestTo<Tonnage> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsLocalDate() from!: string;
  @IsLocalDate() to!: string;
  @IsIn(PERIODS) by!: Period;
}

/** What a range's kilos can be divided by. */
export const SPLITS = ['station', 'fraction', 'method', 'origin'] as const;
export type Split = (typeof SPLITS)[number];

/** One flow of a period, or of a part that the range is split into. */
export interface FlowSum {
  /** The period, or the station, fraction, method or origin. */
  key: string;
  flow: Flow;
  grams: number;
  /** Part of `grams`. */
  uncertainGrams: number;
  /** Part of `grams` that stands on people's corrections: what they corrected counts whole, not by the difference. Without its sign. */
  correctedGrams: number;
}

/** `byPeriod` and `byPart` are the same kilos, divided in two ways; what has no ledger row is in neither. */
export interface FlowSums {
  byPeriod: FlowSum[];
  /** Without a split, the whole range under the key ''. */
  byPart: FlowSum[];
  complete: Completeness;
}

/** The flows of a range at these stations, or at all. `from` and `to` are inclusive local dates of the visits' closes. */
@Request({ owner: 'tonnage', verb: 'query-flows', version: 1 })
export class QueryFlows extends RequestTo<FlowSums> {
  @MayBeAbsent()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsId({ each: true })
  stationIds?: string[];
  @IsLocalDate() from!: string;
  @IsLocalDate() to!: string;
  @IsIn(PERIODS) by!: Period;
  @MayBeAbsent() @IsIn(SPLITS) split?: Split;
}

/** How many visits began in an hour of the week, over a range. */
export interface VisitHourCount {
  /** 1 is Monday, by the station's own dates. */
  weekday: number;
  /** 0–23, the station's local hour. */
  hour: number;
  visits: number;
}

/** How attempts to open ended in an hour of the week; denied ones outside opening hours are demand that is not met. */
export interface AttemptHourCount {
  weekday: number;
  hour: number;
  ending: 'unlocked' | (typeof ATTEMPT_ENDINGS)[number];
  /** Null when it unlocked. */
  reason: string | null;
  attempts: number;
}

export interface Use {
  visits: VisitHourCount[];
  attempts: AttemptHourCount[];
}

/** Visits and attempts by hour of the week; `from` and `to` are inclusive local dates, all stations without one. */
@Request({ owner: 'tonnage', verb: 'query-use', version: 1 })
export class QueryUse extends RequestTo<Use> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsLocalDate() from!: string;
  @IsLocalDate() to!: string;
}
