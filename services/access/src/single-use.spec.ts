import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ConformanceBackEnd } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { type LinkedInfrastructure, startLinkedInfrastructure } from '@selvbetjent/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessProcess, keepStations, rowsAt } from './access-process.test-kit';
import { aStation, until } from './access.test-kit';

const DOOR = 'dogn-ombruk';
/** Life of the tokens here, in seconds: longer than two restarts. */
const LIFE_SECONDS = 300;
const TIMES = 50;

let infrastructure: LinkedInfrastructure;
let backEnd: ConformanceBackEnd;
let replicas: AccessProcess[];
let door: SimulatedDoor;

beforeAll(async () => {
  infrastructure = await startLinkedInfrastructure();
  backEnd = await ConformanceBackEnd.start();
  await keepStations(infrastructure.databaseUrl, [aStation('dogn', '24/7')]);
  const options = { infrastructure, backEndUrl: backEnd.url };
  replicas = await Promise.all([AccessProcess.start(options), AccessProcess.start(options)]);
});

afterAll(async () => {
  await Promise.all((replicas ?? []).map((replica) => replica.kill()));
  await backEnd?.stop();
  await infrastructure?.stop();
});

beforeEach(async () => {
  await rowsAt(infrastructure.databaseUrl, 'TRUNCATE access.used_tokens');
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: infrastructure.mqttUrl });
  door.powerOn();
});

afterEach(() => door.powerOff());

function makeToken(): Promise<string> {
  const iat = Math.floor(Date.now() / 1_000);
  const request = { requestId: randomUUID(), thingId: DOOR, actionId: 'unlock', timeBudgetMillis: 5_000 };
  return backEnd.token('action:execute', replicas[0]!.adapterUrl, { iat, exp: iat + LIFE_SECONDS, request });
}

/** HTTP status, or 0 when the process died or hung up; the body's first byte pair tells ERROR_TEMPORARY. */
async function use(replica: AccessProcess, token: string): Promise<{ status: number; isTemporary: boolean }> {
  try {
    const response = await fetch(`${replica.adapterUrl}/execute`, {
      method: 'POST',
      headers: { authorization: `bearer ${token}` },
    });
    const body = Buffer.from(await response.arrayBuffer());
    return { status: response.status, isTemporary: body.subarray(0, 2).toString('hex') === '0802' };
  } catch {
    return { status: 0, isTemporary: false };
  }
}

function useManyTimes(token: string): Promise<{ status: number; isTemporary: boolean }[]> {
  return Promise.all(Array.from({ length: TIMES }, (_, index) => use(replicas[index % 2]!, token)));
}

/** Until both would open the door if they were asked: they have its nonce, the database and the broker. */
async function bothReady(): Promise<void> {
  await Promise.all(replicas.map((replica) => replica.ready()));
  for (const replica of replicas) {
    await until(async () => {
      await door.setFaults({ mute: false });
      const before = door.journal.length;
      await use(replica, await makeToken());
      return door.journal.length > before;
    });
  }
}

async function usedTokens(): Promise<number> {
  return (await rowsAt(infrastructure.databaseUrl, 'SELECT 1 FROM access.used_tokens')).length;
}

describe(`one token, ${TIMES} times at once over two replicas`, () => {
  it('is taken once', async () => {
    await bothReady();
    const [openings, used] = [door.journal.length, await usedTokens()];
    const answers = await useManyTimes(await makeToken());
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(TIMES - 1).fill(401)]);
    expect([door.journal.length - openings, (await usedTokens()) - used]).toEqual([1, 1]);
  });

  it.each([
    ['at once', async () => {}],
    ['when the token is claimed', (used: number) => until(async () => (await usedTokens()) > used)],
    ['when the door has moved', (_: number, openings: number) => until(() => door.journal.length > openings)],
  ])('is taken at most once when both are killed %s, and tried again after the restart', async (_, moment) => {
    await bothReady();
    const [openings, used] = [door.journal.length, await usedTokens()];
    const token = await makeToken();
    const first = useManyTimes(token);
    await moment(used, openings);
    await Promise.all(replicas.map((replica) => replica.kill()));
    await Promise.all(replicas.map((replica) => replica.startAgain()));
    await Promise.all(replicas.map((replica) => replica.ready()));
    const answers = [...(await first), ...(await useManyTimes(token))];
    const taken = answers.filter(({ status }) => status === 200);
    expect(answers.filter(({ status }) => ![200, 401, 0].includes(status))).toEqual([]);
    expect(taken.length).toBeLessThanOrEqual(1);
    expect(door.journal.length - openings).toBeLessThanOrEqual(1);
    expect((await usedTokens()) - used).toBe(1);
  });

  it.each([
    ['in the middle', 0],
    ['a moment later', 15],
  ])('is taken once when the database’s connections break %s, and tried again when it is back', async (_, waitMs) => {
    await bothReady();
    const openings = door.journal.length;
    const token = await makeToken();
    const first = useManyTimes(token);
    await delay(waitMs);
    infrastructure.links.postgres.cut();
    const answers = await first;
    infrastructure.links.postgres.heal();
    const byToken = door.journal.length - openings;
    await bothReady();
    const [opened, claimed] = [door.journal.length, await usedTokens()];
    const later = await useManyTimes(token);
    // ERROR_TEMPORARY without the database is no acceptance: nobody could say that the token was new.
    const taken = [...answers, ...later].filter(({ status, isTemporary }) => status === 200 && !isTemporary);
    expect([...answers, ...later].filter(({ status }) => ![200, 401].includes(status))).toEqual([]);
    expect(taken.length).toBeLessThanOrEqual(1);
    expect(byToken + door.journal.length - opened).toBeLessThanOrEqual(1);
    expect((await usedTokens()) - claimed).toBeLessThanOrEqual(1);
  });

  it('is kept where a crash of PostgreSQL leaves it: in logged tables', async () => {
    const tables = await rowsAt<{ relname: string; relpersistence: string }>(
      infrastructure.databaseUrl,
      `SELECT relname, relpersistence FROM pg_class WHERE relnamespace = 'access'::regnamespace AND relkind = 'r'`,
    );
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter(({ relpersistence }) => relpersistence !== 'p')).toEqual([]);
  });
});
