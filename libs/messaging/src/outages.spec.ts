import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@selvbetjent/database';
import { type RunningService } from '@selvbetjent/platform';
import { caughtUp, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { connect, headers, type MsgHdrs } from 'nats';
import { randomUUID } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { type Envelope, toHeaders } from './envelope';
import { deadLetters, faults, heard, publish, Reader, start, unlocked, until } from './messaging.test-kit';
import { ensureStream } from './streams';

let infrastructure: Infrastructure;
let owner: RunningService;
let reader: RunningService;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  owner = await start('access', infrastructure);
  reader = await start('tonnage', infrastructure, [Reader]);
});

afterAll(async () => {
  await Promise.all([owner?.close(), reader?.close()]);
  await infrastructure?.stop();
});

beforeEach(() => {
  heard.length = 0;
  faults.of = () => null;
});

describe('a NATS that lost all its files', () => {
  it('gets every fact again, and readers miss none of those that they had not read', async () => {
    await publish(owner, unlocked('read'));
    await caughtUp(infrastructure);
    let failures = 0;
    faults.of = () => new Error(`not now: ${(failures += 1)}`);
    await publish(owner, unlocked('unread'));
    await until(() => failures > 0);
    await infrastructure.killNats();
    await infrastructure.wipeNats();
    faults.of = () => null;
    await infrastructure.startNats();
    await publish(owner, unlocked('later'));
    await until(() => heard.length >= 3);
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(['read', 'unread', 'later']);
  });
});

describe('a NATS that lost all its files, and was given a late fact before the owner looked', () => {
  it('gets every fact again, each station in order', async () => {
    await publish(owner, unlocked('first'), unlocked('second'));
    await caughtUp(infrastructure);
    const database = owner.app.get(Database);
    const rows = await database.query<{ envelope: Envelope; body: object }>(
      `SELECT envelope, body FROM outbox WHERE envelope->>'type' = 'access.door.unlocked.v1' ORDER BY position`,
    );
    const ids = rows.map(({ envelope }) => envelope.id);
    const { envelope, body } = rows.at(-1)!;
    await owner.close();
    await infrastructure.killNats();
    await infrastructure.wipeNats();
    await infrastructure.startNats();
    const nats = await connect({ servers: infrastructure.natsUrl });
    const manager = await nats.jetstreamManager();
    await ensureStream(manager, 'access');
    const again = { msgID: envelope.id, headers: toHeaders(envelope) };
    await nats.jetstream().publish(`${envelope.type}.${envelope.subject}`, JSON.stringify(body), again);

    owner = await start('access', infrastructure);
    const stored = async (): Promise<number> => (await manager.streams.info('access')).state.messages;
    await until(async () => (await stored().catch(() => 0)) >= ids.length);
    const seqs = ids.map((_id, index) => index + 1);
    const messages = await Promise.all(seqs.map((seq) => manager.streams.getMessage('access', { seq })));
    expect(messages.map(({ header }) => header.get('ce-id'))).toEqual(ids);
    await nats.close();
    await caughtUp(infrastructure);
  });
});

describe('a NATS that lost the end of a stream', () => {
  it('gets its facts again, though its readers had read beyond that end', async () => {
    const names = (prefix: string): string[] => Array.from({ length: 5 }, (_, index) => `${prefix}-${index}`);
    await publish(owner, ...names('kept').map((name) => unlocked(name)));
    await caughtUp(infrastructure);
    await infrastructure.killNats();
    const restore = await infrastructure.copyMessages('access');
    await infrastructure.startNats();
    await publish(owner, ...names('gone').map((name) => unlocked(name)));
    await caughtUp(infrastructure);
    await infrastructure.killNats();
    await restore();
    await publish(owner, unlocked('waiting'));
    await infrastructure.startNats();
    await until(() => heard.some(({ doorId }) => doorId === 'waiting'));
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual([...names('kept'), ...names('gone'), 'waiting']);
    const nats = await connect({ servers: infrastructure.natsUrl });
    const manager = await nats.jetstreamManager();
    expect((await manager.streams.info('access')).state.messages).toBeGreaterThanOrEqual(11);
    await nats.close();
  });
});

describe('a database that came back from a back-up', () => {
  it('tells its readers again what they had handled after that', async () => {
    const database = owner.app.get(Database);
    await publish(owner, unlocked('handled-later'), unlocked('told-later'));
    await caughtUp(infrastructure);
    const [handled] = await database.query<{ id: string }>(
      `SELECT id FROM outbox WHERE body->>'doorId' LIKE 'handled%'`,
    );
    await database.query(`DELETE FROM outbox WHERE body->>'doorId' LIKE 'told%'`);
    await reader.app.get(Database).query('DELETE FROM inbox WHERE event_id = $1', [handled?.id]);
    heard.length = 0;
    await owner.close();
    owner = await start('access', infrastructure);
    await until(() => heard.length > 0);
    await caughtUp(infrastructure);
    expect(heard.map(({ doorId }) => doorId)).toEqual(['handled-later']);
  });
});

it('a service ends that has never met NATS', async () => {
  await infrastructure.killNats();
  const lonely = await start('dropoffs', infrastructure, [Reader]);
  await expect(lonely.close()).resolves.toBeUndefined();
  await infrastructure.startNats();
});

it('a body that no client of ours can have sent, in headers that nobody can read, ends in the dead letters', async () => {
  const before = await deadLetters(reader);
  const socket = connectSocket(Number(new URL(infrastructure.natsUrl).port), '127.0.0.1');
  const header = 'NATS/1.0\r\nce id: x\r\n\r\n';
  socket.write(
    `CONNECT {"verbose":false,"headers":true}\r\nHPUB access.door.unlocked.v1.trosterud ${header.length} ${header.length + 2}\r\n${header}{}\r\n`,
  );
  await until(async () => (await deadLetters(reader)).length > before.length);
  socket.destroy();
  await caughtUp(infrastructure);
});

describe('what is none of ours on a subject of ours', () => {
  const withHeaders = (entries: Record<string, string>): MsgHdrs => {
    const all = headers();
    for (const [name, value] of Object.entries(entries)) all.set(name, value);
    return all;
  };

  it.each([
    ['rubbish', 'no \0 JSON', {}],
    ['a header that nobody can decode', '{}', { 'ce-id': '%E0%A4%A', 'ce-type': 'x', 'ce-time': 'x' }],
    ['a body that is no JSON', '{', { 'ce-id': randomUUID(), 'ce-type': 'x', 'ce-time': '2026-11-20T10:00:00Z' }],
    ['an id that is no UUID', '{}', { 'ce-id': 'x', 'ce-type': 'x', 'ce-time': '2026-11-20T10:00:00Z' }],
    ['a header that holds NUL', '{', { 'ce-id': randomUUID(), 'ce-type': 'x\0', 'ce-time': '2026-11-20T10:00:00Z' }],
  ])('%s ends in the dead letters at once', async (_name, body, entries) => {
    const nats = await connect({ servers: infrastructure.natsUrl });
    const before = await deadLetters(reader);
    await nats.jetstream().publish('access.door.unlocked.v1.trosterud', body, { headers: withHeaders(entries) });
    await nats.close();
    await until(async () => (await deadLetters(reader)).length > before.length);
    expect((await deadLetters(reader)).at(-1)).toMatchObject({ deliveries: 1 });
    await caughtUp(infrastructure);
  });
});
