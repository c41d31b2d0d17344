import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNotEmpty,
  IsPositive,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Author } from './author';
import { Fact, Request, RequestTo } from './contract';
import { IsHoursText, IsId, IsInstant, IsLocalDate, IsPart, IsParts, IsText, MayBeAbsent, MayBeNull } from './formats';

export const STREAMS = ['reuse', 'recycling', 'residual', 'hazardous'] as const;
export type WasteStream = (typeof STREAMS)[number];
export const ACCESS_KINDS = ['self-service', 'staffed', 'closed'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];
export const DOOR_DIALECTS = ['selvbetjent'] as const;
export const SCALE_DIALECTS = ['selvbetjent', 'tasmota-hx711'] as const;
export type ScaleDialect = (typeof SCALE_DIALECTS)[number];

/** A place in the audit. */
const CURSOR = /^[1-9]\d{0,15}$/;

/** The same short text in Norwegian and English, for people. */
export class LocalText {
  @IsText() @MaxLength(500) nb!: string;
  @IsText() @MaxLength(500) en!: string;
}

export class Location {
  @IsLatitude() latitude!: number;
  @IsLongitude() longitude!: number;
}

/** Whom to call and how to get out; stands in every message at the door. */
export class Help {
  @IsString() @IsNotEmpty() phone!: string;
  @IsPart(() => LocalText) text!: LocalText;
}

/** Hours in force from the start of the local date `validFrom` until the next version's. */
export class HoursVersion {
  @IsLocalDate() validFrom!: string;
  @IsHoursText() hours!: string;
}

/** One local date with hours of its own; `off` is closed all day. */
export class HoursException {
  @IsLocalDate() date!: string;
  @IsHoursText() hours!: string;
  @MayBeNull() @IsPart(() => LocalText) reason?: LocalText | null;
}

/** Half-open [from, until): `until` null is until further notice, `containers` null is the whole station. */
export class Closure {
  @IsString() @IsNotEmpty() id!: string;
  @IsInstant() from!: string;
  @MayBeNull() @IsInstant() until!: string | null;
  @MayBeNull() @IsArray() @IsId({ each: true }) containers!: string[] | null;
  @IsIn(['residents', 'everyone']) appliesTo!: 'residents' | 'everyone';
  @IsPart(() => LocalText) reason!: LocalText;
}

export class Door {
  /** Also the id of the Oslonøkkelen thing. */
  @IsId() id!: string;
  @IsIn(DOOR_DIALECTS) dialect!: (typeof DOOR_DIALECTS)[number];
  /** Offered to Oslonøkkelen; also states that the inside handle was checked to open without power. */
  @IsBoolean() exposed!: boolean;
}

export class Scale {
  @IsId() id!: string;
  @IsIn(SCALE_DIALECTS) dialect!: ScaleDialect;
  /** MQTT topic of dialects that have none by convention. */
  @MayBeAbsent() @IsString() @IsNotEmpty() topic?: string;
  @IsInt() @IsPositive() resolutionGrams!: number;
  @IsInt() @IsPositive() maxKg!: number;
}

export class Container {
  @IsId() id!: string;
  @IsString() @IsNotEmpty() name!: string;
  @IsIn(STREAMS) stream!: WasteStream;
  @IsString() @IsNotEmpty() fraction!: string;
  @IsInt() @IsPositive() capacityKg!: number;
  @IsIn(ACCESS_KINDS) access!: AccessKind;
  /** Narrows the station's hours. */
  @MayBeAbsent() @IsHoursText() hours?: string;
  @IsParts(() => Door) doors!: Door[];
  @IsParts(() => Scale) scales!: Scale[];
}

/** The whole station, as its owner knows it; readers keep a copy and need nothing else to decide. */
@Fact({ owner: 'stations', noun: 'station', happened: 'changed', version: 1, snapshot: true })
export class StationChanged {
  @IsId() stationId!: string;
  /** Rises with every change of anything in here; readers ignore older ones. */
  @IsInt() @Min(1) revision!: number;
  @IsString() @IsNotEmpty() name!: string;
  @IsString() district!: string;
  @IsString() address!: string;
  @IsPart(() => Location) location!: Location;
  /** IANA zone; all local dates in here are its. */
  @IsString() @IsNotEmpty() timeZone!: string;
  @IsPart(() => Help) help!: Help;
  /** Devices of a simulated station obey tokens of the simulated issuer, real ones never do. */
  @IsBoolean() simulated!: boolean;
  /** Rises with every change of hours; what an editor must have seen to save. */
  @IsInt() @Min(0) hoursVersion!: number;
  @IsParts(() => HoursVersion) openingHours!: HoursVersion[];
  @MayBeAbsent() @IsHoursText() staffedHours?: string;
  @IsParts(() => HoursException) exceptions!: HoursException[];
  @IsParts(() => Closure) closures!: Closure[];
  @IsParts(() => Container) containers!: Container[];
}

/** All stations, or the one that is asked for, as their newest snapshots, by id. */
@Request({ owner: 'stations', verb: 'list-stations', version: 1 })
export class ListStations extends RequestTo<StationChanged[]> {
  @MayBeAbsent() @IsId() stationId?: string;
}

export interface LocalInterval {
  start: string;
  end: string;
}

export const HOURS_CONFLICTS = ['exception_overrides', 'closure_overrides', 'holiday', 'later_version'] as const;
export const HOURS_WARNINGS = ['always_open', 'never_open', 'opens_more'] as const;

/** Saving needs `confirm` and a sign-in of the last 15 minutes. */
export interface WarningToConfirm {
  code: (typeof HOURS_WARNINGS)[number];
  message: string;
}

