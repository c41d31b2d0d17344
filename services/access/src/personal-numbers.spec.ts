import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceBackEnd } from '@selvbetjent/oslonokkelen';
import { SeededRandom, SimulatedDoor } from '@selvbetjent/simulation';
import { caughtUp, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AccessProcess, keepStations, rowsAt } from './access-process.test-kit';
import { aStation, until } from './access.test-kit';

const DOOR = 'dogn-ombruk';
const SEED = 20261121;
const REQUESTS = 200;

let infrastructure: Infrastructure;
let backEnd: ConformanceBackEnd;
let access: AccessProcess;
let door: SimulatedDoor;
let numbers: string[];
let traffic: string;
let bodies: Buffer[];

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  backEnd = await ConformanceBackEnd.start();
  await keepStations(infrastructure.databaseUrl, [aStation('dogn', '24/7'), aStation('stengt', 'off')]);
  access = await AccessProcess.start({ infrastructure, backEndUrl: backEnd.url, env: { LOG_LEVEL: 'debug' } });
  await access.ready();
  traffic = '';
  door = new SimulatedDoor({
    stationId: 'dogn',
    doorId: DOOR,
    mqttUrl: infrastructure.mqttUrl,
    onTraffic: (message) => (traffic += JSON.stringify(message)),
  });
  door.powerOn();
  await until(async () => (await rowsAt(infrastructure.databaseUrl, 'SELECT 1 FROM access.doors')).length > 0);
  numbers = personalNumbers(REQUESTS);
  bodies = [];
  for (const [index, number] of numbers.entries()) bodies.push(await ask(number, index));
  await caughtUp(infrastructure);
});

afterAll(async () => {
  await door?.powerOff();
  await access?.kill();
  await backEnd?.stop();
  await infrastructure?.stop();
});

/** Where a number may come: in the attachment that is meant for it, and where it should never be. */
const PLACES: ((number: string) => { claims: Record<string, unknown>; request?: object })[] = [
  (number) => ({ claims: {}, request: { attachments: [{ norwegianFodselsnummer: { number } }] } }),
  (number) => ({
    claims: {},
    request: { attachments: [{ norwegianFodselsnummer: { number } }], thingId: 'stengt-ombruk' },
  }),
  (number) => ({ claims: {}, request: { attachments: [{ norwegianFodselsnummer: { number } }], thingId: 'nobody' } }),
  (number) => ({ claims: { sub: number, person: { fnr: number } } }),
  (number) => ({ claims: {}, request: { parameters: { fnr: number } } }),
  (number) => ({ claims: {}, request: { requestId: number } }),
  (number) => ({ claims: { jti: number } }),
  (number) => ({ claims: {}, request: { thingId: number } }),
  (number) => ({ claims: {}, request: { actionId: number } }),
  (number) => ({ claims: { scope: [number], sub: number } }),
  (number) => ({ claims: { iss: `https://${number}.example.org` } }),
  (number) => ({ claims: {}, request: { requestId: '', attachments: [{ norwegianFodselsnummer: { number } }] } }),
];

/** @returns the body of the answer. Some tokens are broken behind their claims, some calls carry the number outside of them. */
async function ask(number: string, index: number): Promise<Buffer> {
  const { claims, request } = PLACES[index % PLACES.length]!(number);
  const whole = { requestId: randomUUID(), thingId: DOOR, actionId: 'unlock', timeBudgetMillis: 3_000, ...request };
  const token = await backEnd.token('action:execute', access.adapterUrl, { request: whole, ...claims });
  const isBroken = index % 5 === 4;
  const response = await fetch(`${access.adapterUrl}/execute${index % 7 === 3 ? `?fnr=${number}` : ''}`, {
    method: 'POST',
    headers: { authorization: `bearer ${isBroken ? `${token.slice(0, -4)}AAAA` : token}`, 'x-person': number },
    body: JSON.stringify({ fnr: number }),
  });
  const headers = JSON.stringify([...response.headers]);
  return Buffer.concat([Buffer.from(headers), Buffer.from(await response.arrayBuffer())]);
}

/** Numbers with valid control digits and dates that nobody is born on: the month is raised by 80, as in test populations. */
function personalNumbers(count: number): string[] {
  const random = new SeededRandom(SEED);
  const found = new Set<string>();
  while (found.size < count) {
    const two = (below: number, from: number): string => String(from + random.integer(below)).padStart(2, '0');
    const nine = `${two(28, 1)}${two(12, 81)}${two(100, 0)}${two(10, 90)}${random.integer(10)}`;
    const first = controlDigit(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]);
    const second = controlDigit(`${nine}${first}`, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
    if (first < 10 && second < 10) found.add(`${nine}${first}${second}`);
  }
  return [...found];
}

function controlDigit(digits: string, weights: readonly number[]): number {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return (11 - (sum % 11)) % 11;
}

/** How a number may be written: plain, in its two halves, and in base64url and hexadecimal at every alignment. */
function spellings(number: string): string[] {
  const [date, rest] = [number.slice(0, 6), number.slice(6)];
  const encoded = [0, 1, 2].map((before) => {
    const text = Buffer.from(' '.repeat(before) + number).toString('base64url');
    return text.slice(before === 0 ? 0 : before + 1, -2);
  });
  return [number, `${date} ${rest}`, `${date}-${rest}`, ...encoded, Buffer.from(number).toString('hex')];
}

/** Which numbers are found, in any spelling. */
function foundIn(haystack: string): string[] {
  return numbers.flatMap((number, index) =>
    spellings(number).some((spelling) => haystack.includes(spelling)) ? [`number ${index}`] : [],
  );
}

async function databaseDump(): Promise<string> {
  const tables = await rowsAt<{ name: string }>(
    infrastructure.databaseUrl,
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const rows = await Promise.all(
    tables.map(({ name }) =>
      rowsAt<{ row: string }>(infrastructure.databaseUrl, `SELECT t::text AS row FROM ${name} t`),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join('\n');
}

async function filesBelow(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe(`${REQUESTS} requests that carry a fødselsnummer leave it nowhere`, () => {
  it('though they were answered in every way, and the search would find one', () => {
    const statuses = new Set(bodies.map((body) => body.includes('unauthorized')));
    expect(statuses).toEqual(new Set([true, false]));
    expect(door.journal.length).toBeGreaterThan(10);
    for (const number of numbers.slice(0, 3)) {
      for (const before of ['', 'x', 'xy', '{"number":"']) {
        expect(foundIn(Buffer.from(`${before}${number}", more`).toString('base64url'))).toHaveLength(1);
      }
      expect(foundIn(`a ${number.slice(0, 6)} ${number.slice(6)} b`)).toHaveLength(1);
    }
  });

  it('in answers', () => {
    expect(bodies.flatMap((body) => foundIn(body.toString('latin1')))).toEqual([]);
  });

  it('in logs at debug, nor any token', () => {
    expect(access.output).toContain('A call to the adapter was refused');
    expect(foundIn(access.output)).toEqual([]);
    expect(access.output).not.toMatch(/eyJ[\w-]{10}/);
  });

  it('in the database', async () => {
    const dump = await databaseDump();
    expect(dump).toContain(DOOR);
    expect(foundIn(dump)).toEqual([]);
  });

  it('in the files of NATS', async () => {
    const files = await filesBelow(infrastructure.natsFolder);
    expect(files).toContain('access.door.unlocked.v1');
    expect(foundIn(files)).toEqual([]);
  });

  it('in what is said to doors', () => {
    expect(traffic).toContain('unlock');
    expect(foundIn(traffic)).toEqual([]);
  });
});
