import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { expectNothingLostOrDoubled } from './comparison';
import { DURABLES, KillTrace, POINTS } from './kill-trace';
import { STATIONS_FILE, Workload } from './workload';

const SEED = Number(process.env.KILL_SEED ?? 20261121);
/** Beyond the ten seconds after which JetStream gives a message to another. */
const PAUSE_MS = 11_000;
const PAUSED = 'mark$|visit.closed|drop-off.recorded';
const PAUSED_POINTS = POINTS.filter((point) => new RegExp(PAUSED).test(point));
const MOST_ROUNDS = 60;

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

/** Lets each process that stopped itself go on after the pause. */
async function wakeZombies(isOver: () => boolean): Promise<void> {
  const waking: Promise<void>[] = [];
  while (!isOver() || waking.length < trace.hits().length) {
    for (const { pid } of trace.hits().slice(waking.length)) {
      waking.push(delay(PAUSE_MS).then(() => void process.kill(pid, 'SIGCONT')));
    }
    await delay(100);
  }
  await Promise.all(waking);
}

describe(`processes that pause for ${PAUSE_MS} ms in the middle of a fact, beside a replica, seed ${SEED}`, () => {
  it('lose nothing and double nothing when they go on', async () => {
    const addresses = { portalUrl: services.portalUrl, simulatorUrl: services.urlOf('simulator') };
    const workload = new Workload({ ...infrastructure, ...addresses }, SEED);
    let isOver = false;
    const waking = wakeZombies(() => isOver);
    const isOpen = (): boolean => trace.counts(PAUSED_POINTS).some(({ hits }) => hits === 0);
    for (let round = 0; round < MOST_ROUNDS && isOpen(); round += 1) await workload.round(round);
    isOver = true;
    await waking;
    await caughtUp(infrastructure, DURABLES);

    console.table(trace.counts(PAUSED_POINTS));
    expect(trace.counts(PAUSED_POINTS)).toEqual(PAUSED_POINTS.map((point) => ({ point, hits: 1 })));
    await expectNothingLostOrDoubled(infrastructure);
    await workload.expectTruth();
  }, 1_500_000);
});
