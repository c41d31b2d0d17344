import type { Decoded } from '../decoded';
import { type Fields, Unreadable } from '../fields';
import { eitherOf, NOTHING, readFields, readWord } from './door-payload';
import { type Bolt, type DoorProtocol, type DoorWord, percentOrAbsent, verdictByState } from './door-protocol';

/** A sleeping lock wakes up for it. */
const ASK_EVERY_MS = 20_000;

/** Only here the bolt itself speaks: `state` says UNLOCK also of one that is not fully locked. */
const BOLTS: ReadonlyMap<unknown, Bolt> = new Map<unknown, Bolt>([
  ['locked', 'locked'],
  ['unlocked', 'unlocked'],
  ['not_fully_locked', 'moving'],
]);

/**
 * A Zigbee lock behind Zigbee2MQTT. `topic` is `zigbee2mqtt/<name>`. Only locks that tell `lock_state` can be used, and `auto_relock` must be set on the lock.
 *
 * What it can't promise: its commands carry neither id nor age, and the bridge may hold them until a sleeping lock wakes, so one can open late. The bridge repeats what
 * it remembers: an answer may be its own and not the lock's. Whoever else unlocks in that moment is taken for us. It can't say busy, and only some locks
 * say jammed. Whether it locks again can't be seen.
 */
export const ZIGBEE2MQTT_DOOR: DoorProtocol = {
  promises: {
    lateCommandsDie: false,
    answersByCommand: false,
    saysNo: false,
    boltIs: 'measured',
    relocks: 'unchecked',
    keepsChanges: false,
    knowsLeaf: false,
  },
  askEveryMs: ASK_EVERY_MS,
  topics: ({ topic }) => [topic, `${topic}/availability`],

  read(door, topic, payload): Decoded<DoorWord | undefined> {
    if (topic === `${door.topic}/availability`) return readAvailability(payload);
    return topic === door.topic ? readFields(payload, readLock) : NOTHING;
  },

  questions: ({ topic }) => [{ topic: `${topic}/get`, payload: '{"state":""}' }],
  isAnswer: ({ bolt }) => bolt !== undefined,
  unlock: ({ topic }) => ({ topic: `${topic}/set`, payload: '{"state":"UNLOCK"}' }),
  verdict: verdictByState,
};

/** A contact sensor of Zigbee2MQTT: `contact: true` is a closed door. */
export function readContact(payload: Uint8Array): Decoded<DoorWord | undefined> {
  return readFields(payload, contactIn);
}

function contactIn(fields: Fields): DoorWord | undefined {
  const contact = fields.optionalBoolean('contact');
  return contact === undefined ? undefined : { open: !contact };
}

function readLock(fields: Fields): DoorWord | undefined {
  const lockState = fields.raw('lock_state');
  const bolt = BOLTS.get(lockState);
  if (lockState !== undefined && !bolt) throw new Unreadable('bad_lock_state');
  const battery = percentOrAbsent(fields.raw('battery'));
  const word = { ...contactIn(fields), ...(bolt && { bolt }), ...(battery !== undefined && { battery }) };
  return Object.keys(word).length > 0 ? word : undefined;
}

/** Since version 2 an object, before that the bare word. */
function readAvailability(payload: Uint8Array): Decoded<DoorWord | undefined> {
  const word = (text: unknown): DoorWord => ({ online: eitherOf(String(text), 'online', 'offline') });
  const asObject = readFields(payload, (fields) => word(fields.raw('state')));
  return asObject.ok ? asObject : readWord(payload, word);
}
