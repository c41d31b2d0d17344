import {
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsString,
  IsUUID,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Author } from './author';
import { Fact, Request, RequestTo } from './contract';
import {
  ENTRY_KINDS,
  type EntryKind,
  type Figure,
  FIGURE_NAMES,
  type Flow,
  FLOW_NAMES,
  QUALITIES,
  type Quality,
} from './figures';
import { IsGrams, IsId, IsInstant, IsLocalDate, IsPart, MayBeAbsent, MayBeNull } from './formats';
import { STREAMS, type WasteStream } from './stations';

export const METHODS = ['weighed', 'estimated'] as const;
export const ORIGINS = ['household', 'business'] as const;
/** The `reason` of a row that cancels the rows of its weighing before it; a new row may follow. */
export const REVERSED = 'reversed';

/** The raw readings that a row rests on: those of this scale in this span of corrected device time, both ends included. */
export class ReadingSpan {
  @IsId() scaleId!: string;
  @IsInstant() from!: string;
  @IsInstant() until!: string;
}

/**
 * One row of the append-only ledger. `drop-off` and `take-out` are what visitors brought and took; `drift` (rain, sun, creep),
 * `unexplained` (steps without a visit) and `emptying` say where else the scale's load went, and are nobody's kilos.
 * A visit's weight is the sum of its rows: a correction is another row, never an edit.
 * `grams` is signed, + into the container.
 */
@Fact({ owner: 'dropoffs', noun: 'drop-off', happened: 'recorded', version: 1 })
export class DropOffRecorded {
  @IsUUID() entryId!: string;
  /** The weighing that the row belongs to: its rows add up. */
  @IsUUID() weighingId!: string;
  @IsIn(ENTRY_KINDS) kind!: EntryKind;
  @IsId() stationId!: string;
  /** `none` (`NO_CONTAINER`) for kilos of activities and history. */
  @IsId() containerId!: string;
  @IsIn(STREAMS) stream!: WasteStream;
  @IsString() @IsNotEmpty() fraction!: string;
  /** NS 9431, four digits, where our table has one. */
  @MayBeAbsent() @Matches(/^\d{4}$/) fractionCode?: string;
  /** The visits whose net this is part of; more than one when they could not be told apart, none for what happened between visits. */
  @IsArray() @ArrayUnique() @IsUUID(undefined, { each: true }) visitIds!: string[];
  /** The visit's close, or when it happened, in corrected device time. */
  @IsInstant() at!: string;
  /** The station's local date of `at`: the day that the kilos count for. */
  @IsLocalDate() localDate!: string;
  @IsGrams() grams!: number;
  @IsIn(QUALITIES) quality!: Quality;
  /** Why the quality isn't `ok`, or why the row was added later. */
  @MayBeNull() @IsString() reason!: string | null;
  @IsIn(METHODS) method!: (typeof METHODS)[number];
  @IsIn(ORIGINS) origin!: (typeof ORIGINS)[number];
  /** Of the weighing that the row belongs to; rises by one with each of its rows. */
  @IsInt() @Min(1) revision!: number;
  @MayBeAbsent() @IsPart(() => ReadingSpan) readings?: ReadingSpan;
}

export interface DropOffView {
  id: string;
  /** The weighing that the row belongs to: its rows add up. */
  weighingId?: string;
  kind: EntryKind;
  stationId: string;
  containerId: string;
  visitIds: string[];
  at: string;
  grams: number;
  quality: Quality;
  reason: string | null;
  stream: WasteStream;
  fraction: string;
  revision: number;
  /** Whether no later reading can change the weighing any more. */
  final: boolean;
  method?: (typeof METHODS)[number];
  /** The raw readings that it rests on, kept for RAW_RETENTION_DAYS; absent where there are none. */
  readings?: ReadingSpan;
  /** Who entered it; absent for what was weighed. */
  author?: string;
  /** Why they did, in their own words. */
  note?: string;
}

/**
 * Which rows of the ledger: all conditions hold together. `from` and `to` are inclusive local dates. With `figure`, exactly the rows
 * whose sum that figure of `QueryTonnage` is; with `flow`, those of that flow of `QueryFlows`.
 */
