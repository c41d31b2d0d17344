import { ArrayMaxSize, IsBoolean, IsIn, IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { Author } from './author';
import { Fact, Request, RequestTo } from './contract';
import { METHODS, ORIGINS } from './dropoffs';
import { IsId, IsLocalDate, IsPart, IsParts, IsText, MayBeAbsent, MayBeNull } from './formats';
import { STREAMS, type WasteStream } from './stations';

/** `storage`: goods of businesses and agencies that are kept for reuse; `construction`: something is built of reused material. */
export const ACTIVITY_KINDS = [
  'market',
  'repair',
  'swap',
  'workshop',
  'give-away',
  'construction',
  'storage',
  'celebration',
  'other',
] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

/** Goods of one kind that found new use; `grams` is above zero. */
export class ActivityGoods {
  @IsIn(STREAMS) stream!: WasteStream;
  @IsText() @MaxLength(60) fraction!: string;
  @IsInt() @Min(1) @Max(1_000_000_000) grams!: number;
  @IsIn(METHODS) method!: (typeof METHODS)[number];
  @IsIn(ORIGINS) origin!: (typeof ORIGINS)[number];
}

/** What an activity was. Counts that nobody made are null, which is not zero. */
export class Activity {
  /** Local date of the station that it counts for. */
  @IsLocalDate() localDate!: string;
  @IsText() @MaxLength(200) place!: string;
  @IsIn(ACTIVITY_KINDS) kind!: ActivityKind;
  @IsText() @MaxLength(200) title!: string;
  @IsParts(() => ActivityGoods) @ArrayMaxSize(100) goods!: ActivityGoods[];
  /** How many events for residents this record stands for: 0 when it was none, more than one for a whole programme. */
  @IsInt() @Min(0) @Max(10_000) residentEvents!: number;
  /** A programme beyond the station (`ombruksuka`); its events and kilos are reported apart from the station's own. */
  @MayBeNull() @Matches(/^[a-z0-9][a-z0-9-]{0,39}$/) programme!: string | null;
  @MayBeNull() @IsInt() @Min(0) @Max(10_000_000) visitors!: number | null;
  @MayBeNull() @IsInt() @Min(0) @Max(10_000_000) items!: number | null;
  @MayBeNull() @IsInt() @Min(0) @Max(10_000_000) repairedItems!: number | null;
  @MayBeNull() @IsInt() @Min(0) @Max(10_000_000) helpers!: number | null;
  @MayBeNull() @IsText() @MaxLength(2_000) note!: string | null;
}

/** An activity as it now stands. Its kilos are ledger rows of kind `activity` whose `weighingId` is the activity's id. */
@Fact({ owner: 'dropoffs', noun: 'activity', happened: 'recorded', version: 1 })
export class ActivityRecorded {
  @IsUUID() activityId!: string;
  @IsId() stationId!: string;
  /** 1 when it is recorded; rises with each correction and with the cancellation. */
  @IsInt() @Min(1) revision!: number;
  @IsBoolean() cancelled!: boolean;
  @IsPart(() => Activity) activity!: Activity;
}

/** An activity with who said so last, and why. */
export interface ActivityView {
  activityId: string;
  stationId: string;
  revision: number;
  cancelled: boolean;
  activity: Activity;
  author: string;
  /** Of the correction or cancellation; null while it stands as it was first recorded. */
  reason: string | null;
  recordedAt: string;
}

/** The same id with the same activity again is answered as the first time; with another one it is denied (`already_recorded`). */
@Request({ owner: 'dropoffs', verb: 'record-activity', version: 1 })
export class RecordActivity extends RequestTo<ActivityView> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsUUID() activityId!: string;
  @IsPart(() => Activity) activity!: Activity;
}

/** How the activity should read from now on, as a whole; the ledger gets the difference as rows of their own. */
@Request({ owner: 'dropoffs', verb: 'correct-activity', version: 1 })
export class CorrectActivity extends RequestTo<ActivityView> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsUUID() activityId!: string;
  @IsPart(() => Activity) activity!: Activity;
  @IsText() @MaxLength(500) reason!: string;
  /** The revision that the author has seen; another one is denied (`stale_version`). */
  @IsInt() @Min(1) expectedRevision!: number;
}

/** It should not have been entered: its kilos are taken back, and every revision stays. */
@Request({ owner: 'dropoffs', verb: 'cancel-activity', version: 1 })
export class CancelActivity extends RequestTo<ActivityView> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsUUID() activityId!: string;
  @IsText() @MaxLength(500) reason!: string;
}

/** Newest date first, cancelled ones too. `from` and `to` are inclusive local dates; `cursor` is the last page's `next`. */
@Request({ owner: 'dropoffs', verb: 'list-activities', version: 1 })
export class ListActivities extends RequestTo<{ items: ActivityView[]; next: string | null }> {
  @MayBeAbsent() @IsId() stationId?: string;
  @MayBeAbsent() @IsLocalDate() from?: string;
  @MayBeAbsent() @IsLocalDate() to?: string;
  @MayBeAbsent() @IsString() cursor?: string;
  @IsInt() @Min(1) @Max(500) limit!: number;
}
