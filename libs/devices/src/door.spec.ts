import { describe, expect, it } from '@jest/globals';
import { decodeDoorResult } from './door-result';
import { decodeDoorState } from './door-state';
import { decodeOnline } from './online';
import { decodeUnlockCommand, encodeUnlockCommand } from './unlock-command';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const at = '2026-11-20T10:00:00.000Z';

describe('decodeDoorState', () => {
  it('reads a whole message', () => {
    const change = { seq: 8, at, open: true, locked: false, commandId: 'c1' };
    const state = { boot: 'b', seq: 9, at, locked: true, open: false, nonce: 'n1', battery: 87, firmware: '1.2' };
    expect(decodeDoorState(bytes({ ...state, sentAt: at, changes: [change] }))).toEqual({
      ok: true,
      message: {
        ...state,
        at: new Date(at),
        sentAt: new Date(at),
        jammed: undefined,
        historical: false,
        oldestSeq: null,
        changes: [{ ...change, at: new Date(at) }],
        rejected: [],
        unusable: [],
      },
    });
  });

  it('leaves unsaid what the door does not say', () => {
    const decoded = decodeDoorState(bytes({ boot: 'b' }));
    expect(decoded).toMatchObject({ ok: true, message: { open: undefined, locked: undefined, nonce: undefined } });
  });

  it.each([
    [{ open: 'false' }, 'bad_open'],
    [{ locked: 1 }, 'bad_locked'],
    [{ boot: '' }, 'bad_boot'],
    [{ nonce: 5 }, 'bad_nonce'],
    [{ historical: 'yes' }, 'bad_historical'],
    [{ changes: 'none' }, 'bad_changes'],
  ])('refuses a state with %j', (wrong, reason) => {
    expect(decodeDoorState(bytes({ boot: 'b', ...wrong }))).toEqual({ ok: false, reason });
  });

  it('keeps the good changes beside rejected and unusable ones', () => {
    const changes = [{ seq: 1, at, open: true }, { seq: 2, at: 'then' }, { at }, { seq: 3, at, locked: 'no' }];
    expect(decodeDoorState(bytes({ boot: 'b', changes }))).toMatchObject({
      ok: true,
      message: {
        changes: [{ seq: 1, open: true }],
        rejected: [
          { seq: 2, reason: 'bad_at' },
          { seq: 3, reason: 'bad_locked' },
        ],
        unusable: ['bad_seq'],
      },
    });
  });

  it('does not lose the state to a wrong ornament', () => {
    for (const battery of ['full', -1, 1e300]) {
      const decoded = decodeDoorState(bytes({ boot: 'b', locked: true, battery, firmware: 2 }));
      expect(decoded).toMatchObject({ ok: true, message: { locked: true, battery: undefined, firmware: undefined } });
    }
  });
});

describe('decodeDoorResult', () => {
  it.each(['unlocked', 'jammed', 'expired', 'busy', 'refused', 'fault'])('reads %s', (result) => {
    const decoded = decodeDoorResult(bytes({ id: 'c1', result, at, nonce: 'n2' }));
    expect(decoded).toEqual({ ok: true, message: { id: 'c1', result, at: new Date(at), nonce: 'n2' } });
  });

  it.each([
    [{ result: 'unlocked' }, 'bad_id'],
    [{ id: 'c1', result: 'ok' }, 'bad_result'],
  ])('refuses %j', (payload, reason) => {
    expect(decodeDoorResult(bytes(payload))).toEqual({ ok: false, reason });
  });
});

describe('decodeOnline', () => {
  it('reads a connection and a will', () => {
    expect(decodeOnline(bytes({ boot: 'b', online: true }))).toEqual({
      ok: true,
      message: { boot: 'b', online: true },
    });
    expect(decodeOnline(bytes({ online: false }))).toEqual({ ok: true, message: { boot: null, online: false } });
    expect(decodeOnline(bytes({ boot: 'b' }))).toEqual({ ok: false, reason: 'bad_online' });
  });
});

describe('the unlock command', () => {
  const command = { id: 'c1', nonce: 'n1', nonceAgeMs: 1200, ttlMs: 3000, holdSeconds: 10 };

  it('comes out as it went in', () => {
    const decoded = decodeUnlockCommand(new TextEncoder().encode(encodeUnlockCommand(command)));
    expect(decoded).toEqual({ ok: true, message: command });
  });

  it.each([
    [{ action: 'lock' }, 'bad_action'],
    [{ nonceAgeMs: 25_001 }, 'bad_nonceAgeMs'],
    [{ ttlMs: 5_001 }, 'bad_ttlMs'],
    [{ nonce: undefined }, 'bad_nonce'],
  ])('is refused by a door with %j', (wrong, reason) => {
    expect(decodeUnlockCommand(bytes({ ...command, action: 'unlock', ...wrong }))).toEqual({ ok: false, reason });
  });
});
