import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../free-port';
import { type Children } from './children';
import { ROOT } from './root';
import { Server } from './server';
import { SmallDisk } from './small-disk';

const MOSQUITTO = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'];

/** What of `deploy/local` is needed, which is plain JavaScript. */
interface Bootstrap {
  makeDataDir(dataDir: string): void;
  startPostgres(options: {
    dataDir: string;
    signal: AbortSignal;
  }): Promise<{ url: string; port: number; stop(): Promise<void> }>;
  ensureDatabase(administratorUrl: string, name: string): Promise<string>;
  findNatsServer(options: { dataDir: string; log: () => void }): Promise<string>;
  removeDataDir(dataDir: string): void;
  databaseUser(): { uid?: number; gid?: number };
  postgresBinaries(dataDir: string, user: object): string;
  /** Ends what it supervises without waiting for it. */
  killAll(): void;
}

export interface Servers {
  postgres: Server;
  nats: Server;
  mqtt: Server;
  databaseUrl: string;
  natsFolder: string;
  /** The small disks that PostgreSQL and JetStream have to themselves; null where none could be mounted. */
  disks: Record<'postgres' | 'nats', SmallDisk | null>;
  mqttFolder: string;
  /** Which broker it is: Mosquitto where installed. */
  broker: 'mosquitto' | 'embedded';
}

/**
 * Starts a PostgreSQL, a NATS and an MQTT broker that nobody else uses.
 * @param onStop takes what removes them again, before they are whole
 */
export async function startServers(
  children: Children,
  folder: string,
  onStop: (stop: () => Promise<void>) => void,
): Promise<Servers> {
  const bootstrap = await readBootstrap();
  process.once('exit', () => bootstrap.killAll());
  const dataDir = join(folder, 'data');
  bootstrap.makeDataDir(dataDir);
  const stopping = new AbortController();
  const starting = startPostgres(children, bootstrap, { dataDir, signal: stopping.signal });
  onStop(async () => {
    stopping.abort();
    await starting.catch(() => undefined);
    SmallDisk.unmountAll();
    bootstrap.removeDataDir(dataDir);
  });
  const { postgres, databaseUrl, disk } = await starting;
  const disks = { postgres: disk, nats: SmallDisk.mount(join(dataDir, 'nats')) };
  const nats = await natsOf(children, bootstrap, dataDir);
  const mqttFolder = join(dataDir, 'mqtt');
  const { mqtt, broker } = await mqttOf(children, mqttFolder, join(dataDir, 'log/mqtt.log'));
  await Promise.all([nats.start(), mqtt.start()]);
  const natsFolder = join(dataDir, 'nats/store');
  return { postgres, nats, mqtt, databaseUrl, natsFolder, disks, mqttFolder, broker };
}

async function readBootstrap(): Promise<Bootstrap> {
  const parts = ['components', 'data-dir', 'unprivileged-user', 'postgres-binaries', 'supervise'];
  const paths = parts.map((part) => join(ROOT, 'deploy/local', `${part}.mjs`));
  const modules = (await Promise.all(paths.map((path) => import(path)))) as Partial<Bootstrap>[];
  return modules.reduce((all, part) => ({ ...all, ...part }), {}) as Bootstrap;
}

/** Made as `npm start` makes it; from then on a server that nobody starts again but the run. */
async function startPostgres(
  children: Children,
  bootstrap: Bootstrap,
  { dataDir, signal }: { dataDir: string; signal: AbortSignal },
) {
  const made = await bootstrap.startPostgres({ dataDir, signal });
  const databaseUrl = await bootstrap.ensureDatabase(made.url, 'nemesis');
  await made.stop();
  const user = bootstrap.databaseUser();
  const cluster = realpathSync(join(dataDir, 'postgres'));
  const disk = await ontoSmallDisk(cluster, user);
  const settings = {
    ...{ listen_addresses: '127.0.0.1', port: made.port, unix_socket_directories: '', max_connections: 300 },
    ...{ timezone: 'UTC', log_timezone: 'UTC', ...(disk && { max_wal_size: '256MB' }) },
  };
  const postgres = new Server(children, {
    ...{ name: 'postgres', url: databaseUrl, logPath: join(dataDir, 'log/postgres.log') },
    command: join(bootstrap.postgresBinaries(dataDir, user), 'bin/postgres'),
    args: ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    options: { ...user, cwd: cluster, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
    isUp: () => answers(databaseUrl),
  });
  await postgres.start();
  return { postgres, databaseUrl, disk };
}

/** The same files under the same name. */
async function ontoSmallDisk(cluster: string, owner: { uid?: number; gid?: number }): Promise<SmallDisk | null> {
  const made = `${cluster}.made`;
  await rename(cluster, made);
  const disk = SmallDisk.mount(cluster, owner);
  if (disk) await copyAll(made, cluster);
  else {
    await rmdir(cluster);
    await rename(made, cluster);
  }
  await rm(made, { recursive: true, force: true });
  return disk;
}

/** With owners and modes, as PostgreSQL insists. */
async function copyAll(from: string, to: string): Promise<void> {
  const copying = spawn('cp', ['-a', `${from}/.`, to], { stdio: 'ignore' });
  const [code] = (await once(copying, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${from} could not be copied to ${to}`);
}

async function natsOf(children: Children, bootstrap: Bootstrap, dataDir: string): Promise<Server> {
  const port = await freePort();
  const configuration = join(dataDir, 'run/nats.conf');
  const jetstream = { store_dir: join(dataDir, 'nats/store') };
  await writeFile(configuration, JSON.stringify({ listen: `127.0.0.1:${port}`, jetstream }));
  return new Server(children, {
    ...{ name: 'nats', url: `nats://127.0.0.1:${port}`, logPath: join(dataDir, 'log/nats.log') },
    command: await bootstrap.findNatsServer({ dataDir, log: () => undefined }),
    args: ['-c', configuration],
    isUp: () => listens(port),
  });
}

async function mqttOf(children: Children, folder: string, logPath: string) {
  const port = await freePort();
  const common = { name: 'mqtt', url: `mqtt://127.0.0.1:${port}`, logPath, isUp: () => listens(port) };
  const command = MOSQUITTO.find(existsSync);
  if (!command) {
    const args = [join(ROOT, 'deploy/local/mqtt-broker.mjs'), '127.0.0.1', String(port)];
    return { mqtt: new Server(children, { ...common, command: process.execPath, args }), broker: 'embedded' as const };
  }
  await mkdir(folder, { recursive: true });
  const lines = [
    ...[`listener ${port} 127.0.0.1`, 'allow_anonymous true', 'persistence true', `persistence_location ${folder}/`],
    // As in deploy/mosquitto.
    ...['autosave_interval 10', 'max_queued_messages 100000', 'max_inflight_messages 100'],
    // As root it would become a user that can't read this folder.
    ...['log_type error', ...(process.getuid?.() === 0 ? ['user root'] : [])],
  ];
  const configuration = join(folder, 'mosquitto.conf');
  await writeFile(configuration, `${lines.join('\n')}\n`);
  const mqtt = new Server(children, { ...common, command, args: ['-c', configuration] });
  return { mqtt, broker: 'mosquitto' as const };
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });
}
