import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { expectNothingLostOrDoubled } from './comparison';
import { DURABLES, type Hit, KillTrace, POINTS } from './kill-trace';
import { STATIONS_FILE, Workload } from './workload';

const SEED = Number(process.env.KILL_SEED ?? 20261121);
/** Beyond the ten seconds after which JetStream gives a message to another. */
const PAUSE_MS = 11_000;
const PAUSED = 'mark$|visit.closed|drop-off.recorded';
const PAUSED_POINTS = POINTS.filter((point) => new RegExp(PAUSED).test(point));
const RIVAL_HANG_MS = 600_000;
const HANG_MS = 1_800_000;

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let replicas: ServiceProcesses;
let trace: KillTrace;
let awake = 0;
let isOver = false;

beforeAll(async () => {
  trace = await KillTrace.create();
  infrastructure = await startInfrastructure();
  const options = {
    stationsFile: STATIONS_FILE,
    preload: join(__dirname, 'kill-points.cjs'),
    env: {
      KILL_TRACE: trace.path,
      KILL_SIGNAL: 'SIGSTOP',
      KILL_EACH: '1',
      KILL_ONLY: PAUSED,
      KILL_SEED: String(SEED),
    },
  };
  services = await ServiceProcesses.start(infrastructure, options);
  replicas = await ServiceProcesses.start(infrastructure, { ...options, names: ['access', 'dropoffs', 'tonnage'] });
  await trace.begin();
}, 240_000);

afterAll(async () => {
  isOver = true;
  await Promise.all([services?.stop(), replicas?.stop()]);
  await infrastructure?.stop();
  await trace?.remove();
}, 60_000);

/** Takes the relay's lock from a process that can't give it back, so that another has it when it goes on. */
async function takeLocksFrom(service: string): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl });
  await client.connect();
  await client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND datname = current_database() AND application_name = $1`,
    [service],
  );
  await client.end();
}

/** Lets a process that stopped itself go on, once another one has been given its work. */
async function wake(hit: Hit): Promise<void> {
  const isRelay = hit.key.endsWith('mark');
  if (isRelay) await takeLocksFrom(hit.key.split(':')[0] ?? '');
  await delay(PAUSE_MS);
  const deadline = performance.now() + RIVAL_HANG_MS;
  while (!isOver && !isRelay && !trace.hasRival(hit) && performance.now() < deadline) await delay(100);
  if (isOver) return;
  const hasRival = isRelay || trace.hasRival(hit);
  process.kill(hit.pid, 'SIGCONT');
  await trace.goesOn(hit);
  awake += 1;
  expect({ ...hit, hasRival }).toEqual({ ...hit, hasRival: true });
}

/** Resolves once a process has paused at every point and all of them are awake again. */
async function wakeZombies(): Promise<void> {
  const waking: Promise<void>[] = [];
  while (!isOver && waking.length < PAUSED_POINTS.length) {
    for (const hit of trace.hits().slice(waking.length)) waking.push(wake(hit));
    await delay(100);
  }
  await Promise.all(waking);
}

/** Rounds until every point is hit. None begins while somebody pauses, who may take a minute: the days would run out. */
async function work(workload: Workload): Promise<void> {
  for (let round = 0; !isOver && trace.hits().length < PAUSED_POINTS.length; round += 1) {
    await workload.round(round);
    while (!isOver && trace.hits().length > awake) await delay(100);
  }
}

describe(`processes that pause in the middle of a fact until another has been given it, seed ${SEED}`, () => {
  it(
    'lose nothing and double nothing when they go on',
    async () => {
      const addresses = { portalUrl: services.portalUrl, simulatorUrl: services.urlOf('simulator') };
      const workload = new Workload({ ...infrastructure, ...addresses }, SEED);
      await Promise.all([wakeZombies(), work(workload)]);
      await caughtUp(infrastructure, DURABLES);

      console.table(trace.counts(PAUSED_POINTS));
      for (const { hits } of trace.counts(PAUSED_POINTS)) expect(hits).toBeGreaterThan(0);
      await expectNothingLostOrDoubled(infrastructure);
      await workload.expectTruth();
    },
    HANG_MS,
  );
});
