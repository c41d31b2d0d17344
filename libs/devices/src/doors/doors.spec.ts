import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOREIGN_DOOR_DIALECTS, type ForeignDoorDialect, promisesOf, protocolOf } from './door-dialects';
import { type DoorWord } from './door-protocol';
import { readContact } from './door-zigbee2mqtt';

interface CorpusDoor {
  id: string;
  states: { topic: string; payload: string }[];
}

const FILE = join(__dirname, 'fixtures/door-payloads.json');
const CORPUS = (JSON.parse(readFileSync(FILE, 'utf8')) as { doors: CorpusDoor[] }).doors;

/** The topic in the registry, as each of the given doors would be listed. */
const LISTED: [id: string, dialect: ForeignDoorDialect, topic: string, expected: (DoorWord | undefined)[]][] = [
  ['tasmota-power', 'tasmota', 'tasmota_switch', [{ bolt: 'unlocked' }, { bolt: 'unlocked' }]],
  ['tasmota-lwt', 'tasmota', 'tasmota_XXXXXX', [{ online: true }, { online: false }]],
  ['shelly-gen2-status', 'shelly', 'shelly1minig4-aabbccddeeff', [{ bolt: 'locked' }, undefined]],
  ['shelly-gen2-online', 'shelly', '<topic_prefix>', [{ online: true }, { online: false }]],
  [
    'esphome-lock',
    'esphome',
    'minigjenbruk-trosterud/lock/inngang',
    [
      { bolt: 'locked' },
      { bolt: 'moving' },
      { bolt: 'unlocked' },
      { bolt: 'moving' },
      { bolt: 'jammed' },
      { bolt: 'unknown' },
    ],
  ],
  [
    'z2m-contact',
    'zigbee2mqtt',
    'zigbee2mqtt/dorkontakt',
    [
      { open: false, battery: 100 },
      { open: true, battery: 100 },
    ],
  ],
];

const read = (dialect: ForeignDoorDialect, topic: string, on: string, payload: string, relay?: number) =>
  protocolOf(dialect).read({ id: 'dor', topic, relay }, on, Buffer.from(payload));

describe('the given doors', () => {
  it.each(LISTED)('%s', (id, dialect, topic, expected) => {
    const { states } = CORPUS.find((door) => door.id === id)!;
    const words = states.map((state) => read(dialect, topic, state.topic, state.payload));
    expect(words).toEqual(expected.map((message) => ({ ok: true, message })));
  });

  it.each(LISTED)('%s speaks on topics that we listen to', (id, dialect, topic) => {
    const topics = protocolOf(dialect).topics({ id: 'dor', topic });
    const spoken = CORPUS.find((door) => door.id === id)!.states.map((state) => state.topic);
    const strange = spoken.filter((one) => !topics.includes(one));
    // A contact on the relay's own input is not wired up here.
    expect(strange).toEqual(id === 'shelly-gen2-status' ? ['shelly1minig4-aabbccddeeff/status/input:0'] : []);
  });

  it('tell a contact sensor’s leaf: true is closed', () => {
    const { states } = CORPUS.find(({ id }) => id === 'z2m-contact')!;
    expect(states.map(({ payload }) => readContact(Buffer.from(payload)))).toEqual([
      { ok: true, message: { open: false } },
      { ok: true, message: { open: true } },
    ]);
  });
});

type Case = [
  dialect: ForeignDoorDialect,
  topic: string,
  on: string,
  payload: string,
  expected: DoorWord | undefined | string,
  relay?: number,
];

