import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port';
import { type Infrastructure } from './infrastructure';

/** The repository, from its sources and from what has been built of them. */
const ROOT = resolve(__dirname, '../../..').replace(/[/\\]dist$/, '');
const HANG_MS = 120_000;
const RESTART_MS = 50;

export type ServiceName = 'access' | 'stations' | 'dropoffs' | 'tonnage' | 'portal' | 'simulator';

const PORT_VARIABLES: Record<ServiceName, string> = {
  access: 'ACCESS_PORT',
  stations: 'STATIONS_PORT',
  dropoffs: 'DROPOFFS_PORT',
  tonnage: 'TONNAGE_PORT',
  portal: 'PORT',
  simulator: 'SIMULATOR_PORT',
};
const ALL = Object.keys(PORT_VARIABLES) as ServiceName[];

export interface ServiceProcessesOptions {
  names?: readonly ServiceName[];
  /** The stations file's text; the bundled one without it. */
  stationsFile?: string;
  env?: Record<string, string>;
  /** A file that each process loads before anything else. */
  preload?: string;
}

/** Services as processes of their own beside a test file's infrastructure; one that dies is started again at once. */
export class ServiceProcesses {
  private readonly children = new Map<ServiceName, ChildProcess>();
  private stopping = false;

  private constructor(
    private readonly names: readonly ServiceName[],
    private readonly ports: Record<ServiceName, number>,
    private readonly env: NodeJS.ProcessEnv,
    private readonly folder: string,
  ) {}

  /** Starts them together and resolves when all are ready. */
  static async start(
    infrastructure: Pick<Infrastructure, 'databaseUrl' | 'natsUrl' | 'mqttUrl'>,
    options: ServiceProcessesOptions = {},
  ): Promise<ServiceProcesses> {
    const processes = await ServiceProcesses.launch(infrastructure, options);
    try {
      await processes.ready();
    } catch (error) {
      await processes.stop();
      throw error;
    }
    return processes;
  }

  /** Starts them without waiting for anything. */
  static async launch(
    infrastructure: Pick<Infrastructure, 'databaseUrl' | 'natsUrl' | 'mqttUrl'>,
    { names = ALL, stationsFile, env, preload }: ServiceProcessesOptions = {},
  ): Promise<ServiceProcesses> {
    const folder = await mkdtemp(join(tmpdir(), 'selvbetjent-services-'));
    const stationsPath = stationsFile ? join(folder, 'stations.yaml') : join(ROOT, 'deploy/stations/stations.yaml');
    if (stationsFile) await writeFile(stationsPath, stationsFile);
    const ports = {} as Record<ServiceName, number>;
    for (const name of ALL) ports[name] = await freePort();
    const own = {
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      DATABASE_URL: infrastructure.databaseUrl,
      NATS_URL: infrastructure.natsUrl,
      MQTT_URL: infrastructure.mqttUrl,
      STATIONS_FILE: stationsPath,
      DATA_DIR: folder,
      SIMULATOR: names.includes('simulator') ? 'on' : 'off',
      OSLONOKKELEN_BACKEND_URL: `http://127.0.0.1:${ports.simulator}`,
      ENCRYPTION_KEY: 'only-for-tests-encryption',
      SESSION_SECRET: 'only-for-tests-sessions',
      ...Object.fromEntries(ALL.map((name) => [PORT_VARIABLES[name], String(ports[name])])),
      ...(preload ? { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` } : {}),
    };
    const processes = new ServiceProcesses(names, ports, { ...process.env, ...own, ...env }, folder);
    for (const name of names) processes.run(name);
    return processes;
  }

  get portalUrl(): string {
    return this.urlOf('portal');
  }

  urlOf(name: ServiceName): string {
    return `http://127.0.0.1:${this.ports[name]}`;
  }

  kill(name: ServiceName, signal: NodeJS.Signals = 'SIGKILL'): void {
    this.children.get(name)?.kill(signal);
  }

  /** Resolves when every process says that it is ready. */
  async ready(): Promise<void> {
    await Promise.all(this.names.map((name) => this.untilHealthy(name, 'ready')));
  }

  /** Resolves when every process answers at all. */
  async live(): Promise<void> {
    await Promise.all(this.names.map((name) => this.untilHealthy(name, 'live')));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(
      [...this.children.values()].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }),
    );
    await rm(this.folder, { recursive: true, force: true });
  }

  private run(name: ServiceName): void {
    const main = join(ROOT, 'dist/services', name, 'src/main.js');
    const child = spawn(process.execPath, [main], { cwd: ROOT, env: this.env, stdio: ['ignore', 'ignore', 'inherit'] });
    this.children.set(name, child);
    child.once('exit', () => {
      if (!this.stopping) setTimeout(() => !this.stopping && this.run(name), RESTART_MS);
    });
  }

  private async untilHealthy(name: ServiceName, kind: 'live' | 'ready'): Promise<void> {
    const url = `${this.urlOf(name)}${name === 'portal' ? '/api' : ''}/health/${kind}`;
    const deadline = performance.now() + HANG_MS;
    for (;;) {
      const state = await fetch(url).then(
        async (response) => (response.ok ? 'ok' : await response.text()),
        (error: unknown) => String(error),
      );
      if (state === 'ok') return;
      if (performance.now() > deadline) throw new Error(`${name} is not ${kind}: ${state}`);
      await delay(50);
    }
  }
}
