import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeysEvent, KeyStore, OslonokkelenKeysOptions, PublicJwk, StoredKeys, Timers } from './index';
import { generateSigningKey, OslonokkelenKeys, signToken, verifyToken } from './index';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse('2026-11-20T10:00:00Z');

let server: Server;
let url: string;
let answer: RequestListener;
let fetches: number;
let now: number;
let events: KeysEvent[];
let started: OslonokkelenKeys[];

beforeEach(async () => {
  fetches = 0;
  now = start;
  events = [];
  started = [];
  server = createServer((request, response) => {
    fetches += 1;
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/adapter/v2/keys`;
});

afterEach(async () => {
  await Promise.all(started.map((keys) => keys.stop()));
  await down();
});

async function down(): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}

function serve(...keys: unknown[]): void {
  answer = (_, response) => response.end(JSON.stringify({ keys }));
}

function fail(): void {
  answer = (_, response) => response.writeHead(503).end();
}

async function publicKey(kid: string): Promise<PublicJwk> {
  return (await generateSigningKey(kid)).publicJwk;
}

/** Timers that fire when the test says so. */
class ManualTimers implements Timers {
  pending: { callback: () => void; delayMs: number } | undefined;
  setTimeout(callback: () => void, delayMs: number): unknown {
    return (this.pending = { callback, delayMs });
  }
  clearTimeout(timer: unknown): void {
    if (this.pending === timer) this.pending = undefined;
  }
}

class MemoryStore implements KeyStore {
  constructor(public stored: StoredKeys | null = null) {}
  load(): Promise<StoredKeys | null> {
    return Promise.resolve(this.stored);
  }
  save(keys: StoredKeys): Promise<void> {
    this.stored = JSON.parse(JSON.stringify(keys)) as StoredKeys;
    return Promise.resolve();
  }
}

function makeKeys(options: Partial<OslonokkelenKeysOptions> = {}): OslonokkelenKeys {
  const keys = new OslonokkelenKeys({
    url,
    now: () => new Date(now),
    timers: new ManualTimers(),
    onEvent: (event) => events.push(event),
    ...options,
  });
  started.push(keys);
  return keys;
}

async function startKeys(options: Partial<OslonokkelenKeysOptions> = {}): Promise<OslonokkelenKeys> {
  const keys = makeKeys(options);
  await keys.start();
  return keys;
}

describe('fetching', () => {
  it('makes the keys of the set known by name and verifies with them', async () => {
    const { privateJwk, publicJwk } = await generateSigningKey('a');
    serve(publicJwk, { kty: 'RSA', kid: 'r', n: 'AQAB', e: 'AQAB' });
    const keys = await startKeys();
    expect(keys.usableKids()).toEqual(['a']);

    const origin = 'https://example.org';
    const times = { iat: start / 1000, exp: start / 1000 + 30 };
    const token = await signToken(privateJwk, {
      jti: 'j',
      iss: origin,
      aud: origin,
      scope: ['manifest:scrape'],
      ...times,
    });
    const options = {
      keys,
      issuer: origin,
      audience: origin,
      scope: 'manifest:scrape',
      now: () => new Date(now),
    } as const;
    expect(await verifyToken(token, options)).toMatchObject({ ok: true });
  });

  it.each<[string, RequestListener, RegExp]>([
    ['an error', (_, r) => r.writeHead(500).end(), /answered 500/],
    ['no JSON', (_, r) => r.end('<html>'), /JSON/],
    ['no key set', (_, r) => r.end('{"keys":"none"}'), /not a JWK set/],
    ['nothing', (_, r) => r.end(), /JSON/],
    ['more than 64 KiB', (_, r) => r.end(JSON.stringify({ keys: [], filler: 'x'.repeat(65_536) })), /larger than/],
    ['half an answer', (_, r) => (r.write('{"keys":'), r.destroy()), /./],
    ['a redirect', (_, r) => r.writeHead(302, { location: '/elsewhere' }).end(), /answered 302/],
  ])('survives a key server that gives %s', async (_, listener, message) => {
    serve(await publicKey('a'));
    const keys = await startKeys();
    answer = listener;
    await keys.refresh();
    expect(keys.usableKids()).toEqual(['a']);
    expect(events.map(({ type }) => type)).toEqual(['fetched', 'fetch_failed']);
    expect(String((events[1] as { cause: unknown }).cause)).toMatch(message);
    expect(fetches).toBe(2);
  });

  it('gives up on a silent key server', async () => {
    answer = () => undefined;
    const keys = await startKeys({ timeoutMs: 50 });
    expect(keys.usableKids()).toEqual([]);
    expect(events).toMatchObject([{ type: 'fetch_failed', cause: { name: 'TimeoutError' } }]);
  });

  it('gives up on a key server that never finishes its answer', async () => {
    answer = (_, response) => void response.write('{"keys":[');
    await startKeys({ timeoutMs: 50 });
    expect(events).toMatchObject([{ type: 'fetch_failed', cause: { name: 'TimeoutError' } }]);
  });

  it.each(['http://example.org/keys', 'ftp://127.0.0.1/keys', 'http://127.0.0.1.example.org/', 'keys', ''])(
    'refuses the address "%s"',
    (address) => {
      expect(() => makeKeys({ url: address })).toThrow('must be fetched by https');
    },
  );

  it.each(['https://example.org/keys', 'http://localhost:1/', 'http://127.0.0.1:1/', 'http://[::1]:1/'])(
    'takes the address "%s"',
    (address) => {
      expect(() => makeKeys({ url: address })).not.toThrow();
    },
  );
});

describe('in the background', () => {
  async function fire(timers: ManualTimers): Promise<void> {
    const before = timers.pending;
    before?.callback();
    while (timers.pending === before) await new Promise(setImmediate);
  }

  it('fetches hourly', async () => {
    const timers = new ManualTimers();
    serve(await publicKey('a'));
    const keys = await startKeys({ timers });
    expect(timers.pending?.delayMs).toBe(hour);
    serve(await publicKey('a'), await publicKey('b'));
    await fire(timers);
    expect(keys.usableKids()).toEqual(['a', 'b']);
    expect(timers.pending?.delayMs).toBe(hour);
  });

  it('tries again soon after a failure, then once a minute', async () => {
    const timers = new ManualTimers();
    const delays: (number | undefined)[] = [];
    fail();
    await startKeys({ timers });
    for (let attempt = 0; attempt < 8; attempt++) {
      delays.push(timers.pending?.delayMs);
      await fire(timers);
    }
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    serve(await publicKey('a'));
    await fire(timers);
    expect(timers.pending?.delayMs).toBe(hour);
  });

  it('ends when stopped', async () => {
    const timers = new ManualTimers();
    serve();
    const keys = await startKeys({ timers });
    await keys.stop();
    expect(timers.pending).toBeUndefined();
  });
});

describe('an unknown kid', () => {
  it('fetches once, however many ask at the same time, and finds a new key', async () => {
    serve(await publicKey('a'));
    const keys = await startKeys();
    serve(await publicKey('a'), await publicKey('b'));
    const found = await Promise.all(Array.from({ length: 50 }, () => keys.find('b')));
    expect(found.every((key) => key?.type === 'public')).toBe(true);
    expect(fetches).toBe(2);
  });

  it('fetches at most once a minute in all', async () => {
    serve(await publicKey('a'));
    const keys = await startKeys();
    for (let second = 0; second < 180; second++) {
      now = start + second * 1000;
      expect(await keys.find(`unknown-${second}`)).toBeUndefined();
    }
    expect(fetches).toBe(1 + 3);
  });

  it('does not stand in the way of known ones while the key server hangs', async () => {
    serve(await publicKey('a'));
    const keys = await startKeys({ timeoutMs: 1_000 });
    answer = () => undefined;
    const unknown = keys.find('b');
    expect(await keys.find('a')).toBeDefined();
    await down();
    expect(await unknown).toBeUndefined();
  });
});

describe('how long a key is used', () => {
  it('seven days while the key server is down', async () => {
    serve(await publicKey('a'));
    const keys = await startKeys();
    fail();
    now = start + 7 * 24 * hour - 1;
    await keys.refresh();
    expect(await keys.find('a')).toBeDefined();
    now += 1;
    expect(await keys.find('a')).toBeUndefined();
    expect(keys.usableKids()).toEqual([]);
  });

  it('a day after it was last seen once the server has answered without it', async () => {
    serve(await publicKey('a'), await publicKey('b'));
    const keys = await startKeys();
    serve(await publicKey('b'));
    now = start + hour;
    await keys.refresh();
    now = start + 24 * hour - 1;
    expect(await keys.find('a')).toBeDefined();
    now += 1;
    expect(await keys.find('a')).toBeUndefined();
    expect(await keys.find('b')).toBeDefined();
  });

  it('not at all when the server comes back without it after more than a day', async () => {
    serve(await publicKey('a'));
    const keys = await startKeys();
    now = start + 48 * hour;
    expect(await keys.find('a')).toBeDefined();
    serve();
    await keys.refresh();
    expect(await keys.find('a')).toBeUndefined();
  });

  it('as before when the server has it again', async () => {
    const a = await publicKey('a');
    serve(a);
    const keys = await startKeys();
    serve();
    await keys.refresh();
    serve(a);
    await keys.refresh();
    fail();
    now = start + 6 * 24 * hour;
    expect(await keys.find('a')).toBeDefined();
  });

  it('no longer than until the server gives another key that name', async () => {
    const [old, renewed] = [await generateSigningKey('a'), await generateSigningKey('a')];
    serve(old.publicJwk);
    const store = new MemoryStore();
    const keys = await startKeys({ store });
    serve(renewed.publicJwk);
    await keys.refresh();
    await keys.stop();
    expect(store.stored?.keys.map(({ jwk }) => jwk)).toEqual([renewed.publicJwk]);
  });
});

describe('a restart', () => {
  it('with the key server down finds the stored keys, and their age', async () => {
    const store = new MemoryStore();
    serve(await publicKey('a'));
    await (await startKeys({ store })).stop();
    fail();
    now = start + 6 * 24 * hour;
    const keys = await startKeys({ store });
    expect(await keys.find('a')).toBeDefined();
    now = start + 7 * 24 * hour;
    expect(await keys.find('a')).toBeUndefined();
  });

  it('remembers that a key was withdrawn', async () => {
    const store = new MemoryStore();
    serve(await publicKey('a'));
    const first = await startKeys({ store });
    serve();
    await first.refresh();
    await first.stop();
    fail();
    now = start + 24 * hour;
    expect(await (await startKeys({ store })).find('a')).toBeUndefined();
  });

  it('for another key server does not trust what was stored for this one', async () => {
    const store = new MemoryStore();
    serve(await publicKey('a'));
    await (await startKeys({ store })).stop();
    fail();
    const keys = await startKeys({ store, url: url.replace('127.0.0.1', 'localhost') });
    expect(keys.usableKids()).toEqual([]);
  });

  it('after a clock that ran ahead counts from now', async () => {
    const jwk = await publicKey('a');
    const store = new MemoryStore({ url, keys: [{ jwk, lastSeenAt: start + 900 * 24 * hour, withdrawn: false }] });
    fail();
    const keys = await startKeys({ store });
    now = start + 7 * 24 * hour;
    expect(await keys.find('a')).toBeUndefined();
  });

  it.each([
    ['no object', 'keys'],
    ['no list', { keys: {} }],
    ['empty entries', { keys: [null, {}, 7] }],
    ['keys without an age', { keys: [{ jwk: { kid: 'a' } }] }],
    ['keys that are none', { keys: [{ jwk: { kid: 'a', kty: 'EC', crv: 'P-256', x: '', y: '' }, lastSeenAt: start }] }],
  ])('with a damaged store (%s) goes on', async (_, stored) => {
    const damaged = typeof stored === 'string' ? stored : { url, ...stored };
    serve(await publicKey('b'));
    const keys = await startKeys({ store: new MemoryStore(damaged as unknown as StoredKeys) });
    expect(keys.usableKids()).toEqual(['b']);
  });

  it('with a failing store goes on and reports it', async () => {
    const failing = (): Promise<never> => Promise.reject(new Error('disk full'));
    serve(await publicKey('a'));
    const keys = await startKeys({ store: { load: failing, save: failing } });
    await keys.stop();
    expect(await keys.find('a')).toBeDefined();
    expect(events.map(({ type }) => type)).toEqual(['load_failed', 'fetched', 'save_failed']);
  });

  it('finds only public parts in the store', async () => {
    const store = new MemoryStore();
    const { privateJwk } = await generateSigningKey('a');
    serve(privateJwk);
    await (await startKeys({ store })).stop();
    expect(store.stored?.keys).toHaveLength(1);
    expect(JSON.stringify(store.stored)).not.toContain(privateJwk.d);
  });
});
