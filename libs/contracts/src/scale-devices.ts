import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBase64,
  IsBoolean,
  IsIn,
  IsInt,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Author } from './author';
import { Request, RequestTo } from './contract';
import { IsGrams, IsId, IsInstant, IsPart, IsParts, MayBeAbsent, MayBeNull } from './formats';
import { type ScaleDialect } from './stations';

/** A scale as staff see it. Instants are ours, offsets in milliseconds, grams integer. */
export interface ScaleDeviceView {
  deviceId: string;
  stationId: string;
  containerId: string;
  dialect: ScaleDialect;
  /** The step that it shows weights in. */
  resolutionGrams?: number;
  /** Null when it was never heard. */
  lastSeenAt: string | null;
  lastReadingAt: string | null;
  /** Readings of its newest boot that it skipped and that are still missing. */
  missing: number;
  /** What is added to its clock to get ours; null while unknown. */
  clockOffsetMs: number | null;
  /** Standard deviation of the idle scale. */
  noiseGrams: number | null;
  /** Why what it says isn't trusted now; null when it is. */
  distrust: string | null;
  /** Readings that came again with other content. */
  conflicts: number;
  /** When two devices last spoke under this name in turns. */
  contestedAt: string | null;
  /** Kept payloads from its topic that could not be used. */
  poison: number;
  key: { keyId: string; madeAt: string } | null;
  calibration: { at: string; verdict: CalibrationVerdict } | null;
}

/** How the part that listens to scales is doing. */
export interface ScaleListening {
  connected: boolean;
  /** Our session at the broker is taken from us again and again. */
  contested: boolean;
  /** Messages that the broker says it dropped; null where it doesn't tell. */
  brokerDropped: number | null;
  notedAt: string;
}

/** Every scale with what it last said, and how well we listen. */
@Request({ owner: 'dropoffs', verb: 'list-scale-devices', version: 1 })
export class ListScaleDevices extends RequestTo<{ devices: ScaleDeviceView[]; listening: ScaleListening | null }> {
  @MayBeAbsent() @IsId() stationId?: string;
}

/** What a scale showed, untared where it tells that, by our clock as far as its own is known to be wrong. Integer grams. */
export interface ScaleReading {
  at: string;
  grams: number;
}

/** The newest sound readings of the last hour, newest first. */
@Request({ owner: 'dropoffs', verb: 'list-scale-readings', version: 1 })
export class ListScaleReadings extends RequestTo<ScaleReading[]> {
  @IsId() deviceId!: string;
  @IsInt() @Min(1) @Max(100) limit!: number;
  @IsPart(() => Author) author!: Author;
}

export const SCALE_ALARM_KINDS = ['reading_conflict', 'staff_entry_without_subject'] as const;
export type ScaleAlarmKind = (typeof SCALE_ALARM_KINDS)[number];

/** What staff should look after of scales and their ledger. */
export interface ScaleAlarmView {
  /** Of the device and its boot, or of the entry and its container; always the same. */
  alarmId: string;
  /**
   * `reading_conflict`: readings of a boot came again with other content, so that two devices seem to share one name; stands for a day after
   * the last one. `staff_entry_without_subject`: what staff said of a weighing no longer fits anything that is measured; stands until it does,
   * or until they enter what happened within two hours of it anew.
   */
  kind: ScaleAlarmKind;
  stationId: string;
  containerId: string;
  /** The scale, by which the container is weighed. */
  deviceId: string;
  /** When the first of them came, or when what staff spoke of was measured; instants are ours. */
  since: string;
  raisedAt: string;
  /** Null while it stands. */
  clearedAt: string | null;
  /** The entry that lost its subject, with its author and their reason. */
  entryId?: string;
  author?: string;
  note?: string;
}

/** Newest first, of one station or all; `before` pages backwards by `raisedAt`. */
@Request({ owner: 'dropoffs', verb: 'list-scale-alarms', version: 1 })
export class ListScaleAlarms extends RequestTo<ScaleAlarmView[]> {
  @MayBeAbsent() @IsId() stationId?: string;
  /** Only those that stand. */
  @MayBeAbsent() @IsBoolean() standing?: boolean;
  @MayBeNull() @IsInstant() before?: string | null;
  @IsInt() @Min(1) @Max(500) limit!: number;
}

/** What a device is told: every seq up to `seq` is committed or known lost; `resend` asks for missing ones. */
export interface UploadReceipt {
  boot: string;
  seq: number;
  resend?: number[];
}

