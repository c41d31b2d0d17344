import { IsBoolean, IsIn, IsInt, IsNotEmpty, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { Author } from './author';
import { Request, RequestTo } from './contract';
import { type EntryKind } from './figures';
import { IsGrams, IsId, IsInstant, IsPart, IsText, MayBeAbsent } from './formats';
import { STREAMS, type WasteStream } from './stations';

/** What a staff entry did to the ledger. */
export interface StaffEntry {
  entryId: string;
  /** The weighings whose rows it wrote; a transfer has two. */
  weighingIds: string[];
  /**
   * `relabelled`: a scale had measured it, and only its name or its share changed; the sum of the container is as before.
   * `added`: nothing weighed the container then, and the grams came from the entry.
   */
  effect: 'relabelled' | 'added';
  rows: { kind: EntryKind; containerId: string; stream: WasteStream; fraction: string; grams: number }[];
}

/** A container, and its station. */
export class ContainerPlace {
  @IsId() stationId!: string;
  @IsId() containerId!: string;
}

/** Who enters what, and why; the same `entryId` again changes nothing and gets the first answer. */
abstract class StaffEntryRequest extends RequestTo<StaffEntry> {
  @IsUUID() entryId!: string;
  @IsText() @MaxLength(500) reason!: string;
  /** Only tells what it would do: the answer is the same, and nothing is written. */
  @MayBeAbsent() @IsBoolean() preview?: boolean;
  @IsPart(() => Author) author!: Author;
}

/** A drop-off that staff saw or weighed themselves. Positive integer grams. */
@Request({ owner: 'dropoffs', verb: 'record-manual-drop-off', version: 1 })
export class RecordManualDropOff extends StaffEntryRequest {
  @IsPart(() => ContainerPlace) place!: ContainerPlace;
  @IsInstant() at!: string;
  @IsInt() @Min(1) @Max(1_000_000_000) grams!: number;
  @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @MayBeAbsent() @IsNotEmpty() @IsText() @MaxLength(60) fraction?: string;
  /** The ledger row that it is, where several measured ones could be meant. */
  @MayBeAbsent() @IsUUID() dropOffId?: string;
}

/** What a weighing really was: its weight (signed integer grams, + into the container), its stream, its fraction. At least one. */
@Request({ owner: 'dropoffs', verb: 'correct-drop-off', version: 1 })
export class CorrectDropOff extends StaffEntryRequest {
  /** Any row of the weighing. */
  @IsUUID() dropOffId!: string;
  @MayBeAbsent() @IsGrams() grams?: number;
  @MayBeAbsent() @IsIn(STREAMS) stream?: WasteStream;
  @MayBeAbsent() @IsNotEmpty() @IsText() @MaxLength(60) fraction?: string;
}

/** The container was emptied by people, in whole or in part. `grams` (positive) only where no scale measured it. */
@Request({ owner: 'dropoffs', verb: 'record-collection', version: 1 })
export class RecordCollection extends StaffEntryRequest {
  @IsPart(() => ContainerPlace) place!: ContainerPlace;
  @IsInstant() at!: string;
  @MayBeAbsent() @IsInt() @Min(1) @Max(1_000_000_000) grams?: number;
  @MayBeAbsent() @IsUUID() dropOffId?: string;
}

/**
 * Goods were moved from one container to another: as many grams go out of the one as come into the other. Without `grams` (positive) they
 * are what the first container's scale measured, else the second one's; they are needed where neither did.
 */
@Request({ owner: 'dropoffs', verb: 'record-transfer', version: 1 })
export class RecordTransfer extends StaffEntryRequest {
  @IsPart(() => ContainerPlace) from!: ContainerPlace;
  @IsPart(() => ContainerPlace) to!: ContainerPlace;
  @IsInstant() at!: string;
  @MayBeAbsent() @IsInt() @Min(1) @Max(1_000_000_000) grams?: number;
  /** A row of `from`: the measured fall that it is, or the kilos that were moved, whose weight then counts. */
  @MayBeAbsent() @IsUUID() dropOffId?: string;
  /** A row of `to`: the measured rise that it is, where several could be meant. */
  @MayBeAbsent() @IsUUID() toDropOffId?: string;
}
