import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANNELS, topicOf } from '@selvbetjent/devices';
import mqtt from 'mqtt';
import { root } from '../local/paths.mjs';
import { hasMosquitto, passwordOf, startConfiguredMosquitto } from './real-mosquitto.mjs';

// SELVBETJENT_ACL_DEVICES=50 tries 50 × 50.
const devices = Array.from({ length: Number(process.env.SELVBETJENT_ACL_DEVICES ?? 10) }, (_, i) => `device-${i + 1}`);
const stationOf = (device) => `station-${device.length}`;
const topics = (device) => CHANNELS.map((channel) => topicOf(stationOf(device), device, channel));
/** What devices of other makes say, and what they are told. */
const saidByOthers = (device) => [
  ...[`tele/${device}/SENSOR`, `stat/${device}/POWER1`],
  ...[`${device}/online`, `${device}/events/rpc`, `${device}/status/switch:0`, `selvbetjent-access/${device}/rpc`],
  ...[`${device}/status`, `${device}/lock/l/state`, `${device}/sensor/s/state`, `esphome/discover/${device}`],
];
const toldToOthers = (device) => [
  ...[`cmnd/${device}/POWER1`, `cmnd/${device}/PulseTime1`, `${device}/rpc`],
  ...[`${device}/lock/l/command`, `esphome/ping/${device}`],
];
const behindGateways = ['zigbee2mqtt/lock', 'zigbee2mqtt/lock/get', 'zigbee2mqtt/lock/set'];
const foreignTopics = (device) => [...saidByOthers(device), ...toldToOthers(device), `cmnd/${device}/Restart`];
const NOT_AUTHORIZED = 135;
/** A log-in that would match everybody's topics if it were taken as a pattern. */
const WILDCARD = '+';

const withMosquitto = hasMosquitto ? describe : describe.skip;
if (!hasMosquitto) console.warn('SKIPPED: there is no Mosquitto on this machine, so deploy/mosquitto was not tried.');

