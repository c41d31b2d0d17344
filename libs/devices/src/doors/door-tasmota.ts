import type { Decoded } from '../decoded';
import { type Fields, Unreadable } from '../fields';
import { eitherOf, NOTHING, readFields, readWord } from './door-payload';
import { type Bolt, type DoorProtocol, type DoorWord, type ListedDoor, verdictByState } from './door-protocol';

const ASK_EVERY_MS = 10_000;
const MAX_PULSE = 64_900;
const PREFIX = '%prefix%';

/**
 * A strike on a relay with Tasmota. `topic` is the device's own topic, or its FullTopic with `%prefix%` in it; `relay` counts from 1.
 * `PulseTime` must be set on the device: it is asked for before each command, and without it nothing is sent.
 *
 * What it can't promise: its commands carry neither id nor age, so one that is delayed behind its question's answer opens late, and whoever
 * else switches the relay in that moment is taken for us. It can't say busy or jammed. `OFF` is the relay's word, not the bolt's.
 */
export const TASMOTA_DOOR: DoorProtocol = {
  promises: {
    lateCommandsDie: false,
    answersByCommand: false,
    saysNo: false,
    boltIs: 'relay',
    relocks: 'checked',
    keepsChanges: false,
    knowsLeaf: false,
  },
  askEveryMs: ASK_EVERY_MS,

  topics(door) {
    const powers = powerNames(door).map((name) => at(door, 'stat', name));
    return [at(door, 'stat', 'RESULT'), ...powers, at(door, 'tele', 'STATE'), at(door, 'tele', 'LWT')];
  },

  read(door, topic, payload): Decoded<DoorWord | undefined> {
    if (topic === at(door, 'tele', 'LWT')) {
      return readWord(payload, (text) => ({ online: eitherOf(text, 'online', 'offline') }));
    }
    if (powerNames(door).some((name) => topic === at(door, 'stat', name))) {
      return readWord(payload, (text) => ({ bolt: boltOf(text) }));
    }
    const isJson = topic === at(door, 'stat', 'RESULT') || topic === at(door, 'tele', 'STATE');
    return isJson ? readFields(payload, (fields) => readState(door, fields)) : NOTHING;
  },

  /** The state first: when the pulse is told, the state is the newest. */
  questions(door) {
    return [`POWER${relayOf(door)}`, `PulseTime${relayOf(door)}`].map((name) => ({
      topic: at(door, 'cmnd', name),
      payload: '',
    }));
  },

  isAnswer: ({ bolt, pulseSeconds }) => bolt !== undefined && pulseSeconds !== undefined,
  unlock: (door) => ({ topic: at(door, 'cmnd', `POWER${relayOf(door)}`), payload: 'ON' }),
  verdict: verdictByState,
};

function relayOf({ relay }: ListedDoor): number {
  return relay ?? 1;
}

function at({ topic }: ListedDoor, prefix: 'cmnd' | 'stat' | 'tele', name: string): string {
  const full = topic.includes(PREFIX) ? topic.replace(PREFIX, prefix) : `${prefix}/${topic}`;
  return `${full.replace(/\/$/, '')}/${name}`;
}

/** A device with one relay may leave its number out. */
function powerNames(door: ListedDoor): string[] {
  const relay = relayOf(door);
  return relay === 1 ? ['POWER', 'POWER1'] : [`POWER${relay}`];
}

function readState(door: ListedDoor, fields: Fields): DoorWord | undefined {
  const power = powerNames(door)
    .map((name) => fields.raw(name))
    .find((value) => value !== undefined);
  const pulse = fields.raw(`PulseTime${relayOf(door)}`);
  if (power === undefined && pulse === undefined) return undefined;
  return {
    ...(power !== undefined && { bolt: boltOf(power) }),
    ...(pulse !== undefined && { pulseSeconds: pulseSecondsOf(pulse) }),
  };
}

function boltOf(power: unknown): Bolt {
  if (typeof power !== 'string') throw new Unreadable('bad_POWER');
  return eitherOf(power, 'on', 'off') ? 'unlocked' : 'locked';
}

/** 1 to 111 are tenths of a second, above are seconds and a hundred. Newer firmware answers an object, older the bare number. */
function pulseSecondsOf(pulse: unknown): number {
  const set = typeof pulse === 'object' && pulse !== null && 'Set' in pulse ? pulse.Set : pulse;
  const value = typeof set === 'string' && /^\d{1,5}/.test(set) ? Number.parseInt(set, 10) : set;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_PULSE) {
    throw new Unreadable('bad_PulseTime');
  }
  return value <= 111 ? value / 10 : value - 100;
}
