import type { Decoded } from '../decoded';
import { type Fields } from '../fields';
import { eitherOf, NOTHING, readFields, readWord } from './door-payload';
import { type Bolt, type DoorProtocol, type DoorVerdict, type DoorWord, type ListedDoor } from './door-protocol';

const ASK_EVERY_MS = 10_000;
const MAX_ID = 2 ** 31;
/** Shelly answers to `<src>/rpc`. */
const SOURCE = 'selvbetjent-access';

/**
 * A strike on a relay of a Shelly of the second generation or later, by RPC. `topic` is its MQTT prefix; `relay` counts from 0. The pulse
 * comes with each command (`toggle_after`), and the answer carries the command's id and whether the relay was on before.
 *
 * What it can't promise: its commands carry no age, so one that is delayed behind its question's answer opens late. It can't say jammed.
 * `output: false` is the relay's word, not the bolt's. `initial_state` must be `off`: as delivered, the relay follows its input after a power cut.
 */
export const SHELLY_DOOR: DoorProtocol = {
  promises: {
    lateCommandsDie: false,
    answersByCommand: true,
    saysNo: true,
    boltIs: 'relay',
    relocks: 'checked',
    keepsChanges: false,
    knowsLeaf: false,
  },
  askEveryMs: ASK_EVERY_MS,

  topics(door) {
    return [replyTopic(door), `${door.topic}/events/rpc`, statusTopic(door), `${door.topic}/online`];
  },

  read(door, topic, payload): Decoded<DoorWord | undefined> {
    if (topic === `${door.topic}/online`) {
      return readWord(payload, (text) => ({ online: eitherOf(text, 'true', 'false') }));
    }
    if (topic === statusTopic(door)) return readFields(payload, outputIn);
    if (topic === `${door.topic}/events/rpc`) return readFields(payload, (fields) => readNotification(door, fields));
    return topic === replyTopic(door) ? readFields(payload, readReply) : NOTHING;
  },

  questions: (door, id) => [request(door, id, 'Switch.GetStatus', { id: relayOf(door) })],
  isAnswer: ({ bolt, replyTo, refused }, id) => bolt !== undefined && replyTo === id && !refused,
  unlock(door, id, holdSeconds) {
    return request(door, id, 'Switch.Set', { id: relayOf(door), on: true, toggle_after: holdSeconds });
  },

  verdict({ replyTo, wasUnlocked, refused }, id): DoorVerdict | undefined {
    if (replyTo !== id) return undefined;
    if (refused) return 'refused';
    if (wasUnlocked === undefined) return undefined;
    return wasUnlocked ? 'busy' : 'unlocked';
  },
};

function relayOf({ relay }: ListedDoor): number {
  return relay ?? 0;
}

function replyTopic({ id }: ListedDoor): string {
  return `${SOURCE}/${id}/rpc`;
}

function statusTopic(door: ListedDoor): string {
  return `${door.topic}/status/switch:${relayOf(door)}`;
}

function request(door: ListedDoor, id: number, method: string, params: object): { topic: string; payload: string } {
  return { topic: `${door.topic}/rpc`, payload: JSON.stringify({ id, src: `${SOURCE}/${door.id}`, method, params }) };
}

function outputIn(status: Fields): DoorWord | undefined {
  const output = status.optionalBoolean('output');
  return output === undefined ? undefined : { bolt: boltOf(output) };
}

/** Notifications tell what has changed and nothing else. */
function readNotification(door: ListedDoor, fields: Fields): DoorWord | undefined {
  const status = fields.optionalObject('params')?.optionalObject(`switch:${relayOf(door)}`);
  return status && outputIn(status);
}

function readReply(fields: Fields): DoorWord | undefined {
  const replyTo = fields.integer('id', 0, MAX_ID);
  if (fields.raw('error') !== undefined) return { replyTo, refused: true };
  const result = fields.object('result');
  const [output, wasUnlocked] = [result.optionalBoolean('output'), result.optionalBoolean('was_on')];
  return {
    replyTo,
    ...(output !== undefined && { bolt: boltOf(output) }),
    ...(wasUnlocked !== undefined && { wasUnlocked, bolt: 'unlocked' as const }),
  };
}

function boltOf(output: boolean): Bolt {
  return output ? 'unlocked' : 'locked';
}
