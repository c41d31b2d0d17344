import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

const KEY_ID = 'foreign';

/** Whom the provider knows; anybody else may sign in and has no claims. */
const CLAIMS: Record<string, object> = {
  kari: { preferred_username: 'Kari fra katalogen', realm_access: { roles: 'staff' }, stations: 'trosterud' },
  ola: { preferred_username: 'Ola', realm_access: { roles: ['operator', 'offline_access'] }, stations: ['*'] },
};

/** A provider of somebody else's: RS256, a client with a secret, roles as one text inside another claim, no `name`. */
export class ForeignProvider {
  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly key: JWK,
  ) {}

  static async start(redirectUri: string): Promise<ForeignProvider> {
    const server = createServer((request, response) => void handle(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key: JWK = { ...(privateKey.export({ format: 'jwk' }) as JWK), alg: 'RS256', use: 'sig', kid: KEY_ID };
    const provider = new Provider(issuer, {
      clients: [{ client_id: 'minigjenbruk', client_secret: 'hemmelig', redirect_uris: [redirectUri] }],
      clientDefaults: { token_endpoint_auth_method: 'client_secret_post' },
      jwks: { keys: [key] as never[] },
      claims: { profile: ['preferred_username', 'realm_access', 'stations'] },
      conformIdTokenClaims: false,
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...CLAIMS[sub] }) }),
      features: { devInteractions: { enabled: true } },
    });
    const handle = provider.callback();
    return new ForeignProvider(issuer, server, key);
  }

  /** @returns an access token for `kari` as the provider would make it, but for what is given. */
  async token(changes: JWTPayload = {}, { alg = 'RS256', key = this.key }: { alg?: string; key?: JWK } = {}) {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { sub: 'kari', aud: 'minigjenbruk', iss: this.issuer, iat: now, exp: now + 300, ...CLAIMS.kari };
    return new SignJWT({ ...claims, ...changes })
      .setProtectedHeader({ alg, kid: KEY_ID })
      .sign(await importJWK(key, alg));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
