import { describe, expect, it } from '@jest/globals';
import { alarmChanges, type Situation, type WatchedDoor, type WatchedVisit } from './alarms';

const NOW = new Date('2026-11-20T12:00:00Z');
const SPOT = { stationId: 'trosterud', containerId: 'ombruk' };

function ago(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}

function door(more: Partial<WatchedDoor> = {}): WatchedDoor {
  return {
    ...{ ...SPOT, doorId: 'dor', alive: true, lastSeenAt: NOW, open: false, locked: true, jammed: null, battery: 87 },
    ...{ leafSince: ago(60), heldOpenAt: null },
    ...more,
  };
}

function visit(more: Partial<WatchedVisit> = {}): WatchedVisit {
  return { ...SPOT, visitId: 'v', openedAt: ago(30), isOpen: true, hasAttempt: true, ...more };
}

function situation(more: Partial<Situation> = {}): Situation {
  const stations = [{ stationId: 'trosterud', contactAt: ago(5) }];
  return { now: NOW, listeningMs: 3_600_000, upMs: 3_600_000, stations, doors: [door()], visits: [], ...more };
}

function changes(standing: [string, string][], more: Partial<Situation>) {
  const kinds = standing.map(([kind, subject]) => ({ kind: kind as 'silent', subject }));
  const { raise, clear } = alarmChanges(kinds, situation(more));
  return { raise: raise.map(({ kind }) => kind), clear: clear.map(({ kind }) => kind) };
}

const NOTHING = { raise: [], clear: [] };
const silentDoor = door({ alive: false, lastSeenAt: ago(6), open: true, heldOpenAt: ago(1), jammed: true, battery: 3 });

describe('an alarm is raised', () => {
  it.each<[string, Partial<Situation>, string[]]>([
    ['for nothing at a sound door', {}, []],
    ['when a door is held open', { doors: [door({ open: true, heldOpenAt: ago(0) })] }, ['held_open']],
    ['not before its deadline', { doors: [door({ open: true, heldOpenAt: new Date(NOW.getTime() + 1) })] }, []],
    ['when a lock is jammed', { doors: [door({ jammed: true })] }, ['jammed']],
    ['when a battery is low', { doors: [door({ battery: 20 })] }, ['battery_low']],
    ['not while the battery is only poor', { doors: [door({ battery: 21 })] }, []],
    ['when a door is silent, and then for nothing else', { doors: [silentDoor] }, ['silent']],
    ['not after a short silence', { doors: [door({ alive: false, lastSeenAt: ago(4) })] }, []],
    [
      'when a visit goes on behind closed doors',
      { visits: [visit()], doors: [door({ locked: false })] },
      ['check_inside'],
    ],
    ['not before 20 minutes', { visits: [visit()], doors: [door({ locked: false, leafSince: ago(19) })] }, []],
    ['not while a leaf stands open', { visits: [visit()], doors: [door({ open: true, locked: false })] }, []],
    [
      'also when the door has lost its power with somebody inside',
      { visits: [visit()], doors: [door({ alive: false, lastSeenAt: ago(25), locked: false })] },
      ['silent', 'check_inside'],
    ],
    [
      'when the hours are unconfirmed',
      { stations: [{ stationId: 'trosterud', contactAt: ago(70) }] },
      ['hours_unconfirmed'],
    ],
  ])('%s', (_name, more, kinds) => {
    expect(changes([], more)).toEqual({ raise: kinds, clear: [] });
  });
});

describe('our own restart', () => {
  it.each<[string, Partial<Situation>]>([
    ['blames no door while we have not listened long enough', { doors: [silentDoor], listeningMs: 299_999 }],
    ['blames no door while the broker is away', { doors: [silentDoor], listeningMs: 0 }],
    [
      'sends nobody to look inside before the doors have spoken',
      { visits: [visit()], doors: [door({ locked: false })], listeningMs: 29_999 },
    ],
    [
      'says nothing of the hours before the news is read',
      { stations: [{ stationId: 'trosterud', contactAt: ago(600) }], upMs: 59_999 },
    ],
  ])('%s', (_name, more) => {
    expect(changes([], more)).toEqual(NOTHING);
  });

  it('repeats nothing and clears nothing that stood', () => {
    const standing: [string, string][] = [
      ['silent', 'dor'],
      ['held_open', 'dor'],
      ['jammed', 'dor'],
      ['battery_low', 'dor'],
    ];
    expect(changes(standing, { doors: [silentDoor], listeningMs: 0, upMs: 0 })).toEqual(NOTHING);
  });
});

describe('an alarm is over', () => {
  it.each<[string, [string, string], Partial<Situation>, string[]]>([
    ['when the door is closed', ['held_open', 'dor'], {}, ['held_open']],
    ['not when the door falls silent', ['held_open', 'dor'], { doors: [door({ alive: false })] }, []],
    ['when the door speaks again', ['silent', 'dor'], {}, ['silent']],
    ['when the bolt moves', ['jammed', 'dor'], { doors: [door({ jammed: false })] }, ['jammed']],
    ['when the battery is well above', ['battery_low', 'dor'], {}, ['battery_low']],
    ['not when the battery is only a little better', ['battery_low', 'dor'], { doors: [door({ battery: 23 })] }, []],
    ['when the visit has ended', ['check_inside', 'v'], {}, ['check_inside']],
    [
      'when somebody opens',
      ['check_inside', 'v'],
      { visits: [visit()], doors: [door({ open: true })] },
      ['check_inside'],
    ],
    [
      'not because the visit ended by time-out',
      ['check_inside', 'v'],
      { visits: [visit({ isOpen: false })], doors: [door({ locked: false })] },
      [],
    ],
    ['not while the forced visit goes on', ['forced_open', 'v'], { visits: [visit({ hasAttempt: false })] }, []],
    ['when the forced visit has ended', ['forced_open', 'v'], {}, ['forced_open']],
    [
      'not while the visit that nobody knew of goes on',
      ['opened_late', 'v'],
      { visits: [visit()], doors: [door({ open: true })] },
      [],
    ],
    ['when the visit that nobody knew of has ended', ['opened_late', 'v'], {}, ['opened_late']],
    ['when the hours are confirmed', ['hours_unconfirmed', 'trosterud'], {}, ['hours_unconfirmed']],
    ['when the door is gone', ['silent', 'fjernet'], {}, ['silent']],
  ])('%s', (_name, standing, more, cleared) => {
    expect(changes([standing], more).clear).toEqual(cleared);
  });
});
