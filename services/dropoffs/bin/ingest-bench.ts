import { topicOf } from '@selvbetjent/devices';
import { connectAsync, type MqttClient } from 'mqtt';
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BENCH_STATION, benchEnvironment, quantile, startService, withDatabase } from './running-service';
import { NODE_RED_FLOWS, NodeRed } from './bench/node-red';

const PER_MESSAGE = 60;
const ROUNDS = 3;
/** Messages before the clock starts: what runs for months is compared when it is warm. */
const WARM_UP = 200;
/** Of the bare floor; times Node-RED with one row per message; times Node-RED batched by hand. */
const GOALS = { floor: 0.7, 'one row per message': 4, 'batched by hand': 1 };
const DEVICE = 'bench-0';
const OWN_TABLE = 'dropoffs.readings';
const TABLE = '(device text, boot text, seq bigint, at timestamptz, grams bigint, PRIMARY KEY (device, boot, seq))';
const HANG_MS = 120_000;

interface Contestant {
  name: string;
  table: string;
  start(): Promise<{ stop(): Promise<void> }>;
}

/**
 * Durable readings per second: this service, the bare floor (`ingest-floor.ts`) and Node-RED, in turns, each alone at the same broker and
 * database, messages of a minute of 1 Hz; medians of three rounds as ratios, and 1 below a goal. Node-RED is fetched by npm, and left out
 * loudly where that can't be. `node deploy/local/with-components.mjs services/dropoffs/bin/ingest-bench.js [--messages 300]`.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { messages: { type: 'string' } } });
  const messages = Number(values.messages ?? 300);
  await withDatabase((client) =>
    client.query(`CREATE TABLE bench_floor ${TABLE}; CREATE TABLE bench_node_red ${TABLE}`),
  );
  const nodeRed = NodeRed.install();
  const contestants: Contestant[] = [
    { name: 'selvbetjent', table: OWN_TABLE, start: () => startService(1) },
    { name: 'floor', table: 'bench_floor', start: startFloor },
    ...(nodeRed
      ? NODE_RED_FLOWS.map((flow) => ({ name: flow, table: 'bench_node_red', start: () => nodeRed.start(flow) }))
      : []),
  ];
  const rates = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const contestant of contestants) rates.get(contestant.name)?.push(await measure(contestant, messages));
    }
  } finally {
    nodeRed?.remove();
  }
  report(rates, messages);
}

function report(rates: ReadonlyMap<string, number[]>, messages: number): void {
  const median = (name: string): number => quantile(rates.get(name) ?? [], 0.5);
  console.log(`${messages} messages of ${PER_MESSAGE} readings, medians of ${ROUNDS} rounds`);
  for (const name of rates.keys()) console.log(`${name}: ${Math.round(median(name))} durable readings/s`);
  for (const [name, goal] of Object.entries(GOALS)) {
    if (!rates.has(name)) continue;
    const ratio = median('selvbetjent') / median(name);
    console.log(`${ratio.toFixed(2)} × ${name} (goal ${goal} ×)`);
    if (ratio < goal) process.exitCode = 1;
  }
}

/** From the first message sent until all readings are committed. */
async function measure({ table, ...contender }: Contestant, messages: number): Promise<number> {
  const contestant = await contender.start();
  const client = await connectAsync(benchEnvironment().mqttUrl, { protocolVersion: 4 });
  try {
    await send(client, table, WARM_UP);
    const startedMs = performance.now();
    await send(client, table, messages);
    return (messages * PER_MESSAGE) / ((performance.now() - startedMs) / 1_000);
  } finally {
    await client.endAsync(true);
    await contestant.stop();
  }
}

async function send(client: MqttClient, table: string, messages: number): Promise<void> {
  const boot = randomBytes(8).toString('hex');
  const atMs = Date.now() - messages * PER_MESSAGE * 1_000;
  for (let message = 0; message < messages; message += 1) {
    const readings = Array.from({ length: PER_MESSAGE }, (_, index) => {
      const seq = message * PER_MESSAGE + index + 1;
      return { seq, at: new Date(atMs + seq * 1_000).toISOString(), grams: 400_000, status: 'ok' };
    });
    client.publish(topicOf(BENCH_STATION, DEVICE, 'readings'), JSON.stringify({ boot, readings }), { qos: 1 });
  }
  await committed(table, boot, messages * PER_MESSAGE);
}

/** Looks for the last reading, and counts only then: counting all the while would be work for the database that is measured. */
async function committed(table: string, boot: string, count: number): Promise<void> {
  const device = table === OWN_TABLE ? 'device_id' : 'device';
  const ofBoot = `FROM ${table} WHERE ${device} = $1 AND boot = $2`;
  await withDatabase(async (client) => {
    const deadline = performance.now() + HANG_MS;
    const find = async (sql: string, ...more: unknown[]): Promise<number> =>
      Number((await client.query<{ found: string }>(sql, [DEVICE, boot, ...more])).rows[0]?.found);
    for (;;) {
      const isNear = (await find(`SELECT count(*) AS found ${ofBoot} AND seq = $3`, count)) > 0;
      const found = isNear ? await find(`SELECT count(*) AS found ${ofBoot}`) : 0;
      if (found === count) return;
      if (performance.now() > deadline) throw new Error(`${found} of ${count} readings in ${table}`);
      await delay(20);
    }
  });
}

async function startFloor(): Promise<{ stop(): Promise<void> }> {
  const child: ChildProcess = fork(join(__dirname, 'ingest-floor.js'));
  await once(child, 'message');
  return {
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
