import { describe, expect, it } from '@jest/globals';
import { type ThingState } from '@selvbetjent/oslonokkelen';
import { doorStates } from './door-states';
import { type DoorRow } from './door.store';

const now = new Date('2026-11-20T10:00:00Z');
const ago = (ms: number): Date => new Date(now.getTime() - ms);
const row: DoorRow = {
  door_id: 'd',
  station_id: 's',
  boot: 'b',
  open: false,
  locked: true,
  jammed: null,
  battery: null,
  firmware: null,
  online: true,
  last_seen_at: ago(5_000),
  changed_at: ago(60_000),
  leaf_since: null,
  held_open_at: null,
};

function state(kind: ThingState['kind'], patch: Partial<DoorRow> = {}): ThingState | undefined {
  return doorStates({ ...row, ...patch }, [], now).find((one) => one.kind === kind);
}

describe('a door in the manifest', () => {
  it('tells leaf, lock and that it is online', () => {
    expect(doorStates(row, [], now)).toEqual([
      expect.objectContaining({ kind: 'online', status: 'REPORTED_ONLINE', lastSeen: ago(5_000) }),
      { kind: 'actionHealth', actionId: 'unlock', healthy: true, debugMessage: undefined },
      { kind: 'open', value: 'CLOSED', lastUpdate: ago(60_000) },
      { kind: 'locked', value: 'LOCKED', lastUpdate: ago(60_000) },
    ]);
  });

  it.each<[string, Partial<DoorRow>, string]>([
    ['silent', { last_seen_at: ago(25_001) }, 'No word from the door controller for 25 seconds'],
    ['gone from the broker', { online: false }, 'The door controller left the broker'],
  ])('that is %s has unknown leaf and lock, and can not act', (_, patch, explanation) => {
    expect(state('online', patch)).toMatchObject({ status: 'REPORTED_OFFLINE', explanation });
    expect(state('actionHealth', patch)).toMatchObject({ healthy: false, debugMessage: 'offline' });
    expect([state('open', patch), state('locked', patch)]).toEqual([undefined, undefined]);
  });

  it('that was never heard says so', () => {
    expect(doorStates(undefined, [], now)).toEqual([
      { kind: 'online', status: 'REPORTED_OFFLINE', explanation: 'The door controller has never been heard' },
      { kind: 'actionHealth', actionId: 'unlock', healthy: false, debugMessage: 'never heard' },
    ]);
  });

  it('leaves out what it does not report', () => {
    expect([state('open', { open: null }), state('locked', { locked: null })]).toEqual([undefined, undefined]);
    expect([state('battery'), state('deviceType'), state('network'), state('debugLog')]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('that is jammed can not act', () => {
    expect(state('actionHealth', { jammed: true })).toMatchObject({ healthy: false, debugMessage: 'jammed' });
  });

  it.each([
    [100, 'GOOD'],
    [26, 'GOOD'],
    [25, 'POOR'],
    [6, 'POOR'],
    [5, 'EMPTY'],
    [0, 'EMPTY'],
  ])('with %d %% of its battery is %s', (battery, value) => {
    expect(state('battery', { battery })).toMatchObject({ value });
  });

  it('tells its firmware and what came of the latest attempts', () => {
    expect(state('deviceType', { firmware: '1.2' })).toMatchObject({ firmwareVersion: '1.2' });
    const attempts = [
      { door_id: 'd', requested_at: ago(2_000), state: 'closed' as const, reason: null },
      { door_id: 'd', requested_at: ago(1_000), state: 'failed' as const, reason: 'jammed' },
    ];
    expect(doorStates(row, attempts, now).at(-1)).toEqual({
      kind: 'debugLog',
      lines: [
        { at: ago(2_000), level: 'INFO', message: 'unlock: closed' },
        { at: ago(1_000), level: 'WARNING', message: 'unlock: failed (jammed)' },
      ],
    });
  });
});
