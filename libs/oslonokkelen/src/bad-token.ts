import { randomUUID } from 'node:crypto';
import type { Scope } from './token-claims';
import type { TokenRefusal } from './verify-token';

/** A token that must be refused, and the reason that {@link verifyToken} gives. */
export interface BadToken {
  readonly name: string;
  readonly token: string;
  readonly reason: TokenRefusal;
}

export interface GoodHeader {
  readonly alg: string;
  readonly kid: string;
  readonly typ: string;
}

export interface GoodClaims {
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  readonly iss: string;
  readonly aud: string;
  readonly scope: readonly Scope[];
  readonly request: unknown;
}

/** The same claims under a token id of their own: a token that is wrongly taken must not hide the next. */
export function withOwnId(claims: GoodClaims): GoodClaims {
  return { ...claims, jti: `${claims.jti}-${randomUUID()}` };
}
