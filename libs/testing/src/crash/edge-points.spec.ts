import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EDGE_POINTS, MIGRATION_POINTS } from './edge-points';

const STRIKER = join(__dirname, 'edge-kill-points.cjs');

/** Says what passes, and does nothing: no database, no broker, no caller. */
const PASSED = `
const { writeSync } = require('node:fs');
const load = require('node:module').createRequire(process.env.RESOLVED_FROM);
const say = (what) => writeSync(1, what + '\\n');
load('pg').Client.prototype.query = (query) => Promise.resolve(say(/^\\w+/.exec(query.text ?? query)[0]));
load('mqtt').MqttClient.prototype.publish = (topic) => say(topic.split('/').at(-1));
load('http').ServerResponse.prototype.end = () => say('answer');
`;

/** What a service does on its way past a point. */
const WAYS = `
const load = require('node:module').createRequire(process.env.RESOLVED_FROM);
const [{ Client }, { MqttClient }, { ServerResponse }] = ['pg', 'mqtt', 'http'].map((name) => load(name));
const db = Object.create(Client.prototype);
const transaction = async (...query) => {
  await db.query('START TRANSACTION');
  await db.query(...query);
  await db.query('COMMIT');
};
const publish = (channel) => MqttClient.prototype.publish('selvbetjent/v1/torg/torg-dor/' + channel, '{}');
const ways = {
  readings: () => transaction('INSERT INTO readings VALUES (1)'),
  changes: () => transaction('INSERT INTO door_changes VALUES (1)'),
  migration: () => transaction('INSERT INTO "migrations" VALUES ($1, $2)', [1, 'tables']),
  outcome: () => transaction({ name: 'end-attempt', text: 'UPDATE attempts', values: ['a', 'unlocked'] }),
  ack: () => publish('ack'),
  command: () => publish('command'),
  answer: () => {
    const opened = { req: { url: '/oslonokkelen/execute' }, statusCode: 200 };
    Object.assign(Object.create(ServerResponse.prototype), opened).end(Buffer.from([0x12]));
  },
};
(async () => {
  await ways[process.env.WAY]();
  await new Promise((resolve) => setTimeout(resolve, 100));
  console.log('goes on');
})();
`;

const TRANSACTION = ['START', 'INSERT'];
/** By which way one comes past a point, and what has left by then. */
const POINTS: Record<string, { way: string; passed: string[] }> = {
  'readings: after commit, before PUBACK': { way: 'readings', passed: [...TRANSACTION, 'COMMIT'] },
  'readings: after PUBACK, before ack': { way: 'ack', passed: [] },
  'readings: after ack': { way: 'ack', passed: ['ack'] },
  'door changes: after commit, before ack': { way: 'changes', passed: [...TRANSACTION, 'COMMIT'] },
  'door changes: after ack': { way: 'ack', passed: ['ack'] },
  'unlock: after decision, before command': { way: 'command', passed: [] },
  'unlock: after command, before result': { way: 'command', passed: ['command'] },
  'unlock: after result, before outcome': { way: 'outcome', passed: ['START', 'UPDATE'] },
  'unlock: after outcome, before answer': { way: 'answer', passed: [] },
  'in a migration, before its commit': { way: 'migration', passed: TRANSACTION },
  'between migrations': { way: 'migration', passed: [...TRANSACTION, 'COMMIT'] },
};

describe('a service that passes an edge point', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'selvbetjent-edge-points-'));
    writeFileSync(join(folder, 'passed.cjs'), PASSED);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** @returns how a process of the service ended on that way, and what it had done by then */
  async function pass(service: string, way: string, ordered: readonly string[]) {
    const home = join(folder, 'services', service);
    mkdirSync(home, { recursive: true });
    const [main, trace] = [join(home, 'main.js'), join(home, 'trace')];
    writeFileSync(main, WAYS);
    writeFileSync(trace, '');
    writeFileSync(`${trace}.order`, JSON.stringify(ordered));
    const kill = { KILL_TRACE: trace, KILL_SIGNAL: 'SIGKILL', KILL_EACH: '9', KILL_SEED: '1' };
    const child = spawn(process.execPath, ['--require', join(folder, 'passed.cjs'), '--require', STRIKER, main], {
      env: { ...process.env, ...kill, WAY: way, RESOLVED_FROM: __filename },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(child, 'close');
    const hits = readFileSync(trace, 'utf8').split('\n').filter(Boolean);
    const keys = hits.map((line) => (JSON.parse(line) as { key: string }).key);
    return { signal: child.signalCode, said: said.split('\n').filter(Boolean), keys };
  }

  it.each([...EDGE_POINTS, ...MIGRATION_POINTS])('ends there when it is ordered to: %s', async (key) => {
    const [service = '', ...point] = key.split(': ');
    const expected = POINTS[point.join(': ')];
    expect(await pass(service, expected?.way ?? '', [key])).toEqual({
      ...{ signal: 'SIGKILL', keys: [key] },
      said: expected?.passed,
    });
  });

  it.each([...new Set(Object.values(POINTS).map(({ way }) => way))])(
    'goes on when nothing on its way is ordered: %s',
    async (way) => {
      const { signal, said, keys } = await pass('access', way, ['access: elsewhere']);
      expect({ signal, last: said.at(-1), keys }).toEqual({ signal: null, last: 'goes on', keys: [] });
    },
  );
});
