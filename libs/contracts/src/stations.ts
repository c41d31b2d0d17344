import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNotEmpty,
  IsNumber,
  IsPositive,
  IsString,
  Max,
  MaxLength,
  Min,
  NotEquals,
} from 'class-validator';
import {
  FOREIGN_DOOR_DIALECTS,
  FOREIGN_SCALE_DIALECTS,
  type ForeignDoorDialect,
  type ForeignScaleDialect,
  WEIGHT_UNITS,
  type WeightUnit,
} from '@selvbetjent/devices';
import { Fact } from './contract';
import {
  IsGrams,
  IsHoursText,
  IsId,
  IsInstant,
  IsLocalDate,
  IsPart,
  IsParts,
  IsText,
  IsTopic,
  MayBeAbsent,
  MayBeNull,
} from './formats';

export const STREAMS = ['reuse', 'recycling', 'residual', 'hazardous'] as const;
export type WasteStream = (typeof STREAMS)[number];
export const ACCESS_KINDS = ['self-service', 'staffed', 'closed'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];
/** The native dialect, and every make that `libs/devices` reads. */
export const DOOR_DIALECTS: readonly DoorDialect[] = ['selvbetjent', ...FOREIGN_DOOR_DIALECTS];
export type DoorDialect = 'selvbetjent' | ForeignDoorDialect;
export const SCALE_DIALECTS: readonly ScaleDialect[] = ['selvbetjent', ...FOREIGN_SCALE_DIALECTS];
export type ScaleDialect = 'selvbetjent' | ForeignScaleDialect;

/** The same short text in Norwegian and English, for people. */
export class LocalText {
  @IsText() @MaxLength(500) nb!: string;
  @IsText() @MaxLength(500) en!: string;
}

export class Location {
  @IsLatitude() latitude!: number;
  @IsLongitude() longitude!: number;
}

/** Where something stands from the start of the local date `validFrom` until the next one's. */
export class DatedLocation extends Location {
  @IsLocalDate() validFrom!: string;
}

/** Somebody opened the door from inside without power. */
export class HandleCheck {
  @IsInstant() at!: string;
  @IsText() @MaxLength(200) by!: string;
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
  @IsIn(DOOR_DIALECTS) dialect!: DoorDialect;
  /** Other dialects: the MQTT topic that the device's own ones begin with. */
  @MayBeAbsent() @IsTopic() topic?: string;
  /** Which of the device's relays moves the bolt; the first by default, which Tasmota calls 1 and Shelly 0. */
  @MayBeAbsent() @IsInt() @Min(0) @Max(32) relay?: number;
  /** Other dialects: the topic of a Zigbee2MQTT contact sensor on the leaf. */
  @MayBeAbsent() @IsTopic() contactTopic?: string;
  /** Offered to Oslonøkkelen; also states that the inside handle was checked to open without power. */
  @IsBoolean() exposed!: boolean;
  /** The newest check that found the inside handle good; absent where only the stations file states it. */
  @MayBeAbsent() @IsPart(() => HandleCheck) insideHandle?: HandleCheck;
  @MayBeAbsent() @IsInstant() retiredAt?: string;
}

export class Scale {
  @IsId() id!: string;
  @IsIn(SCALE_DIALECTS) dialect!: ScaleDialect;
  /** MQTT topic of dialects that have none by convention; may hold MQTT's wildcards. */
  @MayBeAbsent() @IsTopic() topic?: string;
  @IsInt() @IsPositive() resolutionGrams!: number;
  @IsInt() @IsPositive() maxKg!: number;
  /** What the device doesn't say itself; see `ScaleSettings` of `libs/devices`. */
  @MayBeAbsent() @IsIn(WEIGHT_UNITS) unit?: WeightUnit;
  @MayBeAbsent() @IsNumber() @NotEquals(0) factor?: number;
  @MayBeAbsent() @IsGrams() offsetGrams?: number;
  /** How long a value must stay until it counts as settled, of a scale that doesn't say itself whether its load rests. */
  @MayBeAbsent() @IsInt() @IsPositive() @Max(3_600) settleSeconds?: number;
  @MayBeAbsent() @IsText() @MaxLength(200) field?: string;
  @MayBeAbsent() @IsText() @MaxLength(40) address?: string;
  @MayBeAbsent() @IsInt() @Min(0) alias?: number;
  @MayBeAbsent() @IsInt() @Min(0) @Max(255) port?: number;
  @MayBeAbsent() @IsNumber() f0?: number;
  @MayBeAbsent() @IsNumber() k?: number;
  @MayBeAbsent() @IsInstant() retiredAt?: string;
}

/** The `containerId` of kilos that were in none of the station's containers: activities and imported history. */
export const NO_CONTAINER = 'none';

export class Container {
  @IsId()
  @NotEquals(NO_CONTAINER, { message: '$property must not be "none", which stands for no container' })
  id!: string;
  @IsString() @IsNotEmpty() name!: string;
  @IsIn(STREAMS) stream!: WasteStream;
  @IsString() @IsNotEmpty() fraction!: string;
  @IsInt() @IsPositive() capacityKg!: number;
  @IsIn(ACCESS_KINDS) access!: AccessKind;
  /** Narrows the station's hours. */
  @MayBeAbsent() @IsHoursText() hours?: string;
  /** Where it stands today, when that isn't with the station. */
  @MayBeAbsent() @IsPart(() => Location) location?: Location;
  @MayBeAbsent() @IsParts(() => DatedLocation) locations?: DatedLocation[];
  /** From then on it is out of use for good; its history and the ids of its devices stay. */
  @MayBeAbsent() @IsInstant() retiredAt?: string;
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
  /** Where it stands today: the newest of `locations` that has begun, where there are any. */
  @IsPart(() => Location) location!: Location;
  @MayBeAbsent() @IsParts(() => DatedLocation) locations?: DatedLocation[];
  /** From then on it is out of use for good; its figures and history stay. */
  @MayBeAbsent() @IsInstant() retiredAt?: string;
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
