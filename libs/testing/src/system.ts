import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ROOT = resolve(__dirname, '../../..');
/** Far above any real start: ends a hanging one with its output. */
const READY_HANG_MS = 180_000;
const ANY_FREE_PORT = Object.fromEntries(
  [
    'PORT',
    'ACCESS_PORT',
    'STATIONS_PORT',
    'DROPOFFS_PORT',
    'TONNAGE_PORT',
    'SIMULATOR_PORT',
    'MQTT_PORT',
    'NATS_PORT',
    'POSTGRES_PORT',
  ].map((name) => [name, '0']),
);

export type ProcessName =
  'access' | 'dropoffs' | 'stations' | 'tonnage' | 'portal' | 'simulator' | 'postgres' | 'nats' | 'mqtt';

/** The whole of Selvbetjent as `npm start` runs it, in a data folder of its own. */
export interface System {
  dataDir: string;
  ports: Record<ProcessName, number>;
  portalUrl: string;
  accessUrl: string;
  simulatorUrl: string;
  databaseUrl: string;
  natsUrl: string;
  mqttUrl: string;
  pidOf(name: ProcessName): Promise<number>;
  /** SIGKILL, or another signal; the supervisor starts a killed process again. */
  kill(name: ProcessName, signal?: NodeJS.Signals): Promise<void>;
  /** Resolves when every process says that it is ready. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts what has been built; `npm test` builds before the tests. */
export async function startSystem(
  options: { env?: Record<string, string>; stationsFile?: string } = {},
): Promise<System> {
  const dataDir = await mkdtemp(join(tmpdir(), 'selvbetjent-system-'));
  const own: Record<string, string> = { DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...ANY_FREE_PORT };
  if (options.stationsFile) {
    own.STATIONS_FILE = join(dataDir, 'stations.yaml');
    await writeFile(own.STATIONS_FILE, options.stationsFile);
  }
  const starter = spawn(process.execPath, [join(ROOT, 'deploy/local/start.mjs')], {
    cwd: ROOT,
    env: { ...process.env, ...own, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilReady(starter);
  return describe(dataDir, starter);
}

async function untilReady(starter: ChildProcess): Promise<void> {
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Selvbetjent is ready')) resolve();
    };
    starter.stdout?.on('data', read);
    starter.stderr?.on('data', read);
    starter.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  const hang = delay(READY_HANG_MS, null, { ref: false }).then(() => {
    throw new Error(`npm start is not ready:\n${output}`);
  });
  await Promise.race([ready, hang]);
}

async function describe(dataDir: string, starter: ChildProcess): Promise<System> {
  const ports = JSON.parse(await readFile(join(dataDir, 'run/ports.json'), 'utf8')) as System['ports'];
  const secrets = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as { postgresPassword: string };
  const local = (name: ProcessName): string => `http://127.0.0.1:${ports[name]}`;
  const pidOf = async (name: ProcessName): Promise<number> =>
    Number(await readFile(join(dataDir, 'run', `${name}.pid`), 'utf8'));
  return {
    dataDir,
    ports,
    portalUrl: local('portal'),
    accessUrl: local('access'),
    simulatorUrl: local('simulator'),
    databaseUrl: `postgres://postgres:${secrets.postgresPassword}@127.0.0.1:${ports.postgres}/selvbetjent`,
    natsUrl: `nats://127.0.0.1:${ports.nats}`,
    mqttUrl: `mqtt://127.0.0.1:${ports.mqtt}`,
    pidOf,
    kill: async (name, signal = 'SIGKILL') => void process.kill(await pidOf(name), signal),
    ready: () => untilHealthy(`${local('portal')}/api/health/ready`),
    stop: async () => {
      if (starter.exitCode === null) {
        const exited = once(starter, 'exit');
        starter.kill('SIGTERM');
        await exited;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function untilHealthy(url: string): Promise<void> {
  const deadline = performance.now() + READY_HANG_MS;
  for (;;) {
    const state = await fetch(url).then(
      async (response) => (response.ok ? 'ok' : await response.text()),
      (error: unknown) => String(error),
    );
    if (state === 'ok') return;
    if (performance.now() > deadline) throw new Error(`Not ready: ${state}`);
    await delay(100);
  }
}
