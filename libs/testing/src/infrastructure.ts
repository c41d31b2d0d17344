import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { FaultProxy } from './fault-proxy';
import { freePort } from './free-port';

const ROOT = resolve(__dirname, '../../..');
const START_TRIES = 200;
const START_PAUSE_MS = 50;

/** A test file's own database, NATS server and MQTT broker; nothing is shared with other files but PostgreSQL's process. */
export interface Infrastructure {
  databaseUrl: string;
  natsUrl: string;
  mqttUrl: string;
  /** Where NATS keeps its streams. */
  natsFolder: string;
  /** Stops NATS as a crash does; `startNats` brings it back with its files and port. */
  killNats(): Promise<void>;
  startNats(): Promise<void>;
  /** Removes all that NATS keeps; between `killNats` and `startNats`. */
  wipeNats(): Promise<void>;
  /** Copies the messages of a stream; the answer puts them back in the place of those of then. Both between `killNats` and `startNats`. */
  copyMessages(stream: string): Promise<() => Promise<void>>;
  killMqtt(): Promise<void>;
  startMqtt(): Promise<void>;
  stop(): Promise<void>;
}

/** The same by way of links that fail on demand. */
export interface LinkedInfrastructure extends Infrastructure {
  links: Record<'postgres' | 'nats' | 'mqtt', FaultProxy>;
  /** The way past the links. */
  direct: Infrastructure;
}

export async function startLinkedInfrastructure(): Promise<LinkedInfrastructure> {
  const direct = await startInfrastructure();
  const [postgres, nats, mqtt] = await Promise.all([
    FaultProxy.before(direct.databaseUrl),
    FaultProxy.before(direct.natsUrl),
    FaultProxy.before(direct.mqttUrl),
  ]);
  return {
    ...direct,
    links: { postgres, nats, mqtt },
    direct,
    databaseUrl: postgres.through(direct.databaseUrl),
    natsUrl: nats.through(direct.natsUrl),
    mqttUrl: mqtt.through(direct.mqttUrl),
    stop: async () => {
      await Promise.all([postgres.close(), nats.close(), mqtt.close()]);
      await direct.stop();
    },
  };
}

export async function startInfrastructure(): Promise<Infrastructure> {
  const folder = await mkdtemp(join(tmpdir(), 'selvbetjent-file-'));
  const database = await cloneDatabase();
  const [natsPort, mqttPort] = [await freePort(), await freePort()];
  const nats = await natsComponent(folder, natsPort);
  const broker = [join(ROOT, 'deploy/local/mqtt-broker.mjs'), '127.0.0.1', String(mqttPort)];
  const mqtt = new Component(process.execPath, broker, mqttPort);
  await Promise.all([nats.start(), mqtt.start()]);
  return {
    databaseUrl: database.url,
    natsUrl: `nats://127.0.0.1:${natsPort}`,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    natsFolder: join(folder, 'nats'),
    killNats: () => nats.kill(),
    startNats: () => nats.start(),
    wipeNats: () => rm(join(folder, 'nats'), { recursive: true, force: true }),
    copyMessages: (stream) => copyFolder(join(folder, 'nats/jetstream/$G/streams', stream, 'msgs')),
    killMqtt: () => mqtt.kill(),
    startMqtt: () => mqtt.start(),
    stop: async () => {
      await Promise.all([nats.kill(), mqtt.kill()]);
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function copyFolder(source: string): Promise<() => Promise<void>> {
  const copy = `${source}-copy`;
  await cp(source, copy, { recursive: true });
  return async () => {
    await rm(source, { recursive: true });
    await rename(copy, source);
  };
}

async function natsComponent(folder: string, port: number): Promise<Component> {
  const binary = required('TEST_NATS_SERVER');
  const configuration = join(folder, 'nats.conf');
  await writeFile(
    configuration,
    `listen: "127.0.0.1:${port}"\njetstream { store_dir: ${JSON.stringify(join(folder, 'nats'))} }\n`,
  );
  return new Component(binary, ['-c', configuration], port);
}

/** The template holds every service's tables; cloning it is faster than migrating again. */
async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const administrator = required('TEST_DATABASE_URL');
  const template = process.env.TEST_DATABASE_TEMPLATE ?? 'template0';
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runSql(administrator, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(administrator);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runSql(administrator, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with "npm test", which starts what they need.`);
  return value;
}

/** A child process that listens on a port. */
class Component {
  private child: ChildProcess | null = null;

  constructor(
    private readonly command: string,
    private readonly args: string[],
    private readonly port: number,
  ) {}

  async start(): Promise<void> {
    const child = spawn(this.command, this.args, { stdio: 'ignore' });
    this.child = child;
    for (let tries = 0; tries < START_TRIES; tries += 1) {
      if (child.exitCode !== null) break;
      if (await isListening(this.port)) return;
      await delay(START_PAUSE_MS);
    }
    throw new Error(`${this.command} does not listen on port ${this.port}`);
  }

  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
