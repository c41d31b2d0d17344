import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BENCH_STATION, benchEnvironment, quantile, startService, withDatabase } from './running-service';
import { type BenchReading, ScaleClient, sendInWindow } from './bench/scale-client';

const GOAL_DRAIN_S = 600;
const GOAL_ACK_MS = 5_000;
const BATCH = 200;
const LIVE_SCALES = 4;
const VISIT_GRAMS = 5_000;
const VISIT_MS = 60_000;

/**
 * One station's backlog of 24 h × 4 scales at 1 Hz (345,600 readings, visits among them) comes in while four other scales speak live once a
 * second: how long it takes to acknowledge and to weigh, and how long live readings wait for their ack. Ends with 1 beyond the goals (10 minutes,
 * 5 s) or when a gram is missing. `node deploy/local/with-components.mjs services/dropoffs/bin/backlog-bench.js [--hours 24] [--visits 50]
 * [--window 16]`; `window` is how many unacknowledged messages the device has under way, 0 for all at once.
 */
async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { hours: text, visits: text, window: text } });
  const hours = Number(values.hours ?? 24);
  const visits = Number(values.visits ?? 50);
  const window = Number(values.window ?? 16) || Infinity;
  const { mqttUrl } = benchEnvironment();
  const service = await startService(4 + LIVE_SCALES);
  const toMs = Math.floor(Date.now() / 1_000) * 1_000 - 3_600_000;
  const fromMs = toMs - hours * 3_600_000;
  await keepVisits({ fromMs, toMs, visits });
  const live = startLive(mqttUrl);
  const startedMs = performance.now();
  const scales = await Promise.all([0, 1, 2, 3].map((index) => ScaleClient.connect(mqttUrl, `bench-${index}`)));
  await Promise.all(scales.map((scale) => sendInWindow(scale, batchesOf({ fromMs, toMs, visits }), window)));
  const drainedS = (performance.now() - startedMs) / 1_000;
  const waits = await live.stop();
  await weighed();
  const weighedS = (performance.now() - startedMs) / 1_000;
  const [grams, wanted] = [await bookedGrams(), 4 * visits * VISIT_GRAMS];
  const slowestMs = Math.max(...waits);
  const readings = 4 * hours * 3_600;
  console.log(`${readings} readings, ${4 * visits} visits, window ${window}`);
  console.log(
    `acknowledged in ${drainedS.toFixed(1)} s (${Math.round(readings / drainedS)}/s; goal ${GOAL_DRAIN_S} s), weighed in ${weighedS.toFixed(1)} s`,
  );
  console.log(
    `${waits.length} live acks meanwhile: p50 ${quantile(waits, 0.5).toFixed(0)} ms, p99 ${quantile(waits, 0.99).toFixed(0)} ms, slowest ${slowestMs.toFixed(0)} ms (goal ${GOAL_ACK_MS} ms)`,
  );
  console.log(`${grams} g booked of ${wanted} g`);
  await Promise.all(scales.map((scale) => scale.close()));
  await service.stop();
  if (drainedS > GOAL_DRAIN_S || slowestMs > GOAL_ACK_MS || grams !== wanted) process.exitCode = 1;
}

interface Day {
  fromMs: number;
  toMs: number;
  visits: number;
}

/** Visits at even distances, each of a minute. */
function visitTimes({ fromMs, toMs, visits }: Day): number[] {
  const step = (toMs - fromMs) / (visits + 1);
  return Array.from({ length: visits }, (_, index) => Math.round((fromMs + step * (index + 1)) / 1_000) * 1_000);
}

function batchesOf(day: Day): BenchReading[][] {
  const closes = visitTimes(day).map((atMs) => atMs + VISIT_MS);
  const batches: BenchReading[][] = [];
  let passed = 0;
  let batch: BenchReading[] = [];
  for (let at = day.fromMs; at < day.toMs; at += 1_000) {
    while (passed < closes.length && (closes[passed] as number) - VISIT_MS / 2 <= at) passed += 1;
    batch.push({ at, grams: 100_000 + passed * VISIT_GRAMS });
    if (batch.length < BATCH) continue;
    batches.push(batch);
    batch = [];
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}

/** As if `access` had told of them. */
async function keepVisits(day: Day): Promise<void> {
  const opened = visitTimes(day).map((atMs) => new Date(atMs));
  await withDatabase((client) =>
    client.query(
      `INSERT INTO dropoffs.visits (visit_id, station_id, container_id, revision, opened_at, closed_at, closed_by, heard_at)
       SELECT gen_random_uuid(), $1, 'c' || n, 2, at, at + interval '1 minute', 'doors', now()
       FROM unnest($2::timestamptz[]) AS at, generate_series(0, 3) AS n`,
      [BENCH_STATION, opened],
    ),
  );
}

/** Other scales that speak once a second. */
function startLive(mqttUrl: string): { stop(): Promise<number[]> } {
  const waits: number[] = [];
  let stopped = false;
  const speak = async (index: number): Promise<void> => {
    const scale = await ScaleClient.connect(mqttUrl, `bench-${4 + index}`);
    const underWay: Promise<unknown>[] = [];
    while (!stopped) {
      underWay.push(scale.send([{ at: Date.now(), grams: 50_000 }]).then((ms) => waits.push(ms)));
      await delay(1_000);
    }
    await Promise.all(underWay);
    await scale.close();
  };
  const speaking = Array.from({ length: LIVE_SCALES }, (_, index) => speak(index));
  return {
    stop: async () => {
      stopped = true;
      await Promise.all(speaking);
      return waits;
    },
  };
}

async function weighed(): Promise<void> {
  for (;;) {
    const { rows } = await withDatabase((client) => client.query('SELECT 1 FROM dropoffs.weighing_due LIMIT 1'));
    if (rows.length === 0) return;
    await delay(200);
  }
}

async function bookedGrams(): Promise<number> {
  const { rows } = await withDatabase((client) =>
    client.query<{ grams: string }>(
      `SELECT coalesce(sum(grams), 0) AS grams FROM dropoffs.ledger WHERE kind = 'drop-off' AND quality = 'ok'`,
    ),
  );
  return Number(rows[0]?.grams);
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
