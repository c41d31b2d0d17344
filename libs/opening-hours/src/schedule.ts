import { LocalDate } from './calendar';

/** Why a door may be opened or not, in words for people. */
export interface Reason {
  /** 'open' | 'outside_hours' | 'holiday' | 'exception' | 'closure' | 'hours_unknown' */
  code: string;
  nb: string;
  en: string;
}

export interface Schedule {
  /** IANA name, e.g. 'Europe/Oslo'. */
  timeZone: string;
  /** In any order. Each is in force from the midnight that begins its date until the next one's; the last of one date wins. */
  versions: { validFrom: LocalDate; hours: string }[];
  /** Replaces what would apply on the date; its spans may pass midnight. The last of one date wins. */
  exceptions: { date: LocalDate; hours: string; reason?: { nb: string; en: string } }[];
  closures: Closure[];
  /** When staff are there; within the dates' exceptions. Absent: never. */
  staffedHours?: string;
}

export interface Closure {
  id: string;
  /** ISO instants, half-open; until null: until further notice. */
  from: string;
  until: string | null;
  /** null: the whole station. */
  containers: string[] | null;
  appliesTo: 'residents' | 'everyone';
  reason: { nb: string; en: string };
}

/**
 * Which opening: residents by themselves, residents while staff are there, or either of them, as for somebody who only
 * wants to come when it is open.
 */
export type OpeningKind = 'self-service' | 'staffed' | 'everyone';

/** What is asked about: without a container the station itself, without an audience residents, without a kind self-service. */
export interface Scope {
  containerId?: string;
  /** Narrows the station's hours: open only when both are. */
  containerHours?: string;
  kind?: OpeningKind;
  /** Closures for residents don't apply to staff. */
  audience?: 'residents' | 'staff';
}

export interface StateAt {
  readonly state: 'open' | 'closed' | 'unknown';
  readonly reason: Reason;
  /** The rule, exception or closure that decided, for logs; null when nothing speaks of the instant. */
  readonly rule: string | null;
  /** When this state began; null when more than 366 days ago. */
  readonly since: Date | null;
  /** When this state changes; null when not within 366 days. */
  readonly until: Date | null;
  /** The next start of an open interval after the instant; null when none within 366 days. */
  readonly nextOpening: Date | null;
}
