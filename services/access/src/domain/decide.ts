import { type Container, type StationChanged } from '@selvbetjent/contracts';
import { type StateAt } from '@selvbetjent/opening-hours';
import { contactAfter } from './contact';

/** Why a door is denied, for people and for programs. */
export interface Denial {
  granted: false;
  code: 'hours_unknown' | 'out_of_service' | 'staffed_only' | 'outside_hours' | 'holiday' | 'exception' | 'closure';
  nb: string;
  /** The rule, exception or closure that decided. */
  rule: string | null;
  nextOpening: Date | null;
}

export type Decision = { granted: true; rule: string | null; until: Date | null } | Denial;

export interface DoorQuestion {
  station: StationChanged;
  container: Container;
  /** When this copy of the station was last confirmed by its owner. */
  contactAt: Date;
  /** The hours as residents have them, for this container; null when they can't be read. */
  hours: StateAt | null;
  now: Date;
}

/**
 * Whether a resident may open this container's door now. Everything that isn't known for certain denies: an unknown schedule
 * is closed. An open door or a full container is no reason to deny.
 */
export function decide({ container, contactAt, hours, now }: DoorQuestion): Decision {
  if (contactAfter(contactAt, now) === 'expired') return denyUnknownHours('contact lost > 7 d');
  if (container.access === 'closed') {
    return deny('out_of_service', `${container.name} er ute av drift`, { rule: 'access: closed', nextOpening: null });
  }
  if (container.access === 'staffed' || container.stream === 'hazardous') {
    return deny('staffed_only', `${container.name} er bare åpen når stasjonen er bemannet`, {
      rule: container.stream === 'hazardous' ? 'hazardous waste' : 'access: staffed',
      nextOpening: null,
    });
  }
  if (!hours) return denyUnknownHours('unreadable hours');
  if (hours.state === 'open') return { granted: true, rule: hours.rule, until: hours.until };
  return deny(denialCode(hours), hours.reason.nb, { rule: hours.rule, nextOpening: hours.nextOpening });
}

function denyUnknownHours(rule: string): Denial {
  return deny('hours_unknown', 'Åpningstiden er ikke kjent akkurat nå', { rule, nextOpening: null });
}

function denialCode({ state, reason }: StateAt): Denial['code'] {
  if (state === 'unknown') return 'hours_unknown';
  const known = ['hours_unknown', 'holiday', 'exception', 'closure'] as const;
  return known.find((code) => code === reason.code) ?? 'outside_hours';
}

function deny(code: Denial['code'], nb: string, more: { rule: string | null; nextOpening: Date | null }): Denial {
  return { granted: false, code, nb, ...more };
}
