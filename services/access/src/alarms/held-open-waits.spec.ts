import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { RepeatedJobs, type RunningService } from '@selvbetjent/platform';
import { type DoorState } from '@selvbetjent/devices';
import { SeededRandom } from '@selvbetjent/simulation';
import { type AccessSystem, aStation, keep, sqlOf, startAccess } from '../access.test-kit';
import { HELD_OPEN_MS } from '../domain/alarms';
import { DoorStore } from '../door.store';
import { MovedTime } from './moved-time.test-kit';
import { WatchAlarms } from './watch-alarms';

/** `HELD_OPEN_WAITS=1000 npx jest services/access/src/alarms/held-open` is the full size. */
const WAITS = Number(process.env.HELD_OPEN_WAITS ?? 50);
const SEED = Number(process.env.HELD_OPEN_SEED ?? 7);
const DOORS = 50;
const RESTARTS_PER_ROUND = 2;
/** As often as access looks, and up to half as much sooner or later; a door speaks at every tenth look. */
const LOOK_MS = 2_000;
const LOOKS_PER_HEARTBEAT = 10;
/** The doors of a round open within this long, so that their waits overlap. */
const SPREAD_MS = 120_000;
/** How late an alarm may be. */
const LATEST_MS = 5_000;

const time = new MovedTime();
const random = new SeededRandom(SEED);
let system: AccessSystem;
let access: RunningService;

beforeAll(async () => {
  time.start();
  // It looks when the test says so.
  jest.spyOn(RepeatedJobs.prototype, 'onApplicationBootstrap').mockImplementation(() => undefined);
  system = await startAccess({}, time.monotonic);
  access = system.access;
  const station = aStation('dogn', '24/7');
  const doors = Array.from({ length: DOORS }, (_, index) => {
    return { id: doorId(index), dialect: 'selvbetjent' as const, exposed: true };
  });
  await keep(system, { ...station, containers: [{ ...station.containers[0]!, doors }] });
});

afterAll(async () => {
  await system?.stop();
  jest.restoreAllMocks();
});

function doorId(index: number): string {
  return `dogn-${index}`;
}

async function say(index: number, open: boolean): Promise<void> {
  const state: DoorState = {
    ...{ boot: 'boot', seq: null, at: null, sentAt: null, open, locked: !open, historical: false },
    ...{ changes: [], rejected: [], oldestSeq: null, unusable: [] },
  };
  await access.app.get(DoorStore).keepState({ doorId: doorId(index), stationId: 'dogn' }, state, time.now());
}

async function sayAll(openedAtMs: readonly number[]): Promise<void> {
  const nowMs = time.now().getTime();
  await Promise.all(openedAtMs.map((openedMs, index) => say(index, openedMs <= nowMs)));
}

/** Each door opens and stays open until well after its alarm. @returns how many waits were restarted through */
async function holdOpen(): Promise<number> {
  await sayAll(Array<number>(DOORS).fill(Infinity));
  await access.app.get(WatchAlarms).handle();
  const startMs = time.now().getTime();
  const openedAtMs = Array.from({ length: DOORS }, () => startMs + random.integer(SPREAD_MS));
  const endMs = startMs + SPREAD_MS + HELD_OPEN_MS + LATEST_MS;
  const looks = Math.ceil((endMs - startMs) / LOOK_MS);
  const restarts = new Set(Array.from({ length: RESTARTS_PER_ROUND }, () => random.integer(looks)));
  const restarted = new Set<number>();
  for (let look = 0; time.now().getTime() < endMs; look += 1) {
    const beforeMs = time.now().getTime();
    time.pass(LOOK_MS / 2 + random.integer(LOOK_MS));
    const nowMs = time.now().getTime();
    if (look % LOOKS_PER_HEARTBEAT === 0) await sayAll(openedAtMs);
    for (const [index, openedMs] of openedAtMs.entries()) {
      if (openedMs > beforeMs && openedMs <= nowMs) await say(index, true);
      if (restarts.has(look) && openedMs <= nowMs && nowMs < openedMs + HELD_OPEN_MS) restarted.add(index);
    }
    if (restarts.has(look)) {
      await access.close();
      ({ access } = await system.startReplica());
    }
    await access.app.get(WatchAlarms).handle();
  }
  return restarted.size;
}

it(`${WAITS} doors held open are told once each, ${LATEST_MS / 1_000} s after their time at the latest (seed ${SEED})`, async () => {
  let restarted = 0;
  for (let round = 0; round < Math.ceil(WAITS / DOORS); round += 1) restarted += await holdOpen();
  const lateness = await sqlOf<{ ms: number; times: number }>(
    { ...system, access },
    `SELECT extract(epoch FROM raised_at - since)::float8 * 1000 - $1 AS ms, count(*) OVER (PARTITION BY subject, since) AS times
     FROM alarms WHERE kind = 'held_open' ORDER BY ms`,
    [HELD_OPEN_MS],
  );
  expect(lateness).toHaveLength(WAITS);
  expect(lateness.filter(({ times }) => times !== 1)).toEqual([]);
  expect(lateness[0]!.ms).toBeGreaterThanOrEqual(0);
  expect(lateness.at(-1)!.ms).toBeLessThanOrEqual(LATEST_MS);
  expect(restarted).toBeGreaterThan(WAITS / 10);
  process.stdout.write(
    `${WAITS} waits, ${restarted} restarted through; latest by ${Math.round(lateness.at(-1)!.ms)} ms\n`,
  );
}, 560_000);
