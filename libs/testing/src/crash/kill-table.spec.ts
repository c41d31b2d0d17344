import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { expectNothingLostOrDoubled, toldByType } from './comparison';
import { DURABLES, KillTrace, POINTS } from './kill-trace';
import { STATIONS_FILE, Workload } from './workload';

const SEED = Number(process.env.KILL_SEED ?? 20261121);
const KILLS_EACH = Number(process.env.KILL_EACH ?? 5);
const MOST_ROUNDS = 120;

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let trace: KillTrace;

beforeAll(async () => {
  trace = await KillTrace.create();
  infrastructure = await startInfrastructure();
  services = await ServiceProcesses.start(infrastructure, {
    stationsFile: STATIONS_FILE,
    preload: join(__dirname, 'kill-points.cjs'),
    env: { KILL_TRACE: trace.path, KILL_SIGNAL: 'SIGKILL', KILL_EACH: String(KILLS_EACH), KILL_SEED: String(SEED) },
  });
  await trace.begin();
}, 240_000);

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
  await trace?.remove();
}, 60_000);

describe(`SIGKILL at every point of a fact's way, ${KILLS_EACH} times each, seed ${SEED}`, () => {
  it('loses nothing and doubles nothing', async () => {
    const workload = new Workload(
      { ...infrastructure, portalUrl: services.portalUrl, simulatorUrl: services.urlOf('simulator') },
      SEED,
    );
    const isOpen = (): boolean => trace.counts(POINTS).some(({ hits }) => hits < KILLS_EACH);
    for (let round = 0; round < MOST_ROUNDS && (round < 3 || isOpen()); round += 1) await workload.round(round);
    await services.ready();
    await caughtUp(infrastructure, DURABLES);

    console.table(trace.counts(POINTS));
    expect(trace.counts(POINTS)).toEqual(POINTS.map((point) => ({ point, hits: KILLS_EACH })));
    console.table(await expectNothingLostOrDoubled(infrastructure));
    for (const told of Object.values(await toldByType(infrastructure))) expect(told).toBeGreaterThan(0);
    await workload.expectTruth();
  }, 1_500_000);
});
