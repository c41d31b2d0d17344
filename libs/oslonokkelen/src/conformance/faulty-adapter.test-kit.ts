import { createHmac, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type ActionResponse,
  type AdapterOptions,
  bearerToken,
  type ConformanceBackEnd,
  createAdapter,
  encodeActionResponse,
  type ExecuteRequest,
  fixedKeys,
  type KeySource,
  type Manifest,
  OslonokkelenKeys,
  parseExecuteRequest,
  singleProcessUses,
  verifyToken,
} from '../index';

/** What one can get wrong. Each is planted in a copy of an adapter that is sound otherwise. */
export type PlantedFault =
  | 'ignores exp'
  | 'grants a minute of skew'
  | 'accepts any lifetime'
  | 'accepts alg none'
  | 'accepts HS256 with the public key'
  | 'accepts the other scope'
  | 'accepts another audience'
  | 'accepts another issuer'
  | 'obeys jku'
  | 'obeys jwk'
  | 'takes a token again'
  | 'takes a token twice at once'
  | 'remembers tokens of execute only'
  | 'answers 500 to a bad token'
  | 'tells why in its 401'
  | 'opens on GET'
  | 'opens again for the same request id'
  | 'opens with no time left'
  | 'answers an unknown thing with nothing'
  | 'uses a code that it does not declare'
  | 'links to a telephone'
  | 'wants a lower-case scheme'
  | 'reads the body'
  | 'lets the version fall'
  | 'sends a body with 304'
  | 'fetches at every unknown kid'
  | 'forgets its keys with the key server';

export interface FaultyAdapter {
  url: string;
  openings(): number;
  stop(): Promise<void>;
}

const THING: Manifest['things'][number] = {
  id: 'door',
  description: 'Dør',
  actions: [{ id: 'unlock', description: 'Lås opp' }],
  states: [],
};

