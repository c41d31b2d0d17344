import { ConformanceBackEnd, decodeActionResponse } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';

const GOAL = 1.5;
const STATION = 'bench';
const DOOR = 'bench-door';
const WARM_UP = 40;
/** Between two presses; what the last one left to be written is written by then. */
const PAUSE_MS = 15;
const HANG_MS = 60_000;
const AGENT = new Agent({ keepAlive: true });

/**
 * How long an unlock takes by access (token, decision, two transactions) against two floors (`unlock-floor.ts`) at the same simulated door,
 * in turns in one run: the bare one records nothing, the durable one has what at-most-once costs anybody. p50, p99 and their ratios for
 * each time that the door's bolt takes; ends with 1 above the goal against the durable floor. After a build:
 * `node deploy/local/with-components.mjs services/access/bin/unlock-bench.js [--presses 400] [--door-ms 0,100]`, or with
 * DATABASE_URL, NATS_URL and MQTT_URL of one's own: `node dist/services/access/bin/unlock-bench.js`.
 */
async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { presses: text, 'door-ms': text } });
  const presses = Number(values.presses ?? 400);
  const doorTimesMs = (values['door-ms'] ?? '0,100').split(',').map(Number);
  const backEnd = await ConformanceBackEnd.start();
  const [accessPort, barePort, durablePort] = [await freePort(), await freePort(), await freePort()];
  const { MQTT_URL: mqttUrl = '', DATABASE_URL: databaseUrl = '' } = process.env;
  const floor = [mqttUrl, STATION, DOOR];
  const children = [
    start('src/main.js', [], {
      ACCESS_PORT: String(accessPort),
      OSLONOKKELEN_BACKEND_URL: backEnd.url,
      ENCRYPTION_KEY: 'only-for-the-bench',
      SIMULATOR: 'on',
      LOG_LEVEL: 'warn',
      UNLOCKS_PER_DOOR_MINUTE: '6000',
    }),
    start('bin/unlock-floor.js', [...floor, String(barePort)], {}),
    start('bin/unlock-floor.js', [...floor, String(durablePort), databaseUrl], {}),
  ];
  const door = new SimulatedDoor({ stationId: STATION, doorId: DOOR, mqttUrl });
  const [accessUrl, bareUrl, durableUrl] = [accessPort, barePort, durablePort].map(
    (port) => `http://127.0.0.1:${port}`,
  );
  const urls = { accessUrl: accessUrl!, bareUrl: bareUrl!, durableUrl: durableUrl! };
  try {
    await answers(`${accessUrl}/health/live`);
    await keepStation(databaseUrl);
    door.powerOn();
    await Promise.all([`${accessUrl}/health/ready`, bareUrl!, durableUrl!].map(answers));
    for (const doorMs of doorTimesMs) {
      await door.setFaults({ slowMs: doorMs });
      compare(await measure(backEnd, urls, presses), doorMs);
    }
  } finally {
    await door.powerOff();
    for (const child of children) child.kill('SIGKILL');
    AGENT.destroy();
    await backEnd.stop();
  }
}

/** Milliseconds of each press. */
interface Times {
  access: number[];
  bare: number[];
  durable: number[];
}

async function measure(
  backEnd: ConformanceBackEnd,
  { accessUrl, bareUrl, durableUrl }: { accessUrl: string; bareUrl: string; durableUrl: string },
  presses: number,
): Promise<Times> {
  const times: Times = { access: [], bare: [], durable: [] };
  for (let press = -WARM_UP; press < presses; press += 1) {
    const request = { requestId: randomUUID(), thingId: DOOR, actionId: 'unlock', timeBudgetMillis: 5_000 };
    const token = await backEnd.token('action:execute', accessUrl, { request });
    const bare = await post(bareUrl);
    await delay(PAUSE_MS);
    const durable = await post(durableUrl);
    await delay(PAUSE_MS);
    const access = await post(`${accessUrl}/oslonokkelen/execute`, `bearer ${token}`);
    const { status } = decodeActionResponse(access.body);
    if (status !== 'SUCCESS' || access.body.length === 0) throw new Error(`Access answered ${status}`);
    await delay(PAUSE_MS);
    if (press < 0) continue;
    times.bare.push(bare.tookMs);
    times.durable.push(durable.tookMs);
    times.access.push(access.tookMs);
  }
  return times;
}

function compare({ access, bare, durable }: Times, doorMs: number): void {
  console.log(`${access.length} unlocks each, in turns, of a door whose bolt takes ${doorMs} ms`);
  for (const share of [0.5, 0.99]) {
    const [ours, least, recorded] = [access, bare, durable].map((times) => quantile(times, share)) as [
      number,
      number,
      number,
    ];
    console.log(
      `p${share * 100}: ${ours.toFixed(1)} ms; durable floor ${recorded.toFixed(1)} ms = ${(ours / recorded).toFixed(2)} × ` +
        `(goal ${GOAL} ×); bare floor ${least.toFixed(1)} ms = ${(ours / least).toFixed(2)} ×`,
    );
    if (ours / recorded > GOAL) process.exitCode = 1;
  }
}

function post(url: string, authorization?: string): Promise<{ tookMs: number; body: Buffer }> {
  const headers = { 'content-length': '0', ...(authorization !== undefined && { authorization }) };
  const startedMs = performance.now();
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', agent: AGENT, headers, timeout: HANG_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`));
        resolve({ tookMs: performance.now() - startedMs, body: Buffer.concat(chunks) });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${url} does not answer`)));
    request.on('error', reject);
    request.end();
  });
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function start(program: string, args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(__dirname, '..', program), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

async function answers(url: string): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    if (performance.now() > deadline) throw new Error(`${url} does not answer`);
    await delay(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** As if the owner's snapshot had come. */
async function keepStation(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const help = { phone: '22 00 00 00', text: { nb: 'Døren kan alltid åpnes innenfra.', en: 'It opens from inside.' } };
  const doors = [{ id: DOOR, dialect: 'selvbetjent', exposed: true }];
  const container = {
    id: 'ombruk',
    name: 'Ombruk',
    stream: 'reuse',
    fraction: 'mixed-reuse',
    capacityKg: 1,
    scales: [],
  };
  const station = {
    stationId: STATION,
    revision: 1,
    name: 'Bench',
    district: 'Alna',
    address: 'Oslo',
    location: { latitude: 59.9, longitude: 10.8 },
    timeZone: 'Europe/Oslo',
    help,
    simulated: true,
    hoursVersion: 1,
    openingHours: [{ validFrom: '2023-01-16', hours: '24/7' }],
    exceptions: [],
    closures: [],
    containers: [{ ...container, access: 'self-service', doors }],
  };
  try {
    await client.query(
      `INSERT INTO access.stations (station_id, revision, snapshot, contact_at) VALUES ($1, 1, $2, now())
       ON CONFLICT (station_id) DO UPDATE SET contact_at = now()`,
      [STATION, station],
    );
  } finally {
    await client.end();
  }
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
