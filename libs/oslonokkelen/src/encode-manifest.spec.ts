import { describe, expect, it } from '@jest/globals';
import type { Manifest, Thing, ThingState } from './index';
import { decodeManifest, encodeManifest, manifestContentHash } from './index';

const at = new Date('2026-11-20T10:00:00.000Z');
const later = new Date('2026-11-20T11:00:00.000Z');

const states: ThingState[] = [
  { kind: 'open', value: 'OPEN', lastUpdate: at },
  { kind: 'locked', value: 'LOCKED', lastUpdate: at },
  { kind: 'battery', value: 'EMPTY', lastUpdate: at },
  { kind: 'actionHealth', actionId: 'unlock', healthy: false, debugMessage: 'jammed', lastUpdate: at },
  { kind: 'actionHealth', actionId: 'open', healthy: true, lastUpdate: at },
  { kind: 'debugLog', lines: [{ at, level: 'WARNING', message: 'reconnected' }], lastUpdate: at },
  { kind: 'deviceType', manufacturer: 'Selvbetjent', model: 'Simulert', firmwareVersion: '1.2', lastUpdate: at },
  { kind: 'online', status: 'REPORTED_ONLINE', lastSeen: at, explanation: 'heartbeat', lastUpdate: at },
  { kind: 'network', mac: '00:00:5e:00:53:01', ip: '192.0.2.1', lastConnectAt: at, lastDisconnectAt: at, rssi: -61 },
  { kind: 'properties', properties: { station: 'trosterud', stream: 'reuse' }, lastUpdate: at },
];

const door: Thing = {
  id: 'trosterud-ombruk',
  description: 'Ombrukscontainer',
  adminRole: 'drift',
  actions: [
    {
      id: 'unlock',
      description: 'Låser opp',
      possibleAttachments: ['END_USER_MESSAGE', 'ERROR_DESCRIPTION', 'DENIED_REASON'],
      parameters: [{ name: 'side', description: 'Venstre eller høyre' }],
    },
    { id: 'open', description: 'Åpner' },
  ],
  states,
  uri: 'https://example.org/trosterud',
  secondsWithoutMessageBeforeAlert: 300,
};

const manifest: Manifest = {
  version: 12,
  things: [door, { id: 'b', description: 'Plast', actions: [], states: [] }],
  errorCodes: [
    { code: 'closed', description: 'Stengt' },
    { code: 'unknown_thing', description: 'Ukjent dør' },
  ],
};

function withThing(patch: Partial<Thing>): Manifest {
  return { ...manifest, things: [{ ...door, ...patch }, ...manifest.things.slice(1)] };
}

function withState(index: number, patch: object): Manifest {
  return withThing({
    states: states.map((state, i) => (i === index ? { ...state, ...patch } : state)),
  });
}

