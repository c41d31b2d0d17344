import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ConformanceBackEnd } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccessProcess, keepStations, rowsAt } from './access-process.test-kit';
import { aStation, until } from './access.test-kit';
import { ManyUses, takenOf, TIMES } from './many-uses.test-kit';

interface Components {
  startPostgres(options: { dataDir: string }): Promise<{ url: string; stop(): Promise<void> }>;
  ensureDatabase(administratorUrl: string, name: string): Promise<string>;
  removeDataDir(dataDir: string): void;
}

const DOOR = 'dogn-ombruk';
const components = jest.requireActual<Components>('../../../deploy/local/components.mjs');

let dataDir: string;
let postgres: { url: string; stop(): Promise<void> };
let databaseUrl: string;
let infrastructure: Infrastructure;
let backEnd: ConformanceBackEnd;
let uses: ManyUses;

/** A PostgreSQL of one's own: it is started again when it dies. */
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'selvbetjent-crash-'));
  postgres = await components.startPostgres({ dataDir });
  databaseUrl = await components.ensureDatabase(postgres.url, 'selvbetjent');
  infrastructure = await startInfrastructure();
  backEnd = await ConformanceBackEnd.start();
  const options = { infrastructure: { ...infrastructure, databaseUrl }, backEndUrl: backEnd.url };
  // One after the other: the first makes the tables.
  const replicas: [AccessProcess, AccessProcess] = [
    await AccessProcess.start(options),
    await AccessProcess.start(options),
  ];
  await keepStations(databaseUrl, [aStation('dogn', '24/7')]);
  const door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: infrastructure.mqttUrl });
  door.powerOn();
  uses = new ManyUses(backEnd, replicas, door, databaseUrl);
}, 60_000);

afterAll(async () => {
  await uses?.door.powerOff();
  await Promise.all((uses?.replicas ?? []).map((replica) => replica.kill()));
  await backEnd?.stop();
  await infrastructure?.stop();
  await postgres?.stop();
  components.removeDataDir(dataDir);
});

/** The processes of PostgreSQL end at once, as by a loss of power to it; what was committed must be there when it recovers. */
async function crashDatabase(): Promise<void> {
  process.kill(Number(readFileSync(join(dataDir, 'run', 'postgres.pid'), 'utf8').trim()), 'SIGQUIT');
  await until(() =>
    rowsAt(databaseUrl, 'SELECT 1').then(
      () => false,
      () => true,
    ),
  );
}

async function databaseIsBack(): Promise<void> {
  await until(() =>
    rowsAt(databaseUrl, 'SELECT 1').then(
      () => true,
      () => false,
    ),
  );
}

describe(`one token, ${TIMES} times at once over two replicas, and PostgreSQL crashes`, () => {
  it.each([
    ['when it is claimed', (used: number) => until(async () => (await uses.usedTokens()) > used)],
    ['when the door has moved', (_: number, openings: number) => until(() => uses.openings > openings)],
  ])('%s: it is taken once, and not again when the database is back', async (_, moment) => {
    await uses.bothOpen(DOOR);
    const [before, used] = [uses.openings, await uses.usedTokens()];
    const token = await uses.makeToken(DOOR);
    const first = uses.use(token);
    await moment(used, before);
    await crashDatabase();
    const answers = [...(await first)];
    await databaseIsBack();
    const byToken = uses.openings - before;
    await uses.bothOpen(DOOR);
    const [opened, claimed] = [uses.openings, await uses.usedTokens()];
    const later = await uses.use(token);
    answers.push(...later);
    expect(answers.filter(({ status }) => ![200, 401].includes(status))).toEqual([]);
    expect(takenOf(answers).length).toBeLessThanOrEqual(1);
    expect(byToken + uses.openings - opened).toBeLessThanOrEqual(1);
    // It was claimed before the crash, so the claim survived it.
    expect(later.map(({ status }) => status)).toEqual(Array(TIMES).fill(401));
    expect(await uses.usedTokens()).toBe(claimed);
  });
});