abstract class LedgerRequest<Reply> extends RequestTo<Reply> {
  @MayBeAbsent() @IsId() stationId?: string;
  /** Of any of these. */
  @MayBeAbsent() @IsArray() @ArrayUnique() @IsId({ each: true }) stationIds?: string[];
  @MayBeAbsent() @IsLocalDate() from?: string;
  @MayBeAbsent() @IsLocalDate() to?: string;
  @MayBeAbsent() @IsId() containerId?: string;
  @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @MayBeAbsent() @IsString() @IsNotEmpty() fraction?: string;
  @MayBeAbsent() @IsIn(ENTRY_KINDS) kind?: EntryKind;
  @MayBeAbsent() @IsIn(QUALITIES) quality?: Quality;
  @MayBeAbsent() @IsIn(METHODS) method?: (typeof METHODS)[number];
  @MayBeAbsent() @IsIn(ORIGINS) origin?: (typeof ORIGINS)[number];
  @MayBeAbsent() @IsIn(FIGURE_NAMES) figure?: Figure;
  @MayBeAbsent() @IsIn(FLOW_NAMES) flow?: Flow;
}

/** Ledger rows by `at`, newest first. `cursor` is the last page's `next`; `untilPosition` leaves out rows that were booked after such a count. */
@Request({ owner: 'dropoffs', verb: 'list-drop-offs', version: 1 })
export class ListDropOffs extends LedgerRequest<{ items: DropOffView[]; next: string | null }> {
  @MayBeAbsent() @IsString() cursor?: string;
  @MayBeAbsent() @IsInt() @Min(0) untilPosition?: number;
  @IsInt() @Min(1) @Max(500) limit!: number;
}

/** What the rows that `list-drop-offs` would list add up to, and the position up to which it would list just these. */
export interface LedgerCount {
  rows: number;
  untilPosition: number;
  /** Signed, as the ledger's: + into the container. */
  grams?: number;
}

/** How many rows these are, and what they add up to. */
@Request({ owner: 'dropoffs', verb: 'count-drop-offs', version: 1 })
export class CountDropOffs extends LedgerRequest<LedgerCount> {}

/** A weighing and the readings around it, for people who want to see what a row rests on. Instants of corrected device time. */
export interface WeighingView {
  weighingId: string;
  stationId: string;
  containerId: string;
  /** All rows of the weighing, newest first: together they are what it says now. */
  rows: DropOffView[];
  /** When the doors were open, in order; `closedAt` null while nobody knows. */
  visits: { openedAt: string; closedAt: string | null; closedBy: 'doors' | 'time-out' | 'next-visit' | null }[];
  /** The loads that it leads from and to, untared; null while they aren't known, and of what no scale weighed. */
  fromGrams: number | null;
  toGrams: number | null;
  /** The readings from shortly before to shortly after, by time; null grams: the scale said that it couldn't weigh. */
  samples: { at: string; grams: number | null }[];
  /** Readings are kept for so many days; older weighings have none left. */
  readingsKeptDays: number;
}

/** The weighing that a ledger row belongs to, for staff of its station. */
@Request({ owner: 'dropoffs', verb: 'show-weighing', version: 1 })
export class ShowWeighing extends RequestTo<WeighingView> {
  @IsUUID() dropOffId!: string;
  @IsPart(() => Author) author!: Author;
}

/** How full a container is by the ledger since it was last emptied, and whether its scale speaks. */
export interface ContainerLevel {
  stationId: string;
  containerId: string;
  grams: number;
  scaleAlive: boolean;
  lastReadingAt: string | null;
  /** When it was last emptied; null when no emptying is known, and then nobody knows what it held before the first visit. */
  emptiedAt?: string | null;
}

/** The levels of all containers; `aliveOnly` leaves out those without a scale that speaks. */
@Request({ owner: 'dropoffs', verb: 'list-levels', version: 1 })
export class ListLevels extends RequestTo<ContainerLevel[]> {
  @MayBeAbsent() @IsBoolean() aliveOnly?: boolean;
}