describe('a manifest', () => {
  it('comes back as it was', () => {
    expect(decodeManifest(encodeManifest(manifest))).toEqual(manifest);
  });

  it('is these bytes', () => {
    const small: Manifest = {
      version: 3,
      things: [
        {
          id: 'd',
          description: 'D',
          actions: [{ id: 'u', description: 'U' }],
          states: [{ kind: 'open', value: 'OPEN' }],
        },
      ],
      errorCodes: [{ code: 'c', description: 'E' }],
    };
    const bytes =
      '0803' + '1212' + '0a0164' + '120144' + '2a06' + '0a0175' + '120155' + '32021000' + '1a06' + '0a0163' + '120145';
    expect(Buffer.from(encodeManifest(small)).toString('hex')).toBe(bytes);
  });

  it.each<[ThingState, string]>([
    [{ kind: 'open', value: 'CLOSED' }, '1001'],
    [{ kind: 'locked', value: 'UNLOCKED' }, '1801'],
    [{ kind: 'actionHealth', actionId: 'u', healthy: true, debugMessage: 'd' }, '2a080a017510011a0164'],
    [{ kind: 'debugLog', lines: [{ at: new Date(1), level: 'ERROR', message: 'm' }] }, '3a090a07080110031a016d'],
    [{ kind: 'deviceType', manufacturer: 'a', model: 'b', firmwareVersion: 'c' }, '42090a01611201621a0163'],
    [{ kind: 'online', status: 'REPORTED_OFFLINE', explanation: 'e' }, '4a051802220165'],
    [{ kind: 'battery', value: 'POOR' }, '5002'],
    [
      { kind: 'network', mac: 'a', ip: 'b', lastConnectAt: new Date(1000), lastDisconnectAt: new Date(2000), rssi: 1 },
      '5a0c0a0161120162180120022801',
    ],
    [{ kind: 'properties', properties: { a: 'b' } }, '62080a060a0161120162'],
    [{ kind: 'open', value: 'OPEN', lastUpdate: at }, `0a18${Buffer.from(at.toISOString()).toString('hex')}1000`],
  ])('has the state %j in these bytes', (state, bytes) => {
    const things = [{ id: 'd', description: '', actions: [], states: [state] }];
    const encoded = Buffer.from(encodeManifest({ version: 0, things, errorCodes: [] })).toString('hex');
    expect(encoded.slice('12xx0a01643212'.length)).toBe(bytes);
  });

  it.each<[string, Manifest, RegExp]>([
    ['a negative version', { ...manifest, version: -1 }, /version -1/],
    ['half a version', { ...manifest, version: 1.5 }, /version 1.5/],
    ['an id with a slash', withThing({ id: 'a/b' }), /thing "a\/b" is not URL-safe/],
    ['an empty id', withThing({ id: '' }), /thing "" is not URL-safe/],
    ['the same thing twice', withThing({ id: 'b' }), /thing "b" comes twice/],
    ['a Norwegian action id', withThing({ actions: [{ id: 'åpne', description: '' }] }), /action of thing.*åpne/],
    ['the same action twice', withThing({ actions: [door.actions[0]!, door.actions[0]!] }), /unlock" comes twice/],
    ['a code with a blank', { ...manifest, errorCodes: [{ code: 'a b', description: '' }] }, /error code "a b"/],
    ['a status page that is none', withThing({ uri: 'javascript:alert(1)' }), /status page/],
  ])('with %s is refused', (_, bad, message) => {
    expect(() => encodeManifest(bad)).toThrow(message);
  });
});

describe('the hash of its content', () => {
  const unchanged = manifestContentHash(manifest);

  it.each<[string, Manifest]>([
    ['the version', { ...manifest, version: 13 }],
    ['times of update', withThing({ states: states.map((state) => ({ ...state, lastUpdate: later })) })],
    ['the time of the last contact', withState(7, { lastSeen: later })],
    ['the signal strength', withState(8, { rssi: -80 })],
    ['debug lines', withState(5, { lines: [] })],
    ['whether there are debug lines', withThing({ states: states.filter(({ kind }) => kind !== 'debugLog') })],
    ['the order of things', { ...manifest, things: manifest.things.toReversed() }],
    ['the order of actions', withThing({ actions: door.actions.toReversed() })],
    ['the order of states', withThing({ states: states.toReversed() })],
    ['the order of properties', withState(9, { properties: { stream: 'reuse', station: 'trosterud' } })],
    ['the order of codes', { ...manifest, errorCodes: manifest.errorCodes.toReversed() }],
  ])('does not depend on %s', (_, same) => {
    expect(manifestContentHash(same)).toBe(unchanged);
  });

  it.each<[string, Manifest]>([
    ['a thing', { ...manifest, things: manifest.things.slice(1) }],
    ['a description', withThing({ description: 'Ombruk' })],
    ['the role', withThing({ adminRole: 'annen' })],
    ['the status page', withThing({ uri: 'https://example.org/annen' })],
    ['the time before an alert', withThing({ secondsWithoutMessageBeforeAlert: 301 })],
    ['an action', withThing({ actions: door.actions.slice(1) })],
    ['open', withState(0, { value: 'CLOSED' })],
    ['locked', withState(1, { value: 'UNLOCKED' })],
    ['battery', withState(2, { value: 'GOOD' })],
    ['health', withState(3, { healthy: true })],
    ['the reason for bad health', withState(3, { debugMessage: 'offline' })],
    ['the firmware', withState(6, { firmwareVersion: '1.3' })],
    ['being online', withState(7, { status: 'REPORTED_OFFLINE' })],
    ['the address', withState(8, { ip: '192.0.2.2' })],
    ['a property', withState(9, { properties: { station: 'annen', stream: 'reuse' } })],
    ['a state that is gone', withThing({ states: states.slice(1) })],
    ['an error code', { ...manifest, errorCodes: manifest.errorCodes.slice(1) }],
  ])('depends on %s', (_, other) => {
    expect(manifestContentHash(other)).not.toBe(unchanged);
  });
});
