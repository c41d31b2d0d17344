import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const HANG_MS = 60_000;
export const BENCH_STATION = 'bench';

/** What a bench runs against: `DATABASE_URL`, `NATS_URL` and `MQTT_URL`, as `deploy/local/with-components.mjs` gives them. */
export interface BenchEnvironment {
  databaseUrl: string;
  mqttUrl: string;
}

export function benchEnvironment(): BenchEnvironment {
  const { DATABASE_URL: databaseUrl, MQTT_URL: mqttUrl } = process.env;
  if (!databaseUrl || !mqttUrl)
    throw new Error('Run it by: node deploy/local/with-components.mjs <this command below dist>');
  return { databaseUrl, mqttUrl };
}

/** The service as a process of its own, ready, with a station whose containers `c0`, `c1` … stand on the native scales `bench-0`, `bench-1` … */
export async function startService(scales: number): Promise<{ process: ChildProcess; stop(): Promise<void> }> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(__dirname, '../src/main.js')], {
    env: { ...process.env, DROPOFFS_PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await answers(`http://127.0.0.1:${port}/health/live`);
  await keepStation(scales);
  await answers(`http://127.0.0.1:${port}/health/ready`);
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  return { process: child, stop };
}

export async function withDatabase<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: benchEnvironment().databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function keepStation(scales: number): Promise<void> {
  const containers = Array.from({ length: scales }, (_, index) => ({
    ...{ id: `c${index}`, name: `c${index}`, stream: 'reuse', fraction: 'mixed-reuse', capacityKg: 1_500 },
    ...{ access: 'self-service', doors: [] },
    scales: [{ id: `bench-${index}`, dialect: 'selvbetjent', resolutionGrams: 100, maxKg: 3_000 }],
  }));
  const station = { stationId: BENCH_STATION, revision: 1, timeZone: 'Europe/Oslo', containers };
  await withDatabase(async (client) => {
    await client.query(
      `INSERT INTO dropoffs.stations (station_id, revision, snapshot, received_at) VALUES ($1, 1, $2, now()) ON CONFLICT DO NOTHING`,
      [BENCH_STATION, station],
    );
    await client.query(
      `INSERT INTO dropoffs.scales (device_id, station_id, container_id, dialect, resolution_grams, max_grams)
       SELECT 'bench-' || n, $1, 'c' || n, 'selvbetjent', 100, 3000000 FROM generate_series(0, $2::int - 1) AS n ON CONFLICT DO NOTHING`,
      [BENCH_STATION, scales],
    );
  });
}

async function answers(url: string): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    if (performance.now() > deadline) throw new Error(`${url}: ${response ? await response.text() : 'no answer'}`);
    await delay(50);
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
