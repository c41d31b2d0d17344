import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { caughtUp } from '../caught-up';
import { type LinkedInfrastructure, startLinkedInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { expectNothingLostOrDoubled, toldByType } from './comparison';
import { DURABLES } from './kill-trace';
import { STATIONS_FILE, Workload } from './workload';

const SEED = 20261121;
/** Beyond the 20 s after which the client of NATS would give up by itself. */
const LONG_OUTAGE_MS = 32_000;
const HANG_MS = 60_000;

let infrastructure: LinkedInfrastructure;
let services: ServiceProcesses;
let workload: Workload;
let rounds = 0;

beforeAll(async () => {
  infrastructure = await startLinkedInfrastructure();
  await infrastructure.killNats();
  services = await ServiceProcesses.launch(infrastructure, { stationsFile: STATIONS_FILE });
  const addresses = { portalUrl: services.portalUrl, simulatorUrl: services.urlOf('simulator') };
  workload = new Workload({ ...infrastructure, ...addresses }, SEED);
  await services.live();
  await infrastructure.startNats();
  await services.ready();
}, 240_000);

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
}, 60_000);

async function round(): Promise<void> {
  await workload.round((rounds += 1));
}

/** Runs a round, and breaks the link once the round's facts have begun to be told. */
async function roundBrokenBy(breakLink: () => Promise<void>): Promise<void> {
  const before = await doorAndScaleFacts();
  const work = round();
  const deadline = performance.now() + HANG_MS;
  while ((await doorAndScaleFacts()) === before && performance.now() < deadline) await delay(10);
  await breakLink();
  await work;
  expect(await doorAndScaleFacts()).toBeGreaterThan(before);
}

/** Asked for by the direct way: the link to PostgreSQL may be broken. */
async function doorAndScaleFacts(): Promise<number> {
  const told = await toldByType({ databaseUrl: infrastructure.direct.databaseUrl });
  return (told['access.visit.closed.v1'] ?? 0) + (told['dropoffs.drop-off.recorded.v1'] ?? 0);
}

async function expectAllOfIt(): Promise<void> {
  await services.ready();
  await caughtUp(infrastructure, DURABLES);
  await expectNothingLostOrDoubled(infrastructure);
  await workload.expectTruth();
}

describe('nothing is lost or doubled', () => {
  it('when NATS starts after the services', async () => {
    await round();
    await expectAllOfIt();
  }, 1_200_000);

  it(`when NATS is down for ${LONG_OUTAGE_MS} ms, and doors and scales go on`, async () => {
    await infrastructure.killNats();
    const before = await doorAndScaleFacts();
    await Promise.all([round(), delay(LONG_OUTAGE_MS)]);
    expect(await doorAndScaleFacts()).toBeGreaterThan(before);
    await infrastructure.startNats();
    await expectAllOfIt();
  }, 1_200_000);

  it('when NATS comes back without its files', async () => {
    await infrastructure.killNats();
    await infrastructure.wipeNats();
    await round();
    await infrastructure.startNats();
    await expectAllOfIt();
  }, 1_200_000);

  it.each(['postgres', 'nats', 'mqtt'] as const)(
    'when the link to %s is cut in the middle, and heals',
    async (name) => {
      await roundBrokenBy(async () => {
        infrastructure.links[name].cut();
        await delay(4_000);
        infrastructure.links[name].heal();
      });
      await expectAllOfIt();
    },
    1_200_000,
  );

  it.each(['postgres', 'nats', 'mqtt'] as const)(
    'when the link to %s hangs half open, and heals',
    async (name) => {
      await roundBrokenBy(async () => {
        infrastructure.links[name].freeze();
        await delay(12_000);
        infrastructure.links[name].heal();
      });
      await expectAllOfIt();
    },
    1_200_000,
  );
});
