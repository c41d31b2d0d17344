import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { connectAsync, type MqttClient } from 'mqtt';
import { type AccessSystem, aStation, keep, sqlOf, startAccess, until } from './access.test-kit';
import { MovedTime } from './alarms/moved-time.test-kit';

let system: AccessSystem;
let door: MqttClient;
const time = new MovedTime();
const heard: { boot: string; seq?: number; resend?: number[] }[] = [];

beforeAll(async () => {
  time.start();
  system = await startAccess();
  await keep(system, aStation('dogn', '24/7'));
  door = await connectAsync(system.infrastructure.mqttUrl, { protocolVersion: 4 });
  door.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString()) as (typeof heard)[number]));
  await door.subscribeAsync('selvbetjent/v1/dogn/dogn-ombruk/ack', { qos: 1 });
});

afterAll(async () => {
  await door?.endAsync(true);
  await system?.stop();
  jest.restoreAllMocks();
});

const START_MS = Date.parse('2026-11-19T10:00:00Z');

/** A batch of history with these changes: even seqs close the door, odd ones open it. */
async function say(boot: string, seqs: number[], more: object = { historical: true }): Promise<void> {
  const changes = seqs.map((seq) => ({
    seq,
    at: new Date(START_MS + seq * 60_000).toISOString(),
    open: seq % 2 === 1,
  }));
  const state = { boot, seq: Math.max(...seqs), at: changes.at(-1)?.at, changes, ...more };
  await door.publishAsync('selvbetjent/v1/dogn/dogn-ombruk/state', JSON.stringify(state), { qos: 1 });
}

const acknowledged = (boot: string): number =>
  Math.max(0, ...heard.filter((ack) => ack.boot === boot).map(({ seq }) => seq ?? 0));

describe('what a door may forget', () => {
  it('is never more than what is committed without a gap', async () => {
    await say('gap', [1, 2]);
    await say('gap', [5, 6]);
    await until(() => heard.some(({ resend }) => resend?.join() === '3,4'));
    expect(acknowledged('gap')).toBe(2);
    await say('gap', [3, 4]);
    await until(() => acknowledged('gap') === 6);
  });

  it('includes a gap that the door shows it cannot fill', async () => {
    await say('lost', [1]);
    await say('lost', [3, 4]);
    await until(() => heard.some(({ boot, resend }) => boot === 'lost' && resend?.join() === '2'));
    expect(acknowledged('lost')).toBe(1);
    time.pass(10 * 60_000);
    await say('lost', [3, 4]);
    await until(() => acknowledged('lost') === 4);
  });

  it('leaves out a gap whose other side was only heard twice, as it is where two processes hear each message', async () => {
    await say('twice', [1]);
    for (const seqs of [[3, 4], [3, 4], [5]]) await say('twice', seqs);
    await until(() => heard.filter(({ boot, resend }) => boot === 'twice' && resend?.join() === '2').length === 3);
    expect(acknowledged('twice')).toBe(1);
    await say('twice', [2]);
    await until(() => acknowledged('twice') === 5);
  });

  it('leaves out a gap also when all that was heard above it cannot be used', async () => {
    await say('useless', [1]);
    const changes = [{ seq: 3, at: 'in the evening', open: true }];
    for (let hearing = 0; hearing < 2; hearing += 1) await say('useless', [3], { historical: true, changes });
    const asked = () => heard.filter(({ boot, resend }) => boot === 'useless' && resend?.join() === '2').length;
    await until(() => asked() === 2 || acknowledged('useless') === 3);
    expect(acknowledged('useless')).toBe(1);
    time.pass(10 * 60_000);
    await say('useless', [3], { historical: true, changes });
    await until(() => acknowledged('useless') === 3);
  });

  it('includes what a live message no longer carries', async () => {
    await say('live', [8], { seq: 9, locked: true, open: false });
    await until(() => acknowledged('live') === 8);
  });

  it('counts changes that cannot be used as received', async () => {
    const changes = [
      { seq: 1, at: 'yesterday' },
      { seq: 2, at: '2026-11-19T11:00:00Z', open: false },
    ];
    const state = { boot: 'odd', seq: 1, historical: true, changes };
    await door.publishAsync('selvbetjent/v1/dogn/dogn-ombruk/state', JSON.stringify(state), { qos: 1 });
    await until(() => acknowledged('odd') === 2);
  });

  it('loses nothing of a backlog that comes all at once, each change in a message of its own', async () => {
    for (let seq = 1; seq <= 400; seq += 1) void say('burst', [seq]);
    await until(() => acknowledged('burst') === 400);
    const [row] = await sqlOf<{ count: number }>(system, `SELECT count(*) FROM door_changes WHERE boot = 'burst'`);
    expect(row?.count).toBe(400);
  });
});
