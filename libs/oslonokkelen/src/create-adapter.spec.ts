import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ActionResponse, AdapterOptions, Manifest, SigningJwk } from './index';
import {
  createAdapter,
  decodeActionResponse,
  decodeManifest,
  encodeManifest,
  fixedKeys,
  generateSigningKey,
} from './index';
import { signToken, singleProcessUses } from './index';

const ISSUER = 'https://api.example.org';
const THING = { id: 'door', description: 'D', actions: [{ id: 'unlock', description: 'U' }], states: [] };
const MANIFEST: Manifest = { version: 3, things: [THING], errorCodes: [{ code: 'failed', description: 'ours' }] };

let server: Server;
let url: string;
let privateJwk: SigningJwk;
let options: AdapterOptions;
let errors: unknown[];
let refusals: string[];
let tokens = 0;

beforeEach(async () => {
  const key = await generateSigningKey('a');
  privateJwk = key.privateJwk;
  [errors, refusals] = [[], []];
  options = {
    keys: await fixedKeys({ keys: [key.publicJwk] }),
    issuer: ISSUER,
    audience: 'https://adapter.example.org',
    isFirstUse: singleProcessUses(),
    manifest: () => MANIFEST,
    execute: () => Promise.resolve({ status: 'SUCCESS' }),
    onError: (error) => errors.push(error),
    onRefusal: (reason) => refusals.push(reason),
  };
  server = createServer((request, response) => createAdapter(options)(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/any/path`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function call(path: string, scope: string, more: { method?: string; claims?: object } = {}): Promise<Response> {
  const { method = 'GET', claims } = more;
  const iat = Math.floor(Date.now() / 1_000);
  const times = { iat, exp: iat + 30 };
  tokens += 1;
  const aud = 'https://adapter.example.org';
  const token = await signToken(privateJwk, {
    iss: ISSUER,
    aud,
    jti: `t-${tokens}`,
    scope: [scope],
    ...times,
    ...claims,
  });
  return fetch(`${url}/${path}`, { method, headers: { authorization: `bearer ${token}` } });
}

async function execute(request: object = {}): Promise<ActionResponse> {
  const whole = { requestId: 'r', thingId: 'door', actionId: 'unlock', timeBudgetMillis: 5_000, ...request };
  const response = await call('execute', 'action:execute', { method: 'POST', claims: { request: whole } });
  expect(response.status).toBe(200);
  return decodeActionResponse(new Uint8Array(await response.arrayBuffer()));
}

describe('an adapter', () => {
  it('declares its own codes beside ours, which win', async () => {
    const response = await call('manifest', 'manifest:scrape');
    const manifest = decodeManifest(new Uint8Array(await response.arrayBuffer()));
    expect(manifest.errorCodes[0]).toEqual(MANIFEST.errorCodes[0]);
    const codes = manifest.errorCodes.map(({ code }) => code);
    expect(codes.sort()).toEqual(['bad_request', 'failed', 'too_late', 'unknown_action', 'unknown_thing']);
    expect(() => encodeManifest(manifest)).not.toThrow();
  });

  it.each([
    ['an unknown thing', { thingId: 'other' }, 'ERROR_PERMANENT', 'unknown_thing'],
    ['an unknown action', { actionId: 'lock' }, 'ERROR_PERMANENT', 'unknown_action'],
    ['no request id', { requestId: '' }, 'ERROR_PERMANENT', 'bad_request'],
    ['no time', { timeBudgetMillis: 0 }, 'ERROR_TEMPORARY', 'too_late'],
    ['too little time to answer', { timeBudgetMillis: 300 }, 'ERROR_TEMPORARY', 'too_late'],
  ])('does not act for %s', async (_, request, status, code) => {
    options = { ...options, execute: () => Promise.reject(new Error('must not be asked')) };
    expect(await execute(request)).toMatchObject({ status, errorDescription: { code } });
    expect(errors).toEqual([]);
  });

  it('answers in time for one who never does, and tells it that nobody listens', async () => {
    let deadline: AbortSignal | undefined;
    options = { ...options, execute: (_, signal) => new Promise(() => (deadline = signal)) };
    expect(await execute({ timeBudgetMillis: 350 })).toMatchObject({
      status: 'ERROR_TEMPORARY',
      errorDescription: { code: 'too_late' },
    });
    expect(deadline?.aborted).toBe(true);
  });

  it('never takes a fault for SUCCESS', async () => {
    options = { ...options, execute: () => Promise.reject(new Error('broken')) };
    expect(await execute()).toMatchObject({ status: 'ERROR_TEMPORARY', errorDescription: { code: 'failed' } });
    expect(errors).toHaveLength(1);
  });

  it('does not act when nobody knows whether the token is new', async () => {
    let acted = false;
    const unlock = (): Promise<ActionResponse> => {
      acted = true;
      return Promise.resolve({ status: 'SUCCESS' });
    };
    options = { ...options, execute: unlock, isFirstUse: () => Promise.reject(new Error('database down')) };
    expect(await execute()).toMatchObject({ status: 'ERROR_TEMPORARY' });
    expect(acted).toBe(false);
    expect((await call('manifest', 'manifest:scrape')).status).toBe(503);
  });

  it.each([
    ['manifest', 'POST', 405],
    ['execute', 'GET', 405],
    ['execute', 'PUT', 405],
    ['other', 'GET', 404],
    ['execute/more', 'POST', 404],
  ])('answers %s by %s with %d', async (path, method, status) => {
    expect((await call(path, 'action:execute', { method })).status).toBe(status);
  });

  it('says to its operators, and only to them, why a token was refused', async () => {
    const response = await call('manifest', 'action:execute');
    expect([response.status, await response.text()]).toEqual([401, 'unauthorized']);
    expect((await call('manifest', 'manifest:scrape', { claims: { jti: 'one' } })).status).toBe(200);
    expect((await call('manifest', 'manifest:scrape', { claims: { jti: 'one' } })).status).toBe(401);
    expect(refusals).toEqual(['wrong_scope', 'replayed']);
  });
});

describe('uses that one process remembers', () => {
  it('are forgotten when their tokens have expired', async () => {
    let now = 0;
    const isFirstUse = singleProcessUses(() => new Date(now));
    const claims = { jti: 'a', issuer: 'i', expiresAt: new Date(30_000) };
    expect([await isFirstUse(claims), await isFirstUse(claims)]).toEqual([true, false]);
    expect(await isFirstUse({ ...claims, issuer: 'another' })).toBe(true);
    now = 30_001;
    expect(await isFirstUse(claims)).toBe(true);
  });
});