withMosquitto('Mosquitto with deploy/mosquitto', () => {
  let broker;
  const clients = [];
  beforeAll(
    async () =>
      (broker = await startConfiguredMosquitto({ devices: [...devices, WILDCARD, 'zigbee2mqtt'], withTls: true })),
  );
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.endAsync(true)));
    await broker?.stop();
  });

  async function signIn(user, options = {}) {
    const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username: user,
      password: passwordOf(user),
      // MQTT 5 tells the sender what 3.1.1 drops silently; the rules are the same.
      protocolVersion: 5,
      reconnectPeriod: 0,
      ...options,
    });
    clients.push(client);
    return client;
  }

  /** @returns those of the topics that this user may publish to */
  async function writable(user, candidates) {
    const client = await signIn(user);
    const verdicts = await Promise.all(candidates.map((topic) => mayPublish(client, topic)));
    return candidates.filter((_, index) => verdicts[index]);
  }

  const mayPublish = (client, topic) =>
    client.publishAsync(topic, '{}', { qos: 1 }).then(
      () => true,
      (error) => {
        if (error.code === NOT_AUTHORIZED) return false;
        throw error;
      },
    );

  test('a device publishes readings, state, result and online of its own, and nothing of another', async () => {
    const candidates = devices.flatMap((device) => [...topics(device), ...foreignTopics(device)]);
    for (const device of devices) {
      const own = ['readings', 'result', 'state', 'online'].map((channel) =>
        topicOf(stationOf(device), device, channel),
      );
      expect(await writable(device, candidates)).toEqual([...own, ...saidByOthers(device)]);
    }
  });

  test('only access commands, only the services acknowledge, and they say nothing in the name of a device', async () => {
    const candidates = [
      ...devices.flatMap((device) => [...topics(device), ...foreignTopics(device)]),
      ...behindGateways,
    ];
    const native = devices.flatMap(topics);
    const of = (...channels) => native.filter((topic) => channels.includes(topic.split('/').at(-1)));
    const told = [
      ...of('ack', 'command'),
      ...devices.flatMap(toldToOthers),
      'zigbee2mqtt/lock/get',
      'zigbee2mqtt/lock/set',
    ];
    expect((await writable('access', candidates)).sort()).toEqual(told.sort());
    expect(await writable('dropoffs', candidates)).toEqual(of('ack'));
    expect(await writable('zigbee2mqtt', candidates)).toEqual(behindGateways);
    expect(await writable(WILDCARD, candidates)).toEqual([]);
  });

  test('nobody hears what is not theirs, whatever they subscribe to', async () => {
    const heard = new Map();
    for (const user of [...devices, 'access', 'dropoffs', WILDCARD]) heard.set(user, await listen(user));
    const senders = new Map([['access', await signIn('access')]]);
    for (const device of devices) senders.set(device, await signIn(device));
    for (const device of devices) {
      const services = ['ack', 'command'].map((channel) => topicOf(stationOf(device), device, channel));
      for (const topic of topics(device)) {
        await senders.get(services.includes(topic) ? 'access' : device).publishAsync(topic, '{}', { qos: 1 });
      }
      for (const topic of saidByOthers(device)) await senders.get(device).publishAsync(topic, '{}', { qos: 1 });
      for (const topic of toldToOthers(device)) await senders.get('access').publishAsync(topic, '{}', { qos: 1 });
    }
    const all = (...channels) =>
      devices.flatMap((device) => channels.map((each) => topicOf(stationOf(device), device, each)));
    const spoken = (pattern) => devices.flatMap(saidByOthers).filter((topic) => pattern.test(topic));
    const expected = new Map([
      ...devices.map((device) => {
        const own = ['ack', 'command'].map((each) => topicOf(stationOf(device), device, each));
        return [device, [...own, ...toldToOthers(device)]];
      }),
      ['access', [...all('result', 'state', 'online'), ...spoken(/^(?!.*\/(?:sensor\/|SENSOR))/)]],
      ['dropoffs', [...all('readings'), ...spoken(/\/SENSOR$|\/sensor\//)]],
      [WILDCARD, []],
    ]);
    for (const [user, { topics, client }] of heard) {
      // What the broker queued for this listener stands before the answer to this.
      await client.unsubscribeAsync('#');
      expect([user, topics.sort()]).toEqual([user, expected.get(user).sort()]);
    }
  });

  /** Subscribes to everything. Mosquitto agrees and checks each message as it is handed on. */
  async function listen(user) {
    const client = await signIn(user);
    const topics = [];
    client.on('message', (topic) => topics.push(topic));
    await client.subscribeAsync('#', { qos: 0 });
    return { topics, client };
  }

  test.each([
    ['without a log-in', { username: undefined, password: undefined }],
    ['with a wrong password', { username: devices[0], password: passwordOf(devices[1]) }],
    ['with an unknown name', { username: 'nobody', password: '' }],
  ])('%s nobody comes in', async (_, options) => {
    for (const protocolVersion of [4, 5]) {
      await expect(signIn(devices[0], { ...options, protocolVersion })).rejects.toThrow(/Not authorized/i);
    }
  });

  test('devices come in by TLS with tls.conf.example', async () => {
    const client = await mqtt.connectAsync(`mqtts://127.0.0.1:${broker.tlsPort}`, {
      username: devices[0],
      password: passwordOf(devices[0]),
      ca: broker.certificate,
      reconnectPeriod: 0,
    });
    clients.push(client);
    await client.publishAsync(topicOf('trosterud', devices[0], 'state'), '{}', { qos: 1 });
    await expect(
      mqtt.connectAsync(`mqtts://127.0.0.1:${broker.tlsPort}`, { ca: broker.certificate, reconnectPeriod: 0 }),
    ).rejects.toThrow(/Not authorized/i);
  });

  test('more than the default of a thousand messages wait for a service that is away', async () => {
    const options = { clientId: 'selvbetjent-dropoffs', clean: false, protocolVersion: 4 };
    const away = await signIn('dropoffs', options);
    await away.subscribeAsync('selvbetjent/v1/+/+/readings', { qos: 1 });
    await away.endAsync();
    const scale = await signIn(devices[0]);
    const topic = topicOf('trosterud', devices[0], 'readings');
    const sent = Array.from({ length: 1_500 }, (_, i) => String(i + 1));
    await Promise.all(sent.map((seq) => scale.publishAsync(topic, seq, { qos: 1 })));
    const back = mqtt.connect(`mqtt://127.0.0.1:${broker.port}`, {
      ...options,
      username: 'dropoffs',
      password: passwordOf('dropoffs'),
    });
    clients.push(back);
    const received = [];
    await new Promise((resolve) => {
      back.on('message', (_, payload) => received.push(String(payload)) === sent.length && resolve());
    });
    expect(received).toEqual(sent);
  });
});

test('the rules name only channels that devices have', () => {
  const rules = readFileSync(join(root, 'deploy/mosquitto/acl'), 'utf8');
  const named = [...rules.matchAll(/selvbetjent\/v1\/\+\/(?:\+|%u)\/(\S+)/g)].map(([, channel]) => channel);
  expect([...new Set(named)].sort()).toEqual([...CHANNELS].sort());
});
