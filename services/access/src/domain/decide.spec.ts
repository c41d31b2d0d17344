import { describe, expect, it } from '@jest/globals';
import { type Container, openingKindOf } from '@selvbetjent/contracts';
import { type StateAt } from '@selvbetjent/opening-hours';
import { aStation } from '../access.test-kit';
import { decide, type DoorNow } from './decide';

const NOW = new Date('2026-11-20T12:00:00Z');
const NEXT = new Date('2026-11-23T10:00:00Z');

function hours(state: StateAt['state'], code: string): StateAt {
  const reason = { code, nb: 'Grunnen', en: 'The reason' };
  return { state, reason, rule: 'rule', since: null, until: NEXT, nextOpening: NEXT };
}

const READY: DoorNow = { outOfReach: null, busyUntil: null, commandsLeft: 60, perMinute: 60 };

function ask(change: { container?: Partial<Container>; hours?: StateAt; contactAt?: Date; door?: Partial<DoorNow> }) {
  const station = aStation('trosterud', '24/7');
  const container = { ...station.containers[0]!, ...change.container };
  return decide({
    container,
    contactAt: change.contactAt ?? NOW,
    hours: change.hours ?? hours('open', 'open'),
    door: { ...READY, ...change.door },
    now: NOW,
  });
}

describe('decide', () => {
  it('grants an open self-service container', () => {
    expect(ask({})).toEqual({ outcome: 'granted', rule: 'rule', since: null, until: NEXT });
  });

  it.each([
    ['closed by the hours', { hours: hours('closed', 'outside_hours') }, 'outside_hours'],
    ['closed on a holiday', { hours: hours('closed', 'holiday') }, 'holiday'],
    ['closed by staff', { hours: hours('closed', 'closure') }, 'closure'],
    ['a date of its own', { hours: hours('closed', 'exception') }, 'exception'],
    ['a reason we have no word for', { hours: hours('closed', 'new_reason') }, 'outside_hours'],
    ['unknown hours, which are closed', { hours: hours('unknown', 'whatever') }, 'hours_unknown'],
    ['out of service', { container: { access: 'closed' as const } }, 'out_of_service'],
    [
      'staffed only',
      { container: { access: 'staffed' as const }, hours: hours('closed', 'outside_hours') },
      'staffed_only',
    ],
    [
      'hazardous waste',
      { container: { stream: 'hazardous' as const }, hours: hours('closed', 'holiday') },
      'staffed_only',
    ],
    [
      'staffed, but closed',
      { container: { access: 'staffed' as const }, hours: hours('closed', 'closure') },
      'closure',
    ],
    [
      'unknown staffed hours',
      { container: { access: 'staffed' as const }, hours: hours('unknown', 'x') },
      'hours_unknown',
    ],
    [
      'no contact with the owner for more than 7 days',
      { contactAt: new Date('2026-11-13T11:59:59Z') },
      'hours_unknown',
    ],
  ])('denies: %s', (_name, change, code) => {
    expect(ask(change)).toMatchObject({ outcome: 'denied', code });
  });

  it('asks for the hours of staff where residents may not be alone', () => {
    const [container] = aStation('trosterud', '24/7').containers;
    expect(openingKindOf(container!)).toBe('self-service');
    expect(openingKindOf({ ...container!, access: 'staffed' })).toBe('staffed');
    expect(openingKindOf({ ...container!, stream: 'hazardous' })).toBe('staffed');
  });

  it('tells until when it is so, and since when', () => {
    const since = new Date('2026-11-20T10:00:00Z');
    expect(ask({ hours: { ...hours('closed', 'closure'), since } })).toMatchObject({
      since,
      until: NEXT,
      rule: 'rule',
    });
  });

  it('obeys a copy that is 7 days old', () => {
    expect(ask({ contactAt: new Date('2026-11-13T12:00:00Z') })).toMatchObject({ outcome: 'granted' });
  });

  const EARLIER = new Date('2026-11-20T11:58:00Z');
  const SOON = new Date('2026-11-20T12:00:03Z');
  const hindrances: [string, Partial<DoorNow>, object][] = [
    [
      'a door that is offline, since it was last heard',
      { outOfReach: { lastHeardAt: EARLIER } },
      { code: 'device_offline', rule: 'door offline', since: EARLIER, until: null },
    ],
    [
      'a door that was never heard',
      { outOfReach: { lastHeardAt: null } },
      { code: 'device_offline', rule: 'door offline', since: null, until: null },
    ],
    [
      'a door with a command under way, until that is over',
      { busyUntil: SOON },
      { code: 'device_busy', rule: 'one command at a time', since: null, until: SOON },
    ],
    [
      'a door that had too many commands, until the next has grown back',
      { commandsLeft: 0.25, perMinute: 15 },
      { code: 'rate_limited', rule: '15 commands a minute', since: null, until: SOON },
    ],
  ];

  it.each(hindrances)('puts off: %s', (_name, door, expected) => {
    expect(ask({ door })).toEqual({ outcome: 'temporary', ...expected });
  });

  it('asks nothing of the door while the hours deny', () => {
    expect(ask({ hours: hours('closed', 'closure'), door: { outOfReach: { lastHeardAt: null } } })).toMatchObject({
      code: 'closure',
    });
  });

  it('grants the last command of the minute', () => {
    expect(ask({ door: { commandsLeft: 1 } })).toMatchObject({ outcome: 'granted' });
  });
});
