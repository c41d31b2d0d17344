import { IsArray, IsBoolean, IsIn, IsInt, IsNotEmpty, IsString, IsUUID, Max, Min } from 'class-validator';
import { Fact, Request, RequestTo } from './contract';
import { IsHoursText, IsId, IsInstant, IsLocalDate, MayBeAbsent, MayBeNull } from './formats';
import { type DoorDialect } from './stations';

/** A door's own confirmation of an attempt's command: unlocked, not yet opened. */
@Fact({ owner: 'access', noun: 'door', happened: 'unlocked', version: 1 })
export class DoorUnlocked {
  @IsUUID() attemptId!: string;
  @IsId() stationId!: string;
  @IsId() containerId!: string;
  @IsId() doorId!: string;
  /** Our clock when the door's confirmation came. */
  @IsInstant() at!: string;
  @IsInt() @Min(1) revision!: number;
}

/** How an attempt ended that opened nothing, as far as we know. */
export const ATTEMPT_ENDINGS = ['denied', 'expired', 'failed', 'unknown'] as const;

/** An attempt that did not unlock: denied by a rule, or the door said no, nothing, or too late. */
@Fact({ owner: 'access', noun: 'attempt', happened: 'refused', version: 1 })
export class AttemptRefused {
  @IsUUID() attemptId!: string;
  @IsId() stationId!: string;
  @IsId() containerId!: string;
  @IsId() doorId!: string;
  @IsInstant() at!: string;
  @IsIn(ATTEMPT_ENDINGS) ending!: (typeof ATTEMPT_ENDINGS)[number];
  /** `outside_hours`, `closure`, `device_offline`, `jammed` … */
  @IsString() @IsNotEmpty() reason!: string;
  @IsInt() @Min(1) revision!: number;
}

/** A container left closed-and-locked (or was unlocked), by its doors' own time. */
@Fact({ owner: 'access', noun: 'visit', happened: 'opened', version: 1 })
export class VisitOpened {
  @IsUUID() visitId!: string;
  @IsId() stationId!: string;
  @IsId() containerId!: string;
  @IsInstant() openedAt!: string;
  /** Attempts whose unlock started or continued the visit; empty for a staff key or a backlog. */
  @IsArray() @IsUUID(undefined, { each: true }) attemptIds!: string[];
  @IsInt() @Min(1) revision!: number;
}

export const VISIT_ENDINGS = ['doors', 'time-out', 'next-visit'] as const;

/** All doors of the container closed and locked again. Later news of the same visit has a higher revision. */
@Fact({ owner: 'access', noun: 'visit', happened: 'closed', version: 1 })
export class VisitClosed {
  @IsUUID() visitId!: string;
  @IsId() stationId!: string;
  @IsId() containerId!: string;
  @IsInstant() openedAt!: string;
  @IsInstant() closedAt!: string;
  /** `doors` said so; otherwise closed by rule. */
  @IsIn(VISIT_ENDINGS) closedBy!: (typeof VISIT_ENDINGS)[number];
  @IsArray() @IsUUID(undefined, { each: true }) attemptIds!: string[];
  @IsInt() @Min(1) revision!: number;
}

/** A visit that late news of another door showed to be part of another one. */
@Fact({ owner: 'access', noun: 'visit', happened: 'withdrawn', version: 1 })
export class VisitWithdrawn {
  @IsUUID() visitId!: string;
  @IsId() stationId!: string;
  @IsId() containerId!: string;
  @IsInt() @Min(1) revision!: number;
}

export const ATTEMPT_STATES = [
  'requested',
  'granted',
  'denied',
  'sent',
  'unlocked',
  'opened',
  'closed',
  'expired',
  'failed',
  'unknown',
] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

export interface AttemptView {
  attemptId: string;
  stationId: string;
  containerId: string;
  doorId: string;
  requestedAt: string;
  state: AttemptState;
  reason: string | null;
  /** What the door said of it after the resident had been answered; the state stays what the resident was told. */
  lateResult?: string | null;
  /** When the door opened all the same. */
  openedLateAt?: string | null;
  /** When the door's leaf was first seen open in the visit that the attempt began; null while none was, also when the visit is over. */
  leafOpenedAt?: string | null;
}

/**
 * Newest first. `before` begins at an instant, `cursor` after the last attempt of the page before, by its id: none is left out
 * or told twice, also where several were requested at once.
 */
