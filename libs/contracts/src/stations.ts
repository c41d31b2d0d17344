import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsLatitude,
  IsLongitude,
  IsNotEmpty,
  IsPositive,
  IsString,
  MaxLength,
  Min,
} from 'class-validator';
import { Fact } from './contract';
import { IsHoursText, IsId, IsInstant, IsLocalDate, IsPart, IsParts, IsText, MayBeAbsent, MayBeNull } from './formats';

export const STREAMS = ['reuse', 'recycling', 'residual', 'hazardous'] as const;
export type WasteStream = (typeof STREAMS)[number];
export const ACCESS_KINDS = ['self-service', 'staffed', 'closed'] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];
export const DOOR_DIALECTS = ['selvbetjent'] as const;
export const SCALE_DIALECTS = ['selvbetjent', 'tasmota-hx711'] as const;
export type ScaleDialect = (typeof SCALE_DIALECTS)[number];

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
  @IsIn(DOOR_DIALECTS) dialect!: (typeof DOOR_DIALECTS)[number];
  /** Offered to Oslonøkkelen; also states that the inside handle was checked to open without power. */
  @IsBoolean() exposed!: boolean;
  /** The newest check that found the inside handle good; absent where only the stations file states it. */
  @MayBeAbsent() @IsPart(() => HandleCheck) insideHandle?: HandleCheck;
  @MayBeAbsent() @IsInstant() retiredAt?: string;
}

export class Scale {
  @IsId() id!: string;
  @IsIn(SCALE_DIALECTS) dialect!: ScaleDialect;
  /** MQTT topic of dialects that have none by convention. */
  @MayBeAbsent() @IsString() @IsNotEmpty() topic?: string;
  @IsInt() @IsPositive() resolutionGrams!: number;
  @IsInt() @IsPositive() maxKg!: number;
  @MayBeAbsent() @IsInstant() retiredAt?: string;
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
