import type { BadToken, GoodClaims, GoodHeader } from './bad-token';
import { withOwnId } from './bad-token';
import type { BadClaims } from './bad-token-claims';
import { badClaims } from './bad-token-claims';
import { badForms } from './bad-token-forms';
import { badHeaders } from './bad-token-headers';
import { badSignatures } from './bad-token-signatures';
import { badSpellings } from './bad-token-spellings';
import { es256, forgeToken } from './forge-token';
import type { SigningJwk } from './sign-token';
import type { StrangersKeys } from './bad-token-signatures';
import type { Scope } from './token-claims';
import { schemeAndHost } from './web-address';

/** What a good token would be made of; each bad one differs from it in one way. */
export interface BadTokenContext {
  readonly privateJwk: SigningJwk;
  readonly issuer: string;
  readonly audience: string;
  readonly scope: Scope;
  readonly now: Date;
  readonly request?: unknown;
  /** A key server that an adapter must never ask: tokens bring its address, and are signed with its key. */
  readonly strangersKeys?: StrangersKeys;
}

/**
 * Tokens that every adapter must refuse, each with the reason {@link verifyToken} gives. All but the forged ones are
 * signed with the genuine key, so that nothing but the named fault speaks against them.
 */
export function badTokens(context: BadTokenContext): BadToken[] {
  const header = goodHeader(context);
  const claims = goodClaims(context);
  const signer = es256(context.privateJwk);
  return [
    ...badForms(header, claims, signer),
    ...badHeaders(header, context.privateJwk).map(({ name, header: bad, reason }) => {
      return { name, reason, token: forgeToken(bad, withOwnId(claims), signer) };
    }),
    ...badSignatures(header, claims, context),
    ...badSpellings(header, claims, signer),
    ...badClaims(claims).map(({ name, claims: bad, reason }: BadClaims) => {
      return { name, reason, token: forgeToken(header, bad, signer) };
    }),
  ];
}

function goodHeader({ privateJwk }: BadTokenContext): GoodHeader {
  return { alg: 'ES256', kid: privateJwk.kid, typ: 'JWT' };
}

function goodClaims({ issuer, audience, scope, now, request }: BadTokenContext): GoodClaims {
  const iat = Math.floor(now.getTime() / 1000);
  return {
    jti: `bad-token-${iat}`,
    iat,
    exp: iat + 30,
    iss: schemeAndHost(issuer),
    aud: schemeAndHost(audience),
    scope: [scope],
    request,
  };
}
