import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceBackEnd, type ConformanceReport } from '@selvbetjent/oslonokkelen';
import { SimulatedDoor } from '@selvbetjent/simulation';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { AccessProcess, keepStations, rowsAt } from './access-process.test-kit';
import { aStation, until } from './access.test-kit';

const KIT = resolve(__dirname, '../../../dist/libs/oslonokkelen/bin/conformance.js');
const DOOR = 'dogn-ombruk';
/** Changed tokens to try; many more than here have been tried: see the README. */
const MUTATIONS = process.env.TOKEN_MUTATIONS ?? '5000';
const SEED = process.env.TOKEN_SEED ?? '20261121';

let infrastructure: Infrastructure;
let access: AccessProcess;
let door: SimulatedDoor;
let observer: Server;
let kitPort: string;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  await keepStations(infrastructure.databaseUrl, [aStation('dogn', '24/7')]);
  // The kit takes the port later; its address must be known to access before.
  const backEnd = await ConformanceBackEnd.start();
  const backEndUrl = backEnd.url;
  kitPort = new URL(backEndUrl).port;
  await backEnd.stop();
  access = await AccessProcess.start({ infrastructure, backEndUrl, env: { LOG_LEVEL: 'warn' } });
  await access.ready();
  door = new SimulatedDoor({ stationId: 'dogn', doorId: DOOR, mqttUrl: infrastructure.mqttUrl });
  door.powerOn();
  await until(async () => (await rowsAt(infrastructure.databaseUrl, 'SELECT 1 FROM access.doors')).length > 0);
  observer = createServer((_request, response) => response.end(String(door.journal.length)));
  observer.listen(0, '127.0.0.1');
  await once(observer, 'listening');
});

afterAll(async () => {
  observer?.close();
  await door?.powerOff();
  await access?.kill();
  await infrastructure?.stop();
});

/** The command as one types it. */
async function runKit(...options: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [KIT, access.adapterUrl, '--port', kitPort, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
}

describe('the conformance kit', () => {
  it(`finds nothing wrong with us, with all its bad tokens and ${MUTATIONS} changed ones (seed ${SEED})`, async () => {
    const openings = `http://127.0.0.1:${(observer.address() as AddressInfo).port}`;
    const { code, output } = await runKit(
      ...['--thing', DOOR, '--openings', openings, '--mutations', MUTATIONS, '--seed', SEED, '--json'],
    );
    const { rules, passed } = JSON.parse(output) as ConformanceReport;
    expect(rules.filter(({ failed, skipped }) => failed > 0 || skipped !== undefined)).toEqual([]);
    expect([passed, code]).toEqual([true, 0]);
    const casesOf = (wanted: string): number => rules.find(({ rule }) => rule === wanted)?.cases ?? 0;
    expect(casesOf('mutations')).toBe(Number(MUTATIONS));
    expect(casesOf('no-server-error')).toBeGreaterThan(Number(MUTATIONS) + 2 * 400);
    expect(access.output).not.toMatch(/"level":(50|60)/);
  });

  it('is read by people too, and says what it was not allowed to try', async () => {
    // Else the kit would wait for the minute in which access asks for unknown keys only once.
    await access.kill();
    await access.startAgain();
    const { code, output } = await runKit('--mutations', '0');
    expect(output).toContain('✓ token-signature');
    expect(output).toContain('- request-id');
    expect(output).toContain('needs a door that may be opened');
    expect(output).toMatch(/passes; \d+ cases/);
    expect(code).toBe(0);
  });
});
