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
const MOST_ROUNDS = 60;
const HANG_MS = 600_000;

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let replicas: ServiceProcesses;
let trace: KillTrace;

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
  const deadline = performance.now() + HANG_MS;
  while (!isRelay && !trace.hasRival(hit) && performance.now() < deadline) await delay(100);
  const hasRival = isRelay || trace.hasRival(hit);
  process.kill(hit.pid, 'SIGCONT');
  await trace.goesOn(hit);
  expect({ ...hit, hasRival }).toEqual({ ...hit, hasRival: true });
}

async function wakeZombies(isOver: () => boolean): Promise<void> {
  const waking: Promise<void>[] = [];
  while (!isOver() || waking.length < trace.hits().length) {
    for (const hit of trace.hits().slice(waking.length)) waking.push(wake(hit));
    await delay(100);
  }
  await Promise.all(waking);
}

describe(`processes that pause in the middle of a fact until another has been given it, seed ${SEED}`, () => {
  it('lose nothing and double nothing when they go on', async () => {
    const addresses = { portalUrl: services.portalUrl, simulatorUrl: services.urlOf('simulator') };
    const workload = new Workload({ ...infrastructure, ...addresses }, SEED);
    let isOver = false;
    const waking = wakeZombies(() => isOver);
    const isOpen = (): boolean => trace.counts(PAUSED_POINTS).some(({ hits }) => hits === 0);
    try {
      for (let round = 0; round < MOST_ROUNDS && isOpen(); round += 1) await workload.round(round);
    } finally {
      isOver = true;
    }
    await waking;
    await caughtUp(infrastructure, DURABLES);

    console.table(trace.counts(PAUSED_POINTS));
    for (const { hits } of trace.counts(PAUSED_POINTS)) expect(hits).toBeGreaterThan(0);
    await expectNothingLostOrDoubled(infrastructure);
    await workload.expectTruth();
  }, 1_500_000);
});
