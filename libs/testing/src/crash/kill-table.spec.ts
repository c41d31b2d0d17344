import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caughtUp } from '../caught-up';
import { ApiClient } from '../e2e/api-client';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { compareAll } from './comparison';
import { STATIONS_FILE, WEIGHED, Workload } from './workload';

const SEED = Number(process.env.KILL_SEED ?? 20261121);
const KILLS_EACH = Number(process.env.KILL_EACH ?? 5);
const MOST_ROUNDS = 120;

const SENDERS = ['access', 'stations', 'dropoffs'];
const READERS: Record<string, string[]> = {
  access: ['stations.station.changed.v1'],
  dropoffs: [
    'stations.station.changed.v1',
    'access.visit.opened.v1',
    'access.visit.closed.v1',
    'access.visit.withdrawn.v1',
  ],
  tonnage: [
    'stations.station.changed.v1',
    'access.visit.closed.v1',
    'access.visit.withdrawn.v1',
    'dropoffs.drop-off.recorded.v1',
  ],
};
const POINTS = [
  ...SENDERS.flatMap((service) =>
    ['after commit, before publish', 'after publish, before mark'].map((point) => `${service}: ${point}`),
  ),
  ...Object.entries(READERS).flatMap(([service, types]) =>
    types.flatMap((type) =>
      ['after delivery, before commit', 'after commit, before ack'].map((point) => `${service}: ${point}: ${type}`),
    ),
  ),
];

interface Hit {
  service: string;
  point: string;
  type: string;
}

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let folder: string;
let trace: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selvbetjent-kills-'));
  trace = join(folder, 'trace.jsonl');
  infrastructure = await startInfrastructure();
  services = await ServiceProcesses.start(infrastructure, {
    stationsFile: STATIONS_FILE,
    preload: join(__dirname, 'kill-points.cjs'),
    env: { KILL_TRACE: trace, KILL_EACH: String(KILLS_EACH), KILL_SEED: String(SEED) },
  });
}, 240_000);

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

function hits(): Map<string, number> {
  const counts = new Map(POINTS.map((point) => [point, 0]));
  const lines = existsSync(trace) ? readFileSync(trace, 'utf8').split('\n').filter(Boolean) : [];
  for (const line of lines) {
    const { service, point, type } = JSON.parse(line) as Hit;
    const key = point.includes('publish') ? `${service}: ${point}` : `${service}: ${point}: ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

describe(`SIGKILL at every point of a fact's way, ${KILLS_EACH} times each, seed ${SEED}`, () => {
  it('loses nothing and doubles nothing', async () => {
    const workload = new Workload(
      { ...infrastructure, portalUrl: services.portalUrl, simulatorUrl: services.urlOf('simulator') },
      SEED,
    );
    const isOpen = (): boolean => [...hits().values()].some((count) => count < KILLS_EACH);
    for (let round = 0; round < MOST_ROUNDS && (round < 3 || isOpen()); round += 1) await workload.round(round);
    await services.ready();
    await caughtUp(infrastructure);

    console.table(Object.fromEntries([...hits()].map(([point, count]) => [point, { hits: count }])));
    expect(Object.fromEntries(hits())).toEqual(Object.fromEntries(POINTS.map((point) => [point, KILLS_EACH])));

    const compared = await compareAll(infrastructure);
    console.table(compared);
    expect(compared.map(({ way, fact, lost, doubled }) => ({ way, fact, lost, doubled }))).toEqual(
      compared.map(({ way, fact }) => ({ way, fact, lost: 0, doubled: 0 })),
    );
    for (const { told } of compared) expect(told).toBeGreaterThan(0);

    const operator = await ApiClient.signIn(services, 'demo-operator');
    const truth = workload.truth.toSorted((one, other) => one.period.localeCompare(other.period));
    const path = `/api/tonnage?station=${WEIGHED}&from=${truth[0]?.period}&to=${truth.at(-1)?.period}&by=day`;
    const { rows } = await operator.get<{ rows: object[] }>(path);
    expect(rows).toMatchObject(truth);
  }, 1_500_000);
});
