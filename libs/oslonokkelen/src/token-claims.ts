import type { JsonObject } from './json-object';
import { isJsonObject, isText } from './json-object';
import { schemeAndHost } from './web-address';

/** What a token allows. A token for the one never serves for the other. */
export type Scope = 'manifest:scrape' | 'action:execute';

/** What is left of a verified token. */
export interface ReadClaims {
  /** Single use until `expiresAt`, over all replicas; that is the caller's to enforce. */
  readonly jti: string;
  readonly expiresAt: Date;
  readonly issuer: string;
  /** The claim `request` as sent, but without its attachments: they may hold a fødselsnummer. */
  readonly request?: unknown;
}

export type ClaimRefusal =
  | 'missing_claim'
  | 'bad_claim'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_scope'
  | 'issued_in_future'
  | 'not_yet_valid'
  | 'lifetime_too_long'
  | 'expired';

export interface Expectations {
  readonly issuer: string;
  readonly audience: string;
  readonly scope: Scope;
  readonly now: Date;
  readonly maxLifetimeSeconds: number;
}

export type ClaimsVerdict =
  { readonly ok: true; readonly claims: ReadClaims } | { readonly ok: false; readonly reason: ClaimRefusal };

const REQUIRED = ['iat', 'exp', 'jti', 'iss', 'aud', 'scope'] as const;
const MAX_JTI_LENGTH = 512;
/** The issuer's clock may be this much ahead of ours; it never lengthens a token's life. */
const ISSUER_AHEAD_SECONDS = 5;

/** Decides on the claims of a token whose signature has been verified. */
export function checkClaims(payload: JsonObject, expected: Expectations): ClaimsVerdict {
  const reason = claimFault(payload, expected);
  if (reason !== undefined) return { ok: false, reason };
  return {
    ok: true,
    claims: {
      jti: payload['jti'] as string,
      expiresAt: new Date((payload['exp'] as number) * 1000),
      issuer: payload['iss'] as string,
      ...('request' in payload && { request: withoutAttachments(payload['request']) }),
    },
  };
}

function claimFault(payload: JsonObject, expected: Expectations): ClaimRefusal | undefined {
  if (REQUIRED.some((name) => payload[name] === undefined || payload[name] === null)) return 'missing_claim';
  const { iss, aud, scope, jti, nbf } = payload;
  if (iss !== schemeAndHost(expected.issuer)) return 'wrong_issuer';
  if (!isAudience(aud, schemeAndHost(expected.audience))) return 'wrong_audience';
  if (!isOnly(scope, expected.scope)) return 'wrong_scope';
  if (!isText(jti) || jti.length > MAX_JTI_LENGTH) return 'bad_claim';
  if (nbf !== undefined && !isSeconds(nbf)) return 'bad_claim';
  return timeFault(payload, expected);
}

function timeFault({ iat, exp, nbf }: JsonObject, expected: Expectations): ClaimRefusal | undefined {
  if (!isSeconds(iat) || !isSeconds(exp) || exp <= iat) return 'bad_claim';
  const now = expected.now.getTime() / 1000;
  if (exp - iat > expected.maxLifetimeSeconds) return 'lifetime_too_long';
  if (!(now < exp)) return 'expired';
  if (iat > now + ISSUER_AHEAD_SECONDS) return 'issued_in_future';
  if (isSeconds(nbf) && nbf > now + ISSUER_AHEAD_SECONDS) return 'not_yet_valid';
  return undefined;
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isAudience(claim: unknown, expected: string): boolean {
  return claim === expected || isOnly(claim, expected);
}

function isOnly(claim: unknown, expected: string): boolean {
  return Array.isArray(claim) && claim.length === 1 && claim[0] === expected;
}

function withoutAttachments(request: unknown): unknown {
  if (!isJsonObject(request)) return request;
  return Object.fromEntries(Object.entries(request).filter(([name]) => name !== 'attachments'));
}
