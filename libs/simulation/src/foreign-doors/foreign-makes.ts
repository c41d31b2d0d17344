import type { DeviceState, ForeignAddress, ForeignMake, ForeignMessage } from './foreign-make';

/** A relay with Tasmota, whose bolt lets go by PulseTime. */
const tasmota: ForeignMake = {
  saysJammed: false,
  subscriptions: ({ topic }) => [`cmnd/${topic}/#`],
  greeting: ({ topic }) => [{ topic: `tele/${topic}/LWT`, payload: 'Online', retain: true }],
  will: ({ topic }) => ({ topic: `tele/${topic}/LWT`, payload: 'Offline', retain: true }),
  understand({ relay = 1 }, topic, payload, { pulseMs }) {
    const name = topic.split('/').at(-1)!.toUpperCase();
    const isPower = name === `POWER${relay}` || (relay === 1 && name === 'POWER');
    if (isPower && payload.toUpperCase() === 'ON') return { kind: 'unlock', holdMs: pulseMs };
    if (payload !== '') return null;
    return isPower || name === `PULSETIME${relay}` ? { kind: 'question', name: isPower ? 'POWER' : 'PulseTime' } : null;
  },
  answer(at, { name }, state) {
    if (name === 'POWER') return powerOf(at, state);
    const Set = state.pulseMs > 11_100 ? state.pulseMs / 1_000 + 100 : state.pulseMs / 100;
    const payload = JSON.stringify({ [`PulseTime${at.relay ?? 1}`]: { Set, Remaining: 0 } });
    return [{ topic: `stat/${at.topic}/RESULT`, payload }];
  },
  report: powerOf,
};

function powerOf({ topic, relay }: ForeignAddress, { unlocked }: DeviceState): ForeignMessage[] {
  const [name, power] = [relay ? `POWER${relay}` : 'POWER', unlocked ? 'ON' : 'OFF'];
  const result = { topic: `stat/${topic}/RESULT`, payload: JSON.stringify({ [name]: power }) };
  return [result, { topic: `stat/${topic}/${name}`, payload: power }];
}

/** A Shelly of the second generation: RPC with ids, and notifications of changes. */
const shelly: ForeignMake = {
  saysJammed: false,
  subscriptions: ({ topic }) => [`${topic}/rpc`],
  greeting: ({ topic }) => [{ topic: `${topic}/online`, payload: 'true', retain: true }],
  will: ({ topic }) => ({ topic: `${topic}/online`, payload: 'false', retain: true }),
  understand({ relay = 0 }, _topic, payload) {
    const { id, method, params } = JSON.parse(payload) as {
      id: number;
      method: string;
      params: { id: number; on?: boolean; toggle_after?: number };
    };
    if (params.id !== relay) return null;
    if (method === 'Switch.GetStatus') return { kind: 'question', name: method, id };
    const isOn = method === 'Switch.Set' && params.on === true;
    return isOn ? { kind: 'unlock', id, holdMs: (params.toggle_after ?? 0) * 1_000 } : null;
  },
  answer: (at, { id }, { unlocked }) => [reply(at, id, { id: at.relay ?? 0, source: 'MQTT', output: unlocked })],
  report({ topic, relay = 0 }, { unlocked }) {
    const params = { ts: 1, [`switch:${relay}`]: { id: relay, output: unlocked, source: 'MQTT' } };
    const payload = JSON.stringify({ src: topic, dst: `${topic}/events`, method: 'NotifyStatus', params });
    return [{ topic: `${topic}/events/rpc`, payload }];
  },
  receipt: (at, { id }, wasUnlocked) => [reply(at, id, { was_on: wasUnlocked })],
};

function reply({ id: doorId, topic }: ForeignAddress, id: number | undefined, result: object): ForeignMessage {
  const source = `selvbetjent-access/${doorId}`;
  return { topic: `${source}/rpc`, payload: JSON.stringify({ id, src: topic, dst: source, result }) };
}

/** A lock of ESPHome that answers a ping of its device, and locks itself again. */
const esphome: ForeignMake = {
  saysJammed: true,
  subscriptions: ({ topic }) => [`${topic}/command`, `esphome/ping/${topic.split('/')[0]}`],
  greeting: (at, state) => [
    { topic: `${at.topic.split('/')[0]}/status`, payload: 'online', retain: true },
    ...lockStates(at, state).slice(-1),
  ],
  will: ({ topic }) => ({ topic: `${topic.split('/')[0]}/status`, payload: 'offline', retain: true }),
  understand({ topic: base }, topic, payload, { pulseMs }) {
    if (topic.startsWith('esphome/ping/')) return { kind: 'question', name: 'ping' };
    return topic === `${base}/command` && payload.toUpperCase() === 'UNLOCK'
      ? { kind: 'unlock', holdMs: pulseMs }
      : null;
  },
  answer({ topic }) {
    const name = topic.split('/')[0]!;
    return [{ topic: `esphome/discover/${name}`, payload: JSON.stringify({ name, port: 6053 }), retain: true }];
  },
  report: lockStates,
};

function lockStates({ topic }: ForeignAddress, { unlocked, jammed }: DeviceState): ForeignMessage[] {
  const words = jammed ? ['UNLOCKING', 'JAMMED'] : unlocked ? ['UNLOCKING', 'UNLOCKED'] : ['LOCKING', 'LOCKED'];
  return words.map((payload) => ({ topic: `${topic}/state`, payload, retain: true }));
}

/** A Zigbee lock behind Zigbee2MQTT, with auto-relock. */
const zigbee2mqtt: ForeignMake = {
  saysJammed: false,
  subscriptions: ({ topic }) => [`${topic}/set`, `${topic}/get`],
  greeting: ({ topic }) => [{ topic: `${topic}/availability`, payload: '{"state":"online"}', retain: true }],
  will: ({ topic }) => ({ topic: `${topic}/availability`, payload: '{"state":"offline"}', retain: true }),
  understand({ topic: base }, topic, payload, { pulseMs }) {
    const { state } = JSON.parse(payload) as { state?: string };
    if (topic === `${base}/get` && state !== undefined) return { kind: 'question', name: 'state' };
    return topic === `${base}/set` && state === 'UNLOCK' ? { kind: 'unlock', holdMs: pulseMs } : null;
  },
  answer: (at, _question, state) => [lockStateOf(at, state)],
  report: (at, state) => [lockStateOf(at, state)],
};

function lockStateOf({ topic }: ForeignAddress, { unlocked, jammed }: DeviceState): ForeignMessage {
  const lock_state = jammed ? 'not_fully_locked' : unlocked ? 'unlocked' : 'locked';
  const payload = JSON.stringify({
    battery: 87,
    linkquality: 120,
    lock_state,
    state: unlocked || jammed ? 'UNLOCK' : 'LOCK',
  });
  return { topic, payload };
}

export const FOREIGN_MAKES = { tasmota, shelly, esphome, zigbee2mqtt };
export type ForeignMakeName = keyof typeof FOREIGN_MAKES;