/** An adapter of this library with one door and at most one fault, trusting `backEnd`. */
export async function startFaultyAdapter(backEnd: ConformanceBackEnd, fault?: PlantedFault): Promise<FaultyAdapter> {
  const keys = new OslonokkelenKeys({ url: backEnd.keysUrl });
  await keys.start();
  const door = new Door(fault);
  let version = 1_000;
  const server = createServer((request, response) => {
    // A fault that is itself a crash must not end the test.
    handle(request, response).catch(() => response.writeHead(500).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options: AdapterOptions = {
    keys: faultyKeys(keys, backEnd, fault),
    issuer: backEnd.url,
    audience: url,
    isFirstUse: faultyUses(fault),
    manifest: () => {
      if (fault === 'lets the version fall') version -= 1;
      return { version, things: [THING], errorCodes: [] };
    },
    execute: (request) => door.unlock(request),
  };
  const sound = createAdapter(options);
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (await misbehave(fault, { request, response, options, door })) return;
    sound(request, response);
  };
  return { url, openings: () => door.openings, stop: () => stop(server, keys) };
}

/** Opens once for a request id, and counts. */
class Door {
  openings = 0;
  private readonly answers = new Map<string, ActionResponse>();

  constructor(private readonly fault: PlantedFault | undefined) {}

  unlock({ requestId }: Pick<ExecuteRequest, 'requestId'>): Promise<ActionResponse> {
    const earlier = this.answers.get(requestId);
    if (earlier && this.fault !== 'opens again for the same request id') return Promise.resolve(earlier);
    this.openings += 1;
    const answer = this.answer();
    this.answers.set(requestId, answer);
    return Promise.resolve(answer);
  }

  private answer(): ActionResponse {
    if (this.fault === 'uses a code that it does not declare') {
      return { status: 'SUCCESS', errorDescription: { code: 'secret', debugMessage: '', permanent: false } };
    }
    return { status: 'SUCCESS', endUserMessage: { text: 'Døren er låst opp' } };
  }
}

interface Situation {
  request: IncomingMessage;
  response: ServerResponse;
  options: AdapterOptions;
  door: Door;
}

/** @returns whether the fault has answered already. */
async function misbehave(fault: PlantedFault | undefined, situation: Situation): Promise<boolean> {
  const { request, response, options, door } = situation;
  const { authorization } = request.headers;
  const token = bearerToken(authorization);
  switch (fault) {
    case 'answers 500 to a bad token':
      return (await isBad(options, request, token)) && Boolean(response.writeHead(500).end());
    case 'tells why in its 401': {
      const verdict = await verdictOf(options, request, token);
      return !verdict.ok && Boolean(response.writeHead(401).end(verdict.reason));
    }
    case 'wants a lower-case scheme':
      return !authorization?.startsWith('bearer ') && refuse(response);
    case 'opens on GET':
      if (request.method === 'GET' && request.url === '/execute')
        await door.unlock({ requestId: String(Math.random()) });
      return false;
    case 'opens with no time left':
    case 'answers an unknown thing with nothing':
    case 'links to a telephone':
      return answersBadly(fault, situation, token);
    case 'sends a body with 304':
      return request.headers['if-none-match'] === '"another"' && Boolean(response.writeHead(304).end());
    case 'reads the body':
      return Number(request.headers['content-length']) > 0 && Boolean(response.writeHead(400).end());
    default:
      return fault !== undefined && token !== undefined && acceptsBadly(fault, situation, token);
  }
}

/** Good tokens, wrong answers. */
async function answersBadly(fault: PlantedFault, situation: Situation, token?: string): Promise<boolean> {
  const { request, response, options, door } = situation;
  const verdict = request.url === '/execute' ? await verdictOf(options, request, token) : null;
  const parsed = verdict?.ok ? parseExecuteRequest(verdict.claims.request) : null;
  if (!verdict?.ok || !parsed?.ok) return false;
  const { thingId, timeBudgetMs } = parsed.request;
  const isCase =
    fault === 'opens with no time left'
      ? timeBudgetMs <= 0
      : fault === 'answers an unknown thing with nothing'
        ? thingId !== THING.id
        : thingId === THING.id;
  if (!isCase || !(await options.isFirstUse(verdict.claims))) return false;
  if (fault === 'answers an unknown thing with nothing') return Boolean(response.end());
  const answer = await door.unlock(parsed.request);
  if (fault === 'opens with no time left') return succeed(response, encodeActionResponse(answer));
  // Field 2: an attachment whose field 4 is an end-user message with the link tel:1.
  return succeed(response, Buffer.from('1209220712057465' + '6c3a31', 'hex'));
}

/** Bad tokens, taken. */
async function acceptsBadly(fault: PlantedFault, situation: Situation, token: string): Promise<boolean> {
  const { request, response, options, door } = situation;
  const lenient = await lenientOptions(fault, { options, request, token });
  if (!lenient) return false;
  const isGood = !(await isBad(options, request, token));
  if (isGood) return false;
  const accepted = lenient === 'anything' || (await verifyToken(token, lenient)).ok;
  if (!accepted) return false;
  if (request.url === '/execute') await door.unlock({ requestId: String(Math.random()) });
  return Boolean(response.writeHead(200).end());
}

type Verification = Parameters<typeof verifyToken>[1];

async function lenientOptions(
  fault: PlantedFault,
  { options, request, token }: { options: AdapterOptions; request: IncomingMessage; token: string },
): Promise<Verification | 'anything' | null> {
  const [header, claims] = token.split('.').map(decoded);
  if (!header || !claims) return null;
  const strict: Verification = { ...options, scope: scopeOf(request) };
  switch (fault) {
    case 'ignores exp':
      return { ...strict, now: () => new Date(Number(claims['iat']) * 1_000) };
    case 'grants a minute of skew':
      return { ...strict, now: () => withSkew(Number(claims['exp'])) };
    case 'accepts any lifetime':
      return { ...strict, maxLifetimeSeconds: Infinity };
    case 'accepts the other scope':
      return { ...strict, scope: strict.scope === 'action:execute' ? 'manifest:scrape' : 'action:execute' };
    case 'accepts another audience':
      return URL.canParse(String(claims['aud'])) ? { ...strict, audience: String(claims['aud']) } : null;
    case 'accepts another issuer':
      return URL.canParse(String(claims['iss'])) ? { ...strict, issuer: String(claims['iss']) } : null;
    case 'obeys jwk':
      return { ...strict, keys: await fixedKeys({ keys: [{ ...(header['jwk'] as object), kid: header['kid'] }] }) };
    case 'obeys jku':
      return { ...strict, keys: await fetchedKeys(header['jku']) };
    case 'accepts alg none':
      return String(header['alg']).toLowerCase() === 'none' ? 'anything' : null;
    case 'accepts HS256 with the public key':
      return header['alg'] === 'HS256' && (await isHmacOfKey(options.keys, { token, kid: header['kid'] }))
        ? 'anything'
        : null;
    default:
      return null;
  }
}

async function fetchedKeys(jku: unknown): Promise<KeySource> {
  if (typeof jku !== 'string') return fixedKeys({ keys: [] });
  return fixedKeys(await (await fetch(jku)).json());
}

async function isHmacOfKey(keys: KeySource, { token, kid }: { token: string; kid: unknown }): Promise<boolean> {
  const key = await keys.find(String(kid));
  if (!key) return false;
  const jwk = await crypto.subtle.exportKey('jwk', key);
  const { kty, crv, x, y } = jwk as { kty: string; crv: string; x: string; y: string };
  const pem = createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
  const [head, body, signature] = token.split('.');
  return createHmac('sha256', pem).update(`${head}.${body}`).digest('base64url') === signature;
}

function faultyUses(fault: PlantedFault | undefined): AdapterOptions['isFirstUse'] {
  const sound = singleProcessUses();
  if (fault === 'takes a token again') return () => Promise.resolve(true);
  if (fault === 'remembers tokens of execute only') {
    return (claims) => (claims.request === undefined ? Promise.resolve(true) : sound(claims));
  }
  if (fault !== 'takes a token twice at once') return sound;
  const used = new Set<string>();
  return async ({ jti }) => {
    const isFirst = !used.has(jti);
    await delay(5);
    used.add(jti);
    return isFirst;
  };
}

function faultyKeys(keys: OslonokkelenKeys, backEnd: ConformanceBackEnd, fault: PlantedFault | undefined): KeySource {
  if (fault !== 'fetches at every unknown kid' && fault !== 'forgets its keys with the key server') return keys;
  return {
    find: async (kid) => {
      const known = await keys.find(kid);
      if (known && fault === 'fetches at every unknown kid') return known;
      return (await fixedKeys(await (await fetch(backEnd.keysUrl)).json())).find(kid);
    },
  };
}

/** The present, or a moment before `exp` when that is at most a minute ago. */
function withSkew(exp: number): Date {
  const now = Date.now();
  return new Date(exp * 1_000 > now - 60_000 ? Math.min(now, exp * 1_000 - 1) : now);
}

function scopeOf({ url }: IncomingMessage): 'action:execute' | 'manifest:scrape' {
  return url === '/execute' ? 'action:execute' : 'manifest:scrape';
}

function verdictOf(options: AdapterOptions, request: IncomingMessage, token?: string) {
  return verifyToken(token, { ...options, scope: scopeOf(request) });
}

async function isBad(options: AdapterOptions, request: IncomingMessage, token?: string): Promise<boolean> {
  return !(await verdictOf(options, request, token)).ok;
}

function decoded(part: string): Record<string, unknown> | null {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function refuse(response: ServerResponse): true {
  response.writeHead(401, { 'Content-Type': 'text/plain', 'WWW-Authenticate': 'Bearer' }).end('unauthorized');
  return true;
}

function succeed(response: ServerResponse, bytes: Uint8Array): true {
  response.writeHead(200, { 'Content-Type': 'application/protobuf;type=action-response' }).end(bytes);
  return true;
}

async function stop(server: Server, keys: OslonokkelenKeys): Promise<void> {
  await keys.stop();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