const CASES: Case[] = [
  ['tasmota', 'dor', 'stat/dor/POWER2', 'ON', { bolt: 'unlocked' }, 2],
  ['tasmota', 'dor', 'stat/dor/POWER1', 'ON', undefined, 2],
  ['tasmota', 'dor', 'stat/dor/POWER1', 'OFF', { bolt: 'locked' }],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"POWER1":"ON","POWER2":"OFF"}', { bolt: 'locked' }, 2],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"PulseTime1":{"Set":113,"Remaining":0}}', { pulseSeconds: 13 }],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"PulseTime1":"100 (Active 0)"}', { pulseSeconds: 10 }],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"PulseTime2":{"Set":7}}', { pulseSeconds: 0.7 }, 2],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"PulseTime1":{"Set":-1}}', 'bad_PulseTime'],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"POWER":1}', 'bad_POWER'],
  ['tasmota', 'dor', 'stat/dor/RESULT', '{"WifiPower":17}', undefined],
  ['tasmota', 'dor', 'tele/dor/STATE', '{"Time":"2026-11-20T10:00:05","POWER":"OFF"}', { bolt: 'locked' }],
  ['tasmota', 'hus/dor/%prefix%', 'hus/dor/stat/POWER', 'ON', { bolt: 'unlocked' }],
  ['tasmota', 'dor', 'stat/dor/POWER', 'BLINK', 'bad_word'],
  [
    'shelly',
    's',
    'selvbetjent-access/dor/rpc',
    '{"id":1,"src":"s","result":{"was_on":false}}',
    { replyTo: 1, wasUnlocked: false, bolt: 'unlocked' },
  ],
  [
    'shelly',
    's',
    'selvbetjent-access/dor/rpc',
    '{"id":1,"src":"s","error":{"code":-103,"message":"x"}}',
    { replyTo: 1, refused: true },
  ],
  ['shelly', 's', 'selvbetjent-access/dor/rpc', '{"id":"1","result":{}}', 'bad_id'],
  ['shelly', 's', 'selvbetjent-access/other/rpc', '{"id":1,"result":{"was_on":false}}', undefined],
  [
    'shelly',
    's',
    's/events/rpc',
    '{"method":"NotifyStatus","params":{"ts":1.5,"switch:0":{"id":0,"output":true}}}',
    { bolt: 'unlocked' },
  ],
  [
    'shelly',
    's',
    's/events/rpc',
    '{"method":"NotifyStatus","params":{"switch:0":{"id":0,"temperature":{"tC":64}}}}',
    undefined,
  ],
  ['shelly', 's', 's/events/rpc', '{"method":"NotifyStatus","params":{"switch:1":{"id":1,"output":true}}}', undefined],
  ['shelly', 's', 's/events/rpc', '{"params":{"switch:1":{"id":1,"output":true}}}', { bolt: 'unlocked' }, 1],
  ['esphome', 'hus/lock/dor', 'hus/status', 'offline', { online: false }],
  ['esphome', 'hus/lock/dor', 'esphome/discover/hus', '{"name":"hus"}', { alive: true }],
  ['esphome', 'hus/lock/dor', 'hus/lock/dor/state', 'OPENING', 'bad_state'],
  ['zigbee2mqtt', 'z/l', 'z/l', '{"state":"UNLOCK","lock_state":"not_fully_locked"}', { bolt: 'moving' }],
  [
    'zigbee2mqtt',
    'z/l',
    'z/l',
    '{"state":"UNLOCK","lock_state":"unlocked","battery":40}',
    { bolt: 'unlocked', battery: 40 },
  ],
  ['zigbee2mqtt', 'z/l', 'z/l', '{"state":"UNLOCK"}', undefined],
  ['zigbee2mqtt', 'z/l', 'z/l', '{"lock_state":"half"}', 'bad_lock_state'],
  ['zigbee2mqtt', 'z/l', 'z/l/availability', '{"state":"offline"}', { online: false }],
  ['zigbee2mqtt', 'z/l', 'z/l/availability', 'online', { online: true }],
];

describe('doors of other makes', () => {
  for (const [dialect, topic, on, payload, expected, relay] of CASES) {
    it(`${dialect} at ${topic}: ${on} ${payload}`, () => {
      const wanted = typeof expected === 'string' ? { ok: false, reason: expected } : { ok: true, message: expected };
      expect(read(dialect, topic, on, payload, relay)).toEqual(wanted);
    });
  }

  it.each(FOREIGN_DOOR_DIALECTS)('%s promises less than the native dialect', (dialect) => {
    expect(promisesOf(dialect)).not.toEqual(promisesOf('selvbetjent'));
    expect(promisesOf(dialect).lateCommandsDie).toBe(false);
  });

  it.each(FOREIGN_DOOR_DIALECTS)('%s never throws, whatever comes on its topics', (dialect) => {
    const door = { id: 'dor', topic: 'hus/lock/dor' };
    const payloads = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom(...CORPUS.flatMap(({ states }) => states.map(({ payload }) => payload))),
      fc
        .record({ id: fc.anything(), result: fc.anything(), params: fc.anything(), PulseTime1: fc.anything() })
        .map((value) => JSON.stringify(value, (_key, it: unknown) => (typeof it === 'bigint' ? 0 : it))),
    );
    for (const topic of protocolOf(dialect).topics(door)) {
      const property = fc.property(payloads, (payload) => {
        return typeof protocolOf(dialect).read(door, topic, Buffer.from(payload)).ok === 'boolean';
      });
      fc.assert(property, { numRuns: 300 });
    }
    expect(protocolOf(dialect).read(door, protocolOf(dialect).topics(door)[0]!, Buffer.alloc(17_000))).toEqual({
      ok: false,
      reason: 'too_large',
    });
  });
});
