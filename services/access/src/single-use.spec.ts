import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceBackEnd } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { type LinkedInfrastructure, startLinkedInfrastructure } from '@selvbetjent/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessProcess, keepStations, rowsAt } from './access-process.test-kit';
import { aStation, until } from './access.test-kit';
import { ManyUses, takenOf, TIMES } from './many-uses.test-kit';

const DOOR = 'dogn-ombruk';

let infrastructure: LinkedInfrastructure;
let backEnd: ConformanceBackEnd;
let uses: ManyUses;

beforeAll(async () => {
  infrastructure = await startLinkedInfrastructure();
  backEnd = await ConformanceBackEnd.start();
  await keepStations(infrastructure.databaseUrl, [aStation('dogn', '24/7')]);
  const options = { infrastructure, backEndUrl: backEnd.url };
  const replicas = await Promise.all([AccessProcess.start(options), AccessProcess.start(options)]);
  const door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: infrastructure.mqttUrl });
  door.powerOn();
  uses = new ManyUses(backEnd, replicas, door, infrastructure.databaseUrl);
});

afterAll(async () => {
  await uses?.door.powerOff();
  await Promise.all((uses?.replicas ?? []).map((replica) => replica.kill()));
  await backEnd?.stop();
  await infrastructure?.stop();
});

describe(`one token, ${TIMES} times at once over two replicas`, () => {
  it('is taken once', async () => {
    await uses.bothOpen(DOOR);
    const [openings, used] = [uses.openings, await uses.usedTokens()];
    const answers = await uses.use(await uses.makeToken(DOOR));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(TIMES - 1).fill(401)]);
    expect([uses.openings - openings, (await uses.usedTokens()) - used]).toEqual([1, 1]);
  });

  it.each([
    ['at once', async () => {}],
    ['when the token is claimed', (used: number) => until(async () => (await uses.usedTokens()) > used)],
    ['when the door has moved', (_: number, openings: number) => until(() => uses.openings > openings)],
  ])('is taken at most once when both are killed %s, and tried again after the restart', async (_, moment) => {
    await uses.bothOpen(DOOR);
    const [openings, used] = [uses.openings, await uses.usedTokens()];
    const token = await uses.makeToken(DOOR);
    const first = uses.use(token);
    await moment(used, openings);
    await Promise.all(uses.replicas.map((replica) => replica.kill()));
    await Promise.all(uses.replicas.map((replica) => replica.startAgain()));
    await Promise.all(uses.replicas.map((replica) => replica.ready()));
    const answers = [...(await first), ...(await uses.use(token))];
    expect(answers.filter(({ status }) => ![200, 401, 0].includes(status))).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    expect(uses.openings - openings).toBeLessThanOrEqual(1);
    expect((await uses.usedTokens()) - used).toBe(1);
  });

  it.each([
    ['in the middle', 0],
    ['a moment later', 15],
  ])(
    'is taken at most once when the link to the database breaks %s, and tried again when it heals',
    async (_, waitMs) => {
      await uses.bothOpen(DOOR);
      const before = uses.openings;
      const token = await uses.makeToken(DOOR);
      const first = uses.use(token);
      await delay(waitMs);
      infrastructure.links.postgres.cut();
      const answers = [...(await first)];
      infrastructure.links.postgres.heal();
      const byToken = uses.openings - before;
      await uses.bothOpen(DOOR);
      const [opened, claimed] = [uses.openings, await uses.usedTokens()];
      answers.push(...(await uses.use(token)));
      expect(answers.filter(({ status }) => ![200, 401].includes(status))).toEqual([]);
      expect(takenOf(answers).length).toBeLessThanOrEqual(1);
      expect(byToken + uses.openings - opened).toBeLessThanOrEqual(1);
      expect((await uses.usedTokens()) - claimed).toBeLessThanOrEqual(1);
    },
  );

  it('is kept in logged tables: others are empty after a crash of PostgreSQL', async () => {
    const tables = await rowsAt<{ relname: string; relpersistence: string }>(
      infrastructure.databaseUrl,
      `SELECT relname, relpersistence FROM pg_class WHERE relnamespace = 'access'::regnamespace AND relkind = 'r'`,
    );
    expect(tables.length).toBeGreaterThan(5);
    expect(tables.filter(({ relpersistence }) => relpersistence !== 'p')).toEqual([]);
  });
});
