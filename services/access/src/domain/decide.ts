import { type Container, openingKindOf } from '@selvbetjent/contracts';
import { type OpeningKind, type StateAt } from '@selvbetjent/opening-hours';
import { contactAfter } from './contact';

/** What a decision rests on: the rule, exception, closure or hindrance, and from when until when it decides so; null where nobody knows. */
export interface Grounds {
  rule: string | null;
  since: Date | null;
  until: Date | null;
}

/** Why a door stays closed to residents, for people and for programs. */
export interface Denial extends Grounds {
  outcome: 'denied';
  code: 'hours_unknown' | 'out_of_service' | 'staffed_only' | 'outside_hours' | 'holiday' | 'exception' | 'closure';
  nb: string;
  nextOpening: Date | null;
}

/** Why a door that may be opened can't be just now; another press in a while may. */
export interface Hindrance extends Grounds {
  outcome: 'temporary';
  code: 'device_offline' | 'device_busy' | 'rate_limited';
}

export type Decision = ({ outcome: 'granted' } & Grounds) | Denial | Hindrance;

/** A door that can't be commanded, and when it was last heard; null where nobody remembers. */
export interface OutOfReach {
  lastHeardAt: Date | null;
}

/** How the door itself stands. */
export interface DoorNow {
  /** Set when a command surely can't reach it. */
  outOfReach: OutOfReach | null;
  /** The deadline of the command that is under way there; null when none is. */
  busyUntil: Date | null;
  /** Of its allowance: below 1, a command is too many. It grows back by `perMinute`. */
  commandsLeft: number;
  perMinute: number;
}

export interface DoorQuestion {
  container: Container;
  /** When this copy of the station was last confirmed by its owner. */
  contactAt: Date;
  /** The hours of `openingKindOf` this container as residents have them; null when they can't be read. */
  hours: StateAt | null;
  door: DoorNow;
  now: Date;
}

/**
 * Whether a resident may open this container's door now, and if so, whether it can be tried. Everything that isn't known for
 * certain denies: an unknown schedule is closed. An open door or a full container is no reason to deny.
 */
export function decide({ container, contactAt, hours, door, now }: DoorQuestion): Decision {
  if (contactAfter(contactAt, now) === 'expired') return denyUnknownHours('contact lost > 7 d', contactAt);
  if (container.access === 'closed') {
    return deny('out_of_service', `${container.name} er ute av drift`, nothingKnown('access: closed'));
  }
  if (!hours) return denyUnknownHours('unreadable hours', null);
  const { rule, since, until } = hours;
  if (hours.state === 'open') return hindranceAt(door, now) ?? { outcome: 'granted', rule, since, until };
  const code = denialCode(hours, openingKindOf(container));
  const nb = code === 'staffed_only' ? `${container.name} er bare åpen når stasjonen er bemannet` : hours.reason.nb;
  return deny(code, nb, { rule, since, until, nextOpening: hours.nextOpening });
}

/** Never a lock-out: each of these passes with time, or with the door's next word. */
function hindranceAt({ outOfReach, busyUntil, commandsLeft, perMinute }: DoorNow, now: Date): Hindrance | null {
  if (outOfReach) {
    return hindrance('device_offline', { rule: 'door offline', since: outOfReach.lastHeardAt, until: null });
  }
  if (busyUntil) return hindrance('device_busy', { rule: 'one command at a time', since: null, until: busyUntil });
  if (commandsLeft >= 1) return null;
  const until = new Date(now.getTime() + Math.ceil(((1 - commandsLeft) * 60_000) / perMinute));
  return hindrance('rate_limited', { rule: `${perMinute} commands a minute`, since: null, until });
}

function denyUnknownHours(rule: string, since: Date | null): Denial {
  return deny('hours_unknown', 'Åpningstiden er ikke kjent akkurat nå', { ...nothingKnown(rule), since });
}

function nothingKnown(rule: string) {
  return { rule, since: null, until: null, nextOpening: null };
}

/** For a container that obeys the staff's hours, nobody being there is the reason; a closure is told as such. */
function denialCode({ state, reason }: StateAt, kind: OpeningKind): Denial['code'] {
  if (state === 'unknown' || reason.code === 'hours_unknown') return 'hours_unknown';
  if (reason.code === 'closure') return 'closure';
  if (kind === 'staffed') return 'staffed_only';
  const known = ['holiday', 'exception'] as const;
  return known.find((code) => code === reason.code) ?? 'outside_hours';
}

function deny(code: Denial['code'], nb: string, more: Grounds & { nextOpening: Date | null }): Denial {
  return { outcome: 'denied', code, nb, ...more };
}

function hindrance(code: Hindrance['code'], grounds: Grounds): Hindrance {
  return { outcome: 'temporary', code, ...grounds };
}
