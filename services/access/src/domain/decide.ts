import { type Container } from '@selvbetjent/contracts';
import { type OpeningKind, type StateAt } from '@selvbetjent/opening-hours';
import { contactAfter } from './contact';

/** What a decision rests on: the rule, exception or closure, and from when until when it decides so; null where nobody knows. */
interface Grounds {
  rule: string | null;
  since: Date | null;
  until: Date | null;
}

/** Why a door is denied, for people and for programs. */
export interface Denial extends Grounds {
  granted: false;
  code: 'hours_unknown' | 'out_of_service' | 'staffed_only' | 'outside_hours' | 'holiday' | 'exception' | 'closure';
  nb: string;
  nextOpening: Date | null;
}

export type Decision = ({ granted: true } & Grounds) | Denial;

export interface DoorQuestion {
  container: Container;
  /** When this copy of the station was last confirmed by its owner. */
  contactAt: Date;
  /** The hours of `openingKindOf` this container as residents have them; null when they can't be read. */
  hours: StateAt | null;
  now: Date;
}

/** Which of the station's hours a container obeys: hazardous waste is never received without staff. */
export function openingKindOf({ access, stream }: Container): OpeningKind {
  return access === 'staffed' || stream === 'hazardous' ? 'staffed' : 'self-service';
}

/**
 * Whether a resident may open this container's door now. Everything that isn't known for certain denies: an unknown schedule
 * is closed. An open door or a full container is no reason to deny.
 */
export function decide({ container, contactAt, hours, now }: DoorQuestion): Decision {
  if (contactAfter(contactAt, now) === 'expired') return denyUnknownHours('contact lost > 7 d', contactAt);
  if (container.access === 'closed') {
    return deny('out_of_service', `${container.name} er ute av drift`, nothingKnown('access: closed'));
  }
  if (!hours) return denyUnknownHours('unreadable hours', null);
  const { rule, since, until } = hours;
  if (hours.state === 'open') return { granted: true, rule, since, until };
  const code = denialCode(hours, openingKindOf(container));
  const nb = code === 'staffed_only' ? `${container.name} er bare åpen når stasjonen er bemannet` : hours.reason.nb;
  return deny(code, nb, { rule, since, until, nextOpening: hours.nextOpening });
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
  return { granted: false, code, nb, ...more };
}