@Request({ owner: 'access', verb: 'list-attempts', version: 1 })
export class ListAttempts extends RequestTo<AttemptView[]> {
  @IsId() stationId!: string;
  @MayBeNull() @IsInstant() before?: string | null;
  @MayBeAbsent() @IsUUID() cursor?: string;
  @IsInt() @Min(1) @Max(500) limit!: number;
}

/** Refusals of the last `days` for the hours, and how many of them other hours would have served on the same weekday and time. */
export interface DeniedAttempts {
  days: number;
  denied: number;
  wouldServe: number;
}

/** `hours` are looked at as they would be from `validFrom` on, without exceptions and closures. Denied: `not_found`, `bad_hours`. */
@Request({ owner: 'access', verb: 'count-denied-attempts', version: 1 })
export class CountDeniedAttempts extends RequestTo<DeniedAttempts> {
  @IsId() stationId!: string;
  @IsLocalDate() validFrom!: string;
  @IsHoursText() hours!: string;
}

export const MOST_DEMAND_WEEKS = 4;

/** How often people came in vain in an hour of the week. */
export interface UnmetDemandHour {
  /** 1 is Monday, by the station's own dates. */
  weekday: number;
  /** 0–23, the station's local hour. */
  hour: number;
  times: number;
}

/**
 * Refusals for the hours in whole weeks until now. Presses at one door within ten minutes are somebody who tries again: they are one time,
 * in the hour of the first. Times are no persons: the same one may come twice a day, or two within ten minutes.
 */
export interface UnmetDemand {
  weeks: number;
  /** All refusals, each press by itself. */
  presses: number;
  hours: UnmetDemandHour[];
}

/** Attempts are kept to the minute for 30 days, so no more weeks can be asked for. Denied: `not_found`. */
@Request({ owner: 'access', verb: 'list-unmet-demand', version: 1 })
export class ListUnmetDemand extends RequestTo<UnmetDemand> {
  @IsId() stationId!: string;
  @IsInt() @Min(1) @Max(MOST_DEMAND_WEEKS) weeks!: number;
}

export interface VisitView {
  visitId: string;
  stationId: string;
  containerId: string;
  openedAt: string;
  closedAt: string | null;
  closedBy: (typeof VISIT_ENDINGS)[number] | null;
  attemptIds: string[];
}

/** Newest first. */
@Request({ owner: 'access', verb: 'list-visits', version: 1 })
export class ListVisits extends RequestTo<VisitView[]> {
  @IsId() stationId!: string;
  @MayBeNull() @IsInstant() before?: string | null;
  @IsInt() @Min(1) @Max(500) limit!: number;
}

/** What a door last said of itself; silence is `unknown`, never closed. */
export interface DoorView {
  doorId: string;
  stationId: string;
  containerId: string;
  alive: boolean;
  lastSeenAt: string | null;
  open: 'open' | 'closed' | 'unknown';
  lock: 'locked' | 'unlocked' | 'jammed' | 'unknown';
  battery: number | null;
  dialect?: DoorDialect;
  /** When the owner last confirmed the hours that this door obeys; set only while that is longer ago than it should be. */
  hoursUnconfirmedSince?: string;
}

/** The doors of one station, or of all. */
@Request({ owner: 'access', verb: 'list-doors', version: 1 })
export class ListDoors extends RequestTo<DoorView[]> {
  @MayBeAbsent() @IsId() stationId?: string;
}

export const ALARM_KINDS = [
  'held_open',
  'forced_open',
  'opened_late',
  'jammed',
  'silent',
  'battery_low',
  'check_inside',
  'hours_unconfirmed',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Something that people should look after; raised once, cleared once. */
export interface AlarmView {
  alarmId: string;
  kind: AlarmKind;
  stationId: string;
  containerId: string | null;
  doorId: string | null;
  visitId: string | null;
  /** When what it tells of began. */
  since: string;
  raisedAt: string;
  /** Null while it stands. */
  clearedAt: string | null;
}

/** Newest first, of one station or all; `before` pages backwards by `raisedAt`. */
@Request({ owner: 'access', verb: 'list-alarms', version: 1 })
export class ListAlarms extends RequestTo<AlarmView[]> {
  @MayBeAbsent() @IsId() stationId?: string;
  /** Only those that have not been cleared. */
  @MayBeAbsent() @IsBoolean() standing?: boolean;
  @MayBeNull() @IsInstant() before?: string | null;
  @IsInt() @Min(1) @Max(500) limit!: number;
}
