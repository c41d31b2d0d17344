import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { encodeAck, topicOf } from '@selvbetjent/devices';
import mqtt from 'mqtt';
import pg from 'pg';
import { parse } from 'yaml';
import { ensureDatabase, removeDataDir, startPostgres } from './local/components.mjs';
import { root } from './local/paths.mjs';
import { freePort, portVariables } from './local/ports.mjs';
import { hasMosquitto, passwordOf as mqttPasswordOf, startConfiguredMosquitto } from './mosquitto/real-mosquitto.mjs';
import { passwordOf as natsPasswordOf, startConfiguredNats } from './nats/real-nats.mjs';

const names = ['access', 'stations', 'dropoffs', 'tonnage', 'portal'];
const device = 'trosterud-ombruk-vekt';
const HANG_MS = 60_000;
const databasePasswordOf = (name) => `database-${name}`;

const canRun = hasMosquitto && existsSync(join(root, 'dist/services'));
const whereItCan = canRun ? describe : describe.skip;
if (!canRun) console.warn('SKIPPED: without Mosquitto or a build the processes of docker-compose.yml were not run.');

whereItCan('the processes of docker-compose.yml, each with its own log-ins', () => {
  let dataDir;
  const running = [];
  const output = new Map(names.map((name) => [name, '']));
  let ports;
  let broker;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'selvbetjent-containers-'));
    const [postgres, nats, mosquitto] = await Promise.all([
      startPostgres({ dataDir }),
      startConfiguredNats(),
      startConfiguredMosquitto({ devices: [device] }),
    ]);
    running.push(nats, mosquitto, postgres);
    broker = mosquitto;
    const database = await ensureDatabase(postgres.url, 'selvbetjent');
    await createRoles(database);
    ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()])));
    for (const name of names) startProcess(name, { database, nats: nats.port, mqtt: mosquitto.port });
  });

  afterAll(async () => {
    await Promise.all(running.filter(({ isService }) => isService).map(({ stop }) => stop()));
    await Promise.all(running.filter(({ isService }) => !isService).map(({ stop }) => stop()));
    removeDataDir(dataDir);
  });

  /** Its own environment of docker-compose.yml, with the addresses that the servers have here. */
  function startProcess(name, { database, nats, mqtt: mqttPort }) {
    const { environment } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }).services[
      name
    ];
    const given = Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, String(value).replace(/^\$\{\w+:-(.*)\}$/, '$1')]),
    );
    const url = new URL(database);
    const logIn = (base, user, password) => Object.assign(new URL(base), { username: user, password }).href;
    const own = {
      HOST: '127.0.0.1',
      DATABASE_URL: logIn(url, `selvbetjent_${name}`, databasePasswordOf(name)),
      NATS_URL: logIn(`nats://127.0.0.1:${nats}`, name, natsPasswordOf(name)),
      MQTT_URL: logIn(`mqtt://127.0.0.1:${mqttPort}`, name, mqttPasswordOf(name)),
      STATIONS_FILE: join(root, 'deploy/stations/stations.yaml'),
      ALARM_RECEIVERS_FILE: join(root, 'deploy/alarm-receivers.yaml'),
      OSLONOKKELEN_BACKEND_URL: 'https://127.0.0.1:9',
      ADAPTER_PUBLIC_URL: 'https://adapter.example.no',
      PORTAL_PUBLIC_URL: 'https://portal.example.no',
      ENCRYPTION_KEY: 'e'.repeat(32),
      SESSION_SECRET: 's'.repeat(32),
      OIDC_ISSUER: 'https://127.0.0.1:9',
      OIDC_CLIENT_ID: 'portal',
      ...Object.fromEntries(names.map((each) => [`${each.toUpperCase()}_HOST`, '127.0.0.1'])),
    };
    const env = Object.fromEntries(Object.keys(given).map((key) => [key, own[key] ?? given[key]]));
    for (const each of names) env[portVariables[each][0]] = String(ports[each]);
    const child = spawn(process.execPath, [join(root, 'dist/services', name, 'src/main.js')], { cwd: root, env });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => output.set(name, output.get(name) + text));
    }
    const exited = once(child, 'exit');
    running.push({ isService: true, stop: async () => (child.kill('SIGTERM'), await exited) });
  }

  test('all become ready, and the portal has the stations from their owner', async () => {
    await until(async () => (await fetch(`http://127.0.0.1:${ports.portal}/api/health/ready`)).ok);
    const stations = await (await fetch(`http://127.0.0.1:${ports.portal}/api/stations`)).json();
    expect(stations.map(({ id }) => id).sort()).toEqual(['demo-dogn', 'trosterud']);
  });

  test('a scale with a log-in of its own gets its acknowledgement', async () => {
    const scale = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username: device,
      password: mqttPasswordOf(device),
    });
    const heard = once(scale, 'message', { signal: AbortSignal.timeout(HANG_MS) });
    await scale.subscribeAsync(topicOf('trosterud', device, 'ack'), { qos: 1 });
    const boot = '9c1f00aa9c1f00aa';
    const readings = [{ seq: 1, at: new Date().toISOString(), grams: 412_300, status: 'ok' }];
    await scale.publishAsync(topicOf('trosterud', device, 'readings'), JSON.stringify({ boot, readings }), { qos: 1 });
    const [, payload] = await heard;
    expect(JSON.parse(payload)).toEqual(JSON.parse(encodeAck({ boot, seq: 1 })));
    await scale.endAsync();
  });

  test('each reads the stations from JetStream, and none tried what it may not', async () => {
    for (const name of ['access', 'dropoffs', 'tonnage']) await until(() => hasConsumed(name));
    for (const name of names) expect(output.get(name)).not.toMatch(/permission|not authorized/i);
  });

  /** Far above any real wait: ends a hanging test with what the processes said last. */
  async function until(condition) {
    const deadline = performance.now() + HANG_MS;
    while (!(await condition().catch(() => false))) {
      if (performance.now() > deadline) {
        throw new Error([...output].map(([name, text]) => `${name}: ${text.slice(-800)}`).join('\n'));
      }
      await delay(100);
    }
  }

  /** Whether it keeps its copies of both stations. */
  async function hasConsumed(name) {
    const { url } = running.find((each) => each.name === 'postgres');
    const client = new pg.Client({ connectionString: await ensureDatabase(url, 'selvbetjent') });
    await client.connect();
    try {
      const { rows } = await client.query(`SELECT count(*) AS stations FROM ${name}.stations`);
      return Number(rows[0].stations) === 2;
    } finally {
      await client.end();
    }
  }
});

/** deploy/postgres/create-roles.sh without psql: its SQL for each of its roles. */
async function createRoles(url) {
  const script = readFileSync(join(root, 'deploy/postgres/create-roles.sh'), 'utf8');
  const [, sql] = /<<'SQL'\n([^]*?)\nSQL/.exec(script);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [, name] of script.matchAll(/^create (\w+) /gm)) {
      const values = { role: `selvbetjent_${name}`, schema: name, password: databasePasswordOf(name) };
      await client.query(sql.replaceAll(/:(["'])(\w+)\1/g, (_, quote, variable) => quote + values[variable] + quote));
    }
  } finally {
    await client.end();
  }
}
