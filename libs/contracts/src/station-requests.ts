import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Author } from './author';
import { Request, RequestTo } from './contract';
import { IsHoursText, IsId, IsInstant, IsLocalDate, IsPart, IsParts, MayBeAbsent, MayBeNull } from './formats';
import { LocalText, type StationChanged } from './stations';

/** A place in the audit. */
const CURSOR = /^[1-9]\d{0,15}$/;

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

/** What a change was about: opening hours and exceptions, closures, a door's inside handle, or what a station is. */
export const AUDIT_KINDS = ['hours', 'closures', 'handles', 'registry'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** Changes of one station or all, newest first, for operators; `from` and `to` are inclusive local dates. Denied: `forbidden`. */
@Request({ owner: 'stations', verb: 'list-audit', version: 1 })
export class ListAudit extends RequestTo<AuditPage> {
  @IsPart(() => Author) author!: Author;
  @MayBeAbsent() @IsId() stationId?: string;
  @MayBeAbsent() @IsLocalDate() from?: string;
  @MayBeAbsent() @IsLocalDate() to?: string;
  @MayBeAbsent() @IsIn(AUDIT_KINDS) kind?: AuditKind;
  @MayBeAbsent() @Matches(CURSOR) cursor?: string;
  @IsInt() @Min(1) @Max(200) limit!: number;
}

/** A station in the shape of the stations file, the same words as there; the owner checks it whole and tells all its faults. */
export type StationFields = Record<string, unknown>;

/** Where in the station or the file something is wrong; `line` only of files. */
export interface RegistryFault {
  line?: number;
  path: string;
  reason: string;
}

/** Creates a station. For operators of all. Denied: `forbidden`, `already_exists`, `id_taken`, `bad_station` (with `faults`), `handle_not_checked`. */
@Request({ owner: 'stations', verb: 'create-station', version: 1 })
export class CreateStation extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsObject() station!: StationFields;
}

/**
 * Replaces what a station is, hours and closures apart. Nothing may be left out to be removed: what is out of use has a
 * `retiredAt`. For operators. Denied: `not_found`, `forbidden`, `stale_revision`, `bad_station` (with `faults`), `id_taken`,
 * `left_out`, `hours_elsewhere`, `handle_not_checked`; `confirmation_needed` (with `warnings`) and `recent_sign_in_needed` where
 * residents could open a door at times when they can't now.
 */
@Request({ owner: 'stations', verb: 'change-station', version: 1 })
export class ChangeStation extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsInt() @Min(1) expectedRevision!: number;
  @IsObject() station!: StationFields;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/**
 * Records that somebody tried a door's inside handle without power. One that opens may be exposed with it; one that doesn't
 * is withdrawn at once. Denied: `not_found`, `forbidden`.
 */
@Request({ owner: 'stations', verb: 'record-handle-check', version: 1 })
export class RecordHandleCheck extends RequestTo<StationChanged> {
  @IsPart(() => Author) author!: Author;
  @IsId() stationId!: string;
  @IsId() doorId!: string;
  @IsBoolean() opens!: boolean;
  @MayBeAbsent() @IsBoolean() expose?: boolean;
}

/** What a file would change, or changed; fields by their names in the file. */
export interface ImportedStation {
  stationId: string;
  kind: 'created' | 'changed' | 'unchanged';
  fields: { field: string; before: unknown; after: unknown }[];
  /** What the station has and the file doesn't: it stays. */
  leftOut: string[];
  warnings: WarningToConfirm[];
}

/**
 * Applies a stations file whole or not at all: all that it says is taken over; known exceptions, closures, and what it leaves
 * out stay. For operators of all. Denied: `forbidden`, `bad_file` (with `faults`), `id_taken`, `confirmation_needed` (with
 * `stations`), `recent_sign_in_needed`.
 */
@Request({ owner: 'stations', verb: 'import-stations', version: 1 })
export class ImportStations extends RequestTo<{ applied: boolean; stations: ImportedStation[] }> {
  @IsPart(() => Author) author!: Author;
  @IsString() @MaxLength(400_000) yaml!: string;
  @IsBoolean() dryRun!: boolean;
  @MayBeAbsent() @IsBoolean() confirm?: boolean;
}

/** All stations as a stations file that imports without a change. For operators of all. Denied: `forbidden`. */
@Request({ owner: 'stations', verb: 'export-stations', version: 1 })
export class ExportStations extends RequestTo<{ yaml: string }> {
  @IsPart(() => Author) author!: Author;
}
