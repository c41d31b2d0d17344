import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  bearerToken,
  encodeActionResponse,
  encodeManifest,
  fixedKeys,
  parseExecuteRequest,
  type Scope,
  type SigningJwk,
  type TokenVerdict,
  verifyToken,
} from '@selvbetjent/oslonokkelen';
import { volatileMemory } from './device-memory';
import { SimulatedBackend } from './simulated-backend';

const MANIFEST = { version: 7, things: [], errorCodes: [{ code: 'closed', description: 'Outside opening hours' }] };

describe('SimulatedBackend', () => {
  let adapter: Server;
  let adapterUrl: string;
  let backend: SimulatedBackend;
  let verdicts: TokenVerdict[];

  beforeEach(async () => {
    verdicts = [];
    adapter = createServer((request, response) => void answer(request, response));
    adapter.listen(0, '127.0.0.1');
    await once(adapter, 'listening');
    adapterUrl = `http://127.0.0.1:${(adapter.address() as AddressInfo).port}`;
    backend = await SimulatedBackend.start({ adapterUrl, issuer: 'http://localhost:8085' });
  });

  afterEach(() => new Promise((resolve) => adapter.close(resolve)));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isManifest = request.url === '/oslonokkelen/manifest';
    const scope: Scope = isManifest ? 'manifest:scrape' : 'action:execute';
    const keys = await fixedKeys(backend.keySet());
    const options = { keys, issuer: 'http://localhost', audience: adapterUrl, scope };
    const verdict = await verifyToken(bearerToken(request.headers.authorization), options);
    verdicts.push(verdict);
    if (!verdict.ok) return void response.writeHead(401).end();
    if (request.headers['if-none-match'] === '"7"') return void response.writeHead(304).end();
    if (isManifest) return void response.setHeader('etag', '"7"').end(encodeManifest(MANIFEST));
    const body = encodeActionResponse({ status: 'DENIED', endUserMessage: { text: 'Stengt til mandag kl. 11.' } });
    response.end(body);
  }

  it('asks for an action with a token that verifies, and reads the answer', async () => {
    const given = await backend.execute({ thingId: 'trosterud-ombruk', actionId: 'unlock', requestId: 'r-1' });
    expect(given).toMatchObject({
      status: 200,
      body: { status: 'DENIED', endUserMessage: { text: 'Stengt til mandag kl. 11.' } },
    });
    const [verdict] = verdicts;
    expect(verdict).toMatchObject({ ok: true });
    expect(parseExecuteRequest(verdict!.ok && verdict!.claims.request)).toMatchObject({
      ok: true,
      request: { requestId: 'r-1', thingId: 'trosterud-ombruk', actionId: 'unlock', timeBudgetMs: 5_000 },
    });
  });

  it('scrapes the manifest and knows it again by its version', async () => {
    expect(await backend.scrapeManifest()).toMatchObject({ status: 200, body: MANIFEST });
    expect(await backend.scrapeManifest()).toMatchObject({ status: 304, body: MANIFEST });
  });

  it('never sends two tokens alike, and can make wrong ones', async () => {
    const [one, other] = [await backend.token('action:execute'), await backend.token('action:execute')];
    expect(one).not.toBe(other);
    expect((await backend.executeWith(await backend.token('manifest:scrape'))).status).toBe(401);
    expect((await backend.executeWith(await backend.token('action:execute', { exp: 1, iat: 0 }))).status).toBe(401);
  });

  it('keeps its key over a restart and publishes the public part only', async () => {
    const memory = volatileMemory<SigningJwk>();
    const options = { adapterUrl, issuer: 'http://localhost:8085', memory };
    const before = (await SimulatedBackend.start(options)).keySet();
    expect((await SimulatedBackend.start(options)).keySet()).toEqual(before);
    expect(Object.keys(before.keys[0]!).sort()).toEqual(['crv', 'kid', 'kty', 'x', 'y']);
  });
});
