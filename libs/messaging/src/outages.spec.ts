import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningService } from '@selvbetjent/platform';
import { caughtUp, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { connect, headers, type MsgHdrs } from 'nats';
import { deadLetters, faults, heard, publish, Reader, start, unlocked, until } from './messaging.test-kit';

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

it('a service ends that has never met NATS', async () => {
  await infrastructure.killNats();
  const lonely = await start('dropoffs', infrastructure, [Reader]);
  await expect(lonely.close()).resolves.toBeUndefined();
  await infrastructure.startNats();
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
    ['a body that is no JSON', '{', { 'ce-id': 'x', 'ce-type': 'x', 'ce-time': 'x' }],
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
