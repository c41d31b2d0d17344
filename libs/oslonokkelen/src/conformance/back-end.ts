import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StrangersKeys } from '../bad-token-signatures';
import { generateSigningKey, type SigningJwk, signToken } from '../sign-token';
import type { Scope } from '../token-claims';
import { schemeAndHost } from '../web-address';

const KEYS_PATH = '/adapter/v2/keys';
const TOKEN_LIFE_SECONDS = 30;

/**
 * Oslonøkkelen's back end for a conformance run: signs tokens, serves their keys, and has beside it a stranger's key server that
 * nobody may ask. The adapter under test trusts {@link ConformanceBackEnd.url} as issuer and {@link ConformanceBackEnd.keysUrl}.
 */
export class ConformanceBackEnd {
  keyFetches = 0;
  strangerFetches = 0;
  private isUp = true;

  private constructor(
    private readonly servers: { genuine: Server; stranger: Server },
    readonly privateJwk: SigningJwk,
    readonly strangersKeys: StrangersKeys,
  ) {}

  /** On this machine; `port` 0 takes a free one. */
  static async start({ port = 0 }: { port?: number } = {}): Promise<ConformanceBackEnd> {
    const key = await generateSigningKey(`conformance-${randomUUID()}`);
    const strangersKey = await generateSigningKey('mine');
    const genuine = createServer((request, response) => {
      if (!backEnd.isUp) return void request.socket.destroy();
      if (request.url !== KEYS_PATH) return void response.writeHead(404).end();
      backEnd.keyFetches += 1;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key.publicJwk] }));
    });
    const stranger = createServer((_request, response) => {
      backEnd.strangerFetches += 1;
      const keys = [strangersKey.publicJwk, { ...strangersKey.publicJwk, kid: key.publicJwk.kid }];
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    });
    await listen(genuine, port);
    await listen(stranger, 0);
    const strangersKeys = { url: `${addressOf(stranger)}/keys`, privateJwk: strangersKey.privateJwk };
    const backEnd = new ConformanceBackEnd({ genuine, stranger }, key.privateJwk, strangersKeys);
    return backEnd;
  }

  /** Its base: the adapter's `OSLONOKKELEN_BACKEND_URL`; tokens name its scheme and host as their issuer. */
  get url(): string {
    return addressOf(this.servers.genuine);
  }

  get keysUrl(): string {
    return `${this.url}${KEYS_PATH}`;
  }

  get issuer(): string {
    return schemeAndHost(this.url);
  }

  /** A good token for one call; `claims` add to it or change it. */
  token(scope: Scope, audience: string, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return signToken(this.privateJwk, this.claims(scope, audience, claims));
  }

  claims(scope: Scope, audience: string, claims: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const iat = Math.floor(Date.now() / 1_000);
    const { issuer: iss } = this;
    const aud = schemeAndHost(audience);
    return { iss, aud, iat, exp: iat + TOKEN_LIFE_SECONDS, jti: randomUUID(), scope: [scope], ...claims };
  }

  /** The key server answers nobody, until `comeBack`. */
  goDown(): void {
    this.isUp = false;
  }

  comeBack(): void {
    this.isUp = true;
  }

  async stop(): Promise<void> {
    for (const server of Object.values(this.servers)) {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