/** What would be if this version, and these exceptions, were saved. */
export interface HoursPreview {
  intervals: LocalInterval[];
  changes: { date: string; before: LocalInterval[]; after: LocalInterval[] }[];
  conflicts: { code: (typeof HOURS_CONFLICTS)[number]; date: string; message: string }[];
  warnings: WarningToConfirm[];
  /** The hours as we would write them. */
  canonical: string;
  /** Spellings and rules that often mean something else; `position` from 0. */
  hoursWarnings: { position: number; message: string }[];
}

/** A date's hours without a reason, as they are being tried. */
export class DatedHours {
  @IsLocalDate() date!: string;
  @IsHoursText() hours!: string;
}

/**
 * Computes, saves nothing. `from` and `to` are inclusive local dates, at most 400 days, by default the coming 14 days.
 * Denied: `not_found`, `forbidden`, `bad_hours`, `bad_interval`.
 */
@Request({ owner: 'stations', verb: 'preview-opening-hours', version: 1 })
export class PreviewOpeningHours extends RequestTo<HoursPreview> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsLocalDate() validFrom!: string;
  @IsHoursText() hours!: string;
  /** Tried together with the version; each takes the place of what its date has. */
  @MayBeAbsent() @IsParts(() => DatedHours) exceptions?: DatedHours[];
  @MayBeAbsent() @IsLocalDate() from?: string;
  @MayBeAbsent() @IsLocalDate() to?: string;
}

/**
 * Every change of hours is denied with `not_found`, `forbidden`, `stale_version` (with the version in force and its hours),
 * `confirmation_needed` (with `warnings`), and `recent_sign_in_needed` when it is confirmed by somebody who signed in more than
 * 15 minutes ago. This one also with `bad_hours`, `valid_from_past`.
 */
@Request({ owner: 'stations', verb: 'change-opening-hours', version: 1 })
export class ChangeOpeningHours extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsLocalDate() validFrom!: string;
  @IsHoursText() hours!: string;
  @IsInt() @Min(0) expectedVersion!: number;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/** Takes back a version that hasn't begun yet. Denied as every change of hours, and with `already_begun`. */
@Request({ owner: 'stations', verb: 'withdraw-opening-hours', version: 1 })
export class WithdrawOpeningHours extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsLocalDate() validFrom!: string;
  @IsInt() @Min(0) expectedVersion!: number;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/** Gives a date hours of its own, in place of those it has. Denied as every change of hours, and with `bad_hours`, `date_past`. */
@Request({ owner: 'stations', verb: 'set-exception', version: 1 })
export class SetException extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsLocalDate() date!: string;
  @IsHoursText() hours!: string;
  @MayBeNull() @IsPart(() => LocalText) reason?: LocalText | null;
  @MayBeAbsent() @IsInt() @Min(0) expectedVersion?: number;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/** The date gets its usual hours back. Denied as every change of hours, and with `date_past`. */
@Request({ owner: 'stations', verb: 'remove-exception', version: 1 })
export class RemoveException extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsLocalDate() date!: string;
  @MayBeAbsent() @IsInt() @Min(0) expectedVersion?: number;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/**
 * Takes back the last change of versions or exceptions, from today on, as a change of its own: undoing it is the redo.
 * Denied as every change of hours, and with `nothing_to_undo`.
 */
@Request({ owner: 'stations', verb: 'undo-hours-change', version: 1 })
export class UndoHoursChange extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsInt() @Min(0) expectedVersion!: number;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/** Withholds unlocks from `from` (default now) until `until` (default until further notice). Denied: `not_found`, `forbidden`, `bad_interval`, `unknown_container`. */
@Request({ owner: 'stations', verb: 'close-station', version: 1 })
export class CloseStation extends RequestTo<{ closureId: string; station: StationChanged }> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @MayBeNull() @IsInstant() from?: string | null;
  @MayBeNull() @IsInstant() until?: string | null;
  @MayBeNull() @IsArray() @ArrayNotEmpty() @IsId({ each: true }) containers?: string[] | null;
  @IsIn(['residents', 'everyone']) appliesTo!: 'residents' | 'everyone';
  @IsPart(() => LocalText) reason!: LocalText;
  /** Names the closure, so that asking again makes no second one. */
  @MayBeAbsent() @IsUUID() closureId?: string;
}

/** Ends a closure now; its history stays. Denied: `not_found`, `forbidden`. */
@Request({ owner: 'stations', verb: 'end-closure', version: 1 })
export class EndClosure extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsString() @IsNotEmpty() closureId!: string;
}

/** One change: the fields that differ, as they were and as they became. */
export interface AuditItem {
  position: number;
  at: string;
  stationId: string;
  author: { name: string };
  action: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** The last change of hours, where taking it back would change something. */
  undoable: boolean;
}

export interface AuditPage {
  items: AuditItem[];
  /** Cursor of the following page; null on the last. */
  next: string | null;
}

/** Changes of one station, newest first, for its staff. Denied: `not_found`, `forbidden`. */
@Request({ owner: 'stations', verb: 'list-history', version: 1 })
export class ListHistory extends RequestTo<AuditPage> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @MayBeAbsent() @Matches(CURSOR) cursor?: string;
  @IsInt() @Min(1) @Max(200) limit!: number;
}

/** Changes of one station or all, newest first, for operators; `from` and `to` are inclusive local dates. Denied: `forbidden`. */
@Request({ owner: 'stations', verb: 'list-audit', version: 1 })
export class ListAudit extends RequestTo<AuditPage> {
  @IsPart(() => Author) author!: Author;
  @MayBeAbsent() @IsId() stationId?: string;
  @MayBeAbsent() @IsLocalDate() from?: string;
  @MayBeAbsent() @IsLocalDate() to?: string;
  @MayBeAbsent() @Matches(CURSOR) cursor?: string;
  @IsInt() @Min(1) @Max(200) limit!: number;
}
