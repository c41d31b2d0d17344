import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { MIGRATION_POINTS } from '../../crash/edge-points';
import { FaultProxy } from '../../fault-proxy';
import { type KeptMessage } from '../workload/left-behind';
import { Children } from './children';
import { Fleet } from './fleet';
import { KillOrders } from './kill-orders';
import { Oslonokkelen } from './oslonokkelen';
import { ROOT } from './root';
import { type Servers, startServers } from './servers';
import { WorldTime } from './world-time';

const PRELOADED = ['nemesis/bed/moved-clock.cjs', 'crash/kill-points.cjs', 'crash/edge-kill-points.cjs'];

export type LinkName = 'postgres' | 'nats' | 'mqtt' | 'devices' | 'keys';

/** Everything that a run has of its own: servers, services, Oslonøkkelen, the links between them, and the time that they go by. */
export interface Bed {
  /** Gone after the run. */
  folder: string;
  time: WorldTime;
  children: Children;
  servers: Servers;
  fleet: Fleet;
  oslonokkelen: Oslonokkelen;
  links: Record<LinkName, FaultProxy>;
  /** The broker as devices reach it. */
  devicesUrl: string;
  /** The key by which identifiers are kept. */
  encryptionKey: string;
  /** At which points processes end themselves, and have done so. */
  kills: KillOrders;
  /** Ends all of it, by id, and removes the folder. */
  stop(): Promise<void>;
}

export interface BedOptions {
  stationsFile: string;
  dist: string;
  seed: number;
  /** What the broker has kept from before. */
  kept: readonly KeptMessage[];
  /** How far the world is ahead of the machine's clock at first. */
  aheadMs: number;
}

/** @param starting takes what ends it, while it isn't whole yet */
export async function startBed(options: BedOptions, starting: (stop: Bed['stop']) => void): Promise<Bed> {
  const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nemesis-'));
  const children = new Children();
  process.on('exit', () => removeAtOnce(folder));
  const stops: (() => unknown)[] = [() => children.stop(), () => rmSync(folder, { recursive: true, force: true })];
  const stopAll = async (): Promise<void> => {
    for (const one of [...stops]) await one();
  };
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopAll());
  starting(stop);
  try {
    return await startIn(folder, children, options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** When there is no time to wait for anything: its processes are being killed. */
function removeAtOnce(folder: string): void {
  if (!existsSync(folder)) return;
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function startIn(
  folder: string,
  children: Children,
  options: BedOptions,
  stops: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<Bed> {
  const time = new WorldTime(folder);
  time.leap(options.aheadMs);
  const servers = await startServers(children, folder, (remove) => stops.splice(1, 0, remove));
  await keepInBroker(servers.mqtt.url, options.kept);
  const oslonokkelen = await Oslonokkelen.start(time);
  const links = {
    postgres: await FaultProxy.before(servers.postgres.url),
    nats: await FaultProxy.before(servers.nats.url),
    mqtt: await FaultProxy.before(servers.mqtt.url),
    devices: await FaultProxy.before(servers.mqtt.url),
    keys: oslonokkelen.link,
  };
  const closing = [links.postgres, links.nats, links.mqtt, links.devices];
  stops.splice(1, 0, () => Promise.all([...closing.map((link) => link.close()), oslonokkelen.stop()]));
  const kills = new KillOrders(join(folder, 'kills.jsonl'));
  const encryptionKey = 'only-for-the-nemesis-encryption';
  const env = {
    ...environmentOf(folder, options, kills.path),
    ENCRYPTION_KEY: encryptionKey,
    DATABASE_URL: links.postgres.through(servers.databaseUrl),
    NATS_URL: links.nats.through(servers.nats.url),
    MQTT_URL: links.mqtt.through(servers.mqtt.url),
    OSLONOKKELEN_BACKEND_URL: oslonokkelen.url,
    CLOCK_AHEAD_FILE: time.file,
  };
  const logs = join(folder, 'services');
  mkdirSync(logs);
  kills.order(MIGRATION_POINTS);
  const fleet = await Fleet.launch(children, env, { dist: options.dist, logs });
  stops.unshift(() => fleet.stop());
  await fleet.ready();
  kills.end();
  const devicesUrl = links.devices.through(servers.mqtt.url);
  return { folder, time, children, servers, fleet, oslonokkelen, links, devicesUrl, encryptionKey, kills, stop };
}

/** Before anybody listens: to whoever listens already it would be news. */
async function keepInBroker(url: string, messages: readonly KeptMessage[]): Promise<void> {
  const client = await connectAsync(url);
  for (const { topic, payload } of messages) await client.publishAsync(topic, payload, { qos: 1, retain: true });
  await client.endAsync();
}

function environmentOf(folder: string, { stationsFile, seed }: BedOptions, killTrace: string): Record<string, string> {
  const path = join(folder, 'stations.yaml');
  writeFileSync(path, stationsFile);
  const preload = PRELOADED.map((file) => `--require ${JSON.stringify(join(ROOT, 'libs/testing/src', file))}`);
  return {
    ...{ HOST: '127.0.0.1', LOG_LEVEL: 'info', STATIONS_FILE: path, DATA_DIR: folder, SIMULATOR: 'off' },
    SESSION_SECRET: 'only-for-the-nemesis-sessions',
    NODE_OPTIONS: preload.join(' '),
    ...{ KILL_TRACE: killTrace, KILL_SIGNAL: 'SIGKILL', KILL_EACH: '1000000', KILL_SEED: String(seed) },
  };
}
