import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startInfrastructure } from '@selvbetjent/testing';
import pg from 'pg';
import { openLog } from './log-files.mjs';
import { root } from './paths.mjs';

const portNames = {
  access: 'ACCESS_PORT',
  stations: 'STATIONS_PORT',
  dropoffs: 'DROPOFFS_PORT',
  tonnage: 'TONNAGE_PORT',
  portal: 'PORT',
  simulator: 'SIMULATOR_PORT',
};
const services = Object.keys(portNames);
/** Far above any real wait: ends a hanging test with what is wrong. */
const hangMs = 60_000;

let folder;
let infrastructure;
let env;
const processes = new Map();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'selvbetjent-readiness-'));
  infrastructure = await startInfrastructure();
  env = {
    PATH: process.env.PATH,
    DATABASE_URL: infrastructure.databaseUrl,
    NATS_URL: infrastructure.natsUrl,
    MQTT_URL: infrastructure.mqttUrl,
    DATA_DIR: folder,
    SIMULATOR: 'on',
    ENCRYPTION_KEY: 'not-a-secret-but-long-enough',
    SESSION_SECRET: 'not-a-secret-but-long-enough',
  };
  for (const name of services) env[portNames[name]] = String(await freePort());
});

afterAll(async () => {
  await Promise.all([...processes.keys()].map((name) => kill(name)));
  await infrastructure?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('without stations no door and no scale is known', async () => {
  for (const name of services.filter((name) => name !== 'stations')) start(name);
  await untilStates({ access: ['stations'], dropoffs: ['stations'], tonnage: [], portal: [], simulator: [] });
  start('stations');
  await untilStates(Object.fromEntries(services.map((name) => [name, []])));
});

describe.each([
  [
    'NATS',
    { take: () => infrastructure.killNats(), giveBack: () => infrastructure.startNats() },
    { access: [], stations: ['nats'], dropoffs: ['nats'], tonnage: ['nats'], portal: ['nats'], simulator: [] },
  ],
  [
    'the MQTT broker',
    { take: () => infrastructure.killMqtt(), giveBack: () => infrastructure.startMqtt() },
    { access: ['mqtt'], stations: [], dropoffs: ['mqtt'], tonnage: [], portal: [], simulator: ['mqtt'] },
  ],
  [
    'the database',
    { take: () => admit(false), giveBack: () => admit(true) },
    {
      access: ['postgres'],
      stations: ['postgres'],
      dropoffs: ['postgres', 'stations'],
      tonnage: ['postgres'],
      portal: ['postgres'],
      simulator: [],
    },
  ],
])('without %s', (_, { take, giveBack }, missing) => {
  test('those who need it are not ready, the others are, and all are again when it is back', async () => {
    await take();
    await untilStates(missing).finally(giveBack);
    await untilStates(Object.fromEntries(services.map((name) => [name, []])));
  });
});

test('the door path starts without NATS once it knows the stations, and ends without it', async () => {
  await kill('access');
  await infrastructure.killNats();
  try {
    start('access');
    await untilStates({ access: [] });
    const child = processes.get('access');
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  } finally {
    await infrastructure.startNats();
  }
});

function start(name) {
  const log = openLog(join(folder, `${name}.log`));
  const program = join(root, 'dist/services', name, 'src/main.js');
  processes.set(name, spawn(process.execPath, [program], { cwd: root, env, stdio: ['ignore', log, log] }));
}

async function kill(name) {
  const child = processes.get(name);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** Lets the services into their database, or turns them out of it. */
async function admit(allowed) {
  const administrator = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  const name = new URL(infrastructure.databaseUrl).pathname.slice(1);
  await administrator.connect();
  await administrator.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
  if (!allowed) {
    await administrator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
  }
  await administrator.end();
}

/** Waits until each service lacks exactly these checks at `/health/ready`: none with 200, else with 503. */
async function untilStates(wanted) {
  const deadline = Date.now() + hangMs;
  for (;;) {
    const found = Object.fromEntries(
      await Promise.all(Object.keys(wanted).map(async (name) => [name, await lacking(name)])),
    );
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    if (Date.now() > deadline) {
      expect({ found, logs: Object.keys(wanted).map(logOf) }).toEqual({ found: wanted });
    }
    await sleep(100);
  }
}

async function lacking(name) {
  try {
    const response = await fetch(`http://127.0.0.1:${env[portNames[name]]}/health/ready`);
    const { checks } = await response.json();
    const missing = Object.keys(checks).filter((check) => checks[check] !== 'ok');
    return response.ok === (missing.length === 0) ? missing : `${response.status} with ${missing}`;
  } catch (error) {
    return `no answer: ${error.cause?.code ?? error.message}`;
  }
}

function logOf(name) {
  const path = join(folder, `${name}.log`);
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-1000) : '';
}
