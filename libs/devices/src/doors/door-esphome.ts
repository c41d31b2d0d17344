import type { Decoded } from '../decoded';
import { Unreadable } from '../fields';
import { eitherOf, NOTHING, readWord } from './door-payload';
import { type Bolt, type DoorProtocol, type DoorWord, type ListedDoor, verdictByState } from './door-protocol';

const ASK_EVERY_MS = 10_000;

const BOLTS: ReadonlyMap<string, Bolt> = new Map([
  ['LOCKED', 'locked'],
  ['UNLOCKED', 'unlocked'],
  ['LOCKING', 'moving'],
  ['UNLOCKING', 'moving'],
  ['JAMMED', 'jammed'],
  ['UNKNOWN', 'unknown'],
]);

/**
 * A lock of ESPHome. `topic` is `<prefix>/lock/<object>`, and the prefix must be the device's name, as it is by default: its lock can't be asked
 * for its state, so the device is pinged (`esphome/ping/<name>`, which needs `discover_ip`), and its state is the last that it published.
 * The device must lock again by itself (`on_unlock: … lock.lock`).
 *
 * What it can't promise: its commands carry neither id nor age, so one that is delayed behind the ping's answer opens late, and whoever else unlocks
 * in that moment is taken for us. It doesn't answer what it won't do. Whether it locks again can't be seen. A lock without a sensor of its own
 * believes that its bolt moved.
 */
export const ESPHOME_DOOR: DoorProtocol = {
  promises: {
    lateCommandsDie: false,
    answersByCommand: false,
    saysNo: true,
    boltIs: 'measured',
    relocks: 'unchecked',
    keepsChanges: false,
    knowsLeaf: false,
  },
  askEveryMs: ASK_EVERY_MS,

  topics(door) {
    return [`${door.topic}/state`, `${nameOf(door)}/status`, `esphome/discover/${nameOf(door)}`];
  },

  read(door, topic, payload): Decoded<DoorWord | undefined> {
    if (topic === `${door.topic}/state`) return readWord(payload, (text) => ({ bolt: boltOf(text) }));
    if (topic === `${nameOf(door)}/status`) {
      return readWord(payload, (text) => ({ online: eitherOf(text, 'online', 'offline') }));
    }
    const isAnswer = topic === `esphome/discover/${nameOf(door)}` && payload.byteLength > 0;
    return isAnswer ? { ok: true, message: { alive: true } } : NOTHING;
  },

  questions: (door) => [{ topic: `esphome/ping/${nameOf(door)}`, payload: '' }],
  isAnswer: ({ alive }) => alive === true,
  unlock: (door) => ({ topic: `${door.topic}/command`, payload: 'UNLOCK' }),
  verdict: verdictByState,
};

function nameOf({ topic }: ListedDoor): string {
  return topic.slice(0, Math.max(0, topic.lastIndexOf('/lock/')));
}

function boltOf(text: string): Bolt {
  const bolt = BOLTS.get(text);
  if (!bolt) throw new Unreadable('bad_state');
  return bolt;
}
