import { type StationChanged } from '@selvbetjent/contracts';
import { freePort, type Infrastructure } from '@selvbetjent/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Client } from 'pg';
import { until } from './access.test-kit';

const PROGRAM = resolve(__dirname, '../../../dist/services/access/src/main.js');

export interface AccessProcessOptions {
  infrastructure: Pick<Infrastructure, 'databaseUrl' | 'natsUrl' | 'mqttUrl'>;
  backEndUrl: string;
  env?: Record<string, string>;
}

/** Access as a process of its own, from what has been built; all that it says is kept. */
export class AccessProcess {
  private child: ChildProcess | null = null;
  private said = '';

  private constructor(
    readonly url: string,
    private readonly env: Record<string, string>,
  ) {}

  static async start({ infrastructure, backEndUrl, env }: AccessProcessOptions): Promise<AccessProcess> {
    const port = await freePort();
    const process = new AccessProcess(`http://127.0.0.1:${port}`, {
      ACCESS_PORT: String(port),
      LOG_LEVEL: 'debug',
      DATABASE_URL: infrastructure.databaseUrl,
      NATS_URL: infrastructure.natsUrl,
      MQTT_URL: infrastructure.mqttUrl,
      OSLONOKKELEN_BACKEND_URL: backEndUrl,
      ENCRYPTION_KEY: 'only-for-these-tests',
      SIMULATOR: 'on',
      ...env,
    });
    await process.startAgain();
    return process;
  }

  get adapterUrl(): string {
    return `${this.url}/oslonokkelen`;
  }

  /** Everything on standard output and standard error, over all its lives. */
  get output(): string {
    return this.said;
  }

  /** On the same port; resolves when it answers, ready or not. */
  async startAgain(): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    await until(async () => {
      if (child.exitCode !== null) throw new Error(`access ended at once: ${this.said.slice(-2_000)}`);
      return fetch(`${this.url}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
  }

  /** Resolves when its checks hold. */
  async ready(): Promise<void> {
    await until(() =>
      fetch(`${this.url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }

  async kill(): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

/** As if the owner's snapshots had come. */
export async function keepStations(databaseUrl: string, stations: readonly StationChanged[]): Promise<void> {
  await sqlAt(databaseUrl, async (client) => {
    for (const station of stations) {
      await client.query(
        'INSERT INTO access.stations (station_id, revision, snapshot, contact_at) VALUES ($1, $2, $3, now())',
        [station.stationId, station.revision, station],
      );
    }
  });
}

/** Rows of one query by a connection of its own. */
export function rowsAt<Row extends object>(databaseUrl: string, query: string): Promise<Row[]> {
  return sqlAt(databaseUrl, async (client) => (await client.query<Row>(query)).rows);
}

async function sqlAt<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
