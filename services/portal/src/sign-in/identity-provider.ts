import { Inject, Injectable } from '@nestjs/common';
import { type Author } from '@selvbetjent/contracts';
import { Problem } from '@selvbetjent/platform';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { OidcOptions } from './oidc-options';
import { authorOf } from './author-of';

/** What a browser must bring back from the provider to be signed in. */
export interface SignInAttempt {
  state: string;
  nonce: string;
  codeVerifier: string;
  /** Path in the portal to return to. */
  returnTo: string;
}

/** For how long a sign-in is recent, by the owner of what needs one. */
const RECENT_S = 15 * 60;

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** The OpenID Connect provider, embedded or not: found out about when first needed, asked again after a failure. */
@Injectable()
export class IdentityProvider {
  private discovered: Promise<{ client: openid.Configuration; keys: Keys }> | null = null;

  constructor(@Inject(OidcOptions) private readonly options: OidcOptions) {}

  /** @returns where to send the browser, and what to keep for its return. Always asks for the password again. */
  async begin(returnTo: string): Promise<{ url: URL; attempt: SignInAttempt }> {
    const { client } = await this.discover();
    const codeVerifier = openid.randomPKCECodeVerifier();
    const attempt = { state: openid.randomState(), nonce: openid.randomNonce(), codeVerifier, returnTo };
    const url = openid.buildAuthorizationUrl(client, {
      redirect_uri: this.options.redirectUri,
      scope: 'openid profile',
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
      prompt: 'login',
      // Asked so, it has to tell when that was (OpenID Connect Core 3.1.2.1).
      max_age: String(RECENT_S),
    });
    return { url, attempt };
  }

  /** Trades the code of the callback for who signed in. Rejects when anything about it isn't right. */
  async finish(query: string, attempt: SignInAttempt): Promise<Author> {
    const { client } = await this.discover();
    const tokens = await openid.authorizationCodeGrant(client, new URL(`${this.options.redirectUri}${query}`), {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: attempt.state,
      expectedNonce: attempt.nonce,
      idTokenExpected: true,
    });
    return authorOf(tokens.claims() ?? {}, this.options.rolesClaim);
  }

  /** @returns whom an access token is for and until when, or null when it isn't good. Throws a Problem while the provider doesn't answer. */
  async verify(accessToken: string): Promise<{ author: Author; expiresAt: Date } | null> {
    const { client, keys } = await this.discover();
    try {
      const { payload } = await jwtVerify(accessToken, keys, {
        issuer: client.serverMetadata().issuer,
        audience: this.options.audience,
        requiredClaims: ['sub', 'exp'],
      });
      const expiresAt = new Date((payload.exp ?? 0) * 1_000);
      return { author: authorOf(payload, this.options.rolesClaim), expiresAt };
    } catch (error) {
      if (isTheTokens(error)) return null;
      throw unreachable();
    }
  }

  private discover(): Promise<{ client: openid.Configuration; keys: Keys }> {
    this.discovered ??= this.ask().catch((error: unknown) => {
      this.discovered = null;
      throw unreachable(error);
    });
    return this.discovered;
  }

  private async ask(): Promise<{ client: openid.Configuration; keys: Keys }> {
    const { issuer, clientId, clientSecret } = this.options;
    const authentication = clientSecret ? openid.ClientSecretPost(clientSecret) : openid.None();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; the configuration lets http pass on the loopback only
    const execute = issuer.startsWith('http:') ? [openid.allowInsecureRequests] : [];
    const client = await openid.discovery(new URL(issuer), clientId, undefined, authentication, { execute });
    const { jwks_uri } = client.serverMetadata();
    if (!jwks_uri) throw new Error(`${issuer} publishes no keys`);
    return { client, keys: createRemoteJWKSet(new URL(jwks_uri)) };
  }
}

const UNREACHABLE_CODES = ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'];

/** Whether the token is at fault, rather than the way to the keys. */
function isTheTokens(error: unknown): boolean {
  return error instanceof errors.JOSEError && !UNREACHABLE_CODES.includes(error.code);
}

function unreachable(cause?: unknown): Problem {
  const detail = 'Innloggingstjenesten svarer ikke. Vent et minutt og prøv igjen.';
  return Object.assign(new Problem(503, 'sign_in_unavailable', 'Innlogging er ikke mulig akkurat nå', detail), {
    cause,
  });
}