/** Readings of the native form, by HTTPS. The key itself never leaves the portal. */
@Request({ owner: 'dropoffs', verb: 'upload-readings', version: 1 })
export class UploadReadings extends RequestTo<UploadReceipt> {
  @IsId() deviceId!: string;
  /** SHA-256 of the device's key, hexadecimal. */
  @Matches(/^[0-9a-f]{64}$/) keyHash!: string;
  /** At most 256 KiB before the encoding. */
  @IsBase64() @MaxLength(349_528) body!: string;
}

/** A key by which a device may send its readings over HTTPS; only the hash of it comes here. */
@Request({ owner: 'dropoffs', verb: 'make-device-key', version: 1 })
export class MakeDeviceKey extends RequestTo<{ keyId: string }> {
  @IsUUID() keyId!: string;
  @IsId() deviceId!: string;
  @Matches(/^[0-9a-f]{64}$/) keyHash!: string;
  @IsPart(() => Author) author!: Author;
}

/** From now on nobody sends readings by this key. */
@Request({ owner: 'dropoffs', verb: 'revoke-device-key', version: 1 })
export class RevokeDeviceKey extends RequestTo<{ keyId: string }> {
  @IsId() deviceId!: string;
  @IsUUID() keyId!: string;
  @IsPart(() => Author) author!: Author;
}

/** A payload that could not be used. */
export interface PoisonView {
  id: number;
  topic: string;
  reason: string;
  /** Its beginning, without secrets; nothing of persons. */
  text: string;
  /** Whether it is whole, so that it can be taken in after a fix. */
  replayable: boolean;
  receivedAt: string;
  replayedAt: string | null;
}

/** Messages of scales that could not be used, newest first, with why. */
@Request({ owner: 'dropoffs', verb: 'list-poison', version: 1 })
export class ListPoison extends RequestTo<PoisonView[]> {
  @MayBeAbsent() @IsId() stationId?: string;
  @IsInt() @Min(1) @Max(500) limit!: number;
}

export interface PoisonReplay {
  replayed: number;
  /** Still of no use. */
  unusable: number;
}

/** Takes in again what could not be used, after what hindered it was mended. */
@Request({ owner: 'dropoffs', verb: 'replay-poison', version: 1 })
export class ReplayPoison extends RequestTo<PoisonReplay> {
  /** All that can be replayed when absent. */
  @MayBeAbsent() @IsArray() @ArrayNotEmpty() @ArrayMaxSize(1_000) @IsInt({ each: true }) ids?: number[];
  @IsPart(() => Author) author!: Author;
}

export const CALIBRATION_PLACES = ['empty', 'centre', 'corner-1', 'corner-2', 'corner-3', 'corner-4'] as const;
export type CalibrationPlace = (typeof CALIBRATION_PLACES)[number];

/** What the scale showed while something of a known weight stood in one place. Integer grams, untared. */
export class CalibrationStep {
  @IsIn(CALIBRATION_PLACES) place!: CalibrationPlace;
  /** 0 when empty. */
  @IsGrams() @Min(0) placedGrams!: number;
  @IsArray() @ArrayNotEmpty() @ArrayMaxSize(100) @IsInt({ each: true }) shownGrams!: number[];
}

export interface CalibrationVerdict {
  passed: boolean;
  /** The largest error of a known weight; null without one. */
  errorGrams: number | null;
  /** The largest difference between the places of one weight; null without two. */
  cornerGrams: number | null;
  allowedGrams: number;
  /** Stable codes of what is wrong or missing. */
  faults: string[];
}

export interface Calibration {
  calibrationId: string;
  deviceId: string;
  at: string;
  steps: CalibrationStep[];
  verdict: CalibrationVerdict;
  author: string;
}

/** A scale was checked with weights that are known. */
@Request({ owner: 'dropoffs', verb: 'record-calibration', version: 1 })
export class RecordCalibration extends RequestTo<Calibration> {
  @IsUUID() calibrationId!: string;
  @IsId() deviceId!: string;
  @IsInstant() at!: string;
  @IsParts(() => CalibrationStep) @ArrayNotEmpty() @ArrayMaxSize(30) steps!: CalibrationStep[];
  @IsPart(() => Author) author!: Author;
}

/** The calibrations of a scale, newest first. */
@Request({ owner: 'dropoffs', verb: 'list-calibrations', version: 1 })
export class ListCalibrations extends RequestTo<Calibration[]> {
  @IsId() deviceId!: string;
  @IsPart(() => Author) author!: Author;
}
