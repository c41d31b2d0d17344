import type { CryptoKey } from 'jose';
import { compactVerify } from 'jose';
import type { ClaimRefusal, ReadClaims, Scope } from './token-claims';
import { checkClaims } from './token-claims';
import type { JsonObject } from './json-object';
import { isJsonObject, isText } from './json-object';
import type { KeySource } from './key-set';

/** Longest token that is looked at, in bytes. */
export const MAX_TOKEN_BYTES = 8 * 1024;
/** Longest life (`exp` − `iat`) that is accepted unless the caller says otherwise, in seconds. */
export const DEFAULT_MAX_LIFETIME_SECONDS = 600;

export interface VerifyTokenOptions {
  readonly keys: KeySource;
  /** Address of the back end; compared as scheme://host. */
  readonly issuer: string;
  /** Public address of this adapter; compared as scheme://host. */
  readonly audience: string;
  readonly scope: Scope;
  readonly now?: () => Date;
  readonly maxLifetimeSeconds?: number;
}

export type TokenRefusal =
  | ClaimRefusal
  | 'missing'
  | 'too_large'
  | 'malformed'
  | 'wrong_type'
  | 'wrong_algorithm'
  | 'critical_header'
  | 'missing_key_id'
  | 'unknown_key'
  | 'keys_unavailable'
  | 'bad_signature';

export type TokenVerdict =
  { readonly ok: true; readonly claims: ReadClaims } | { readonly ok: false; readonly reason: TokenRefusal };

const COMPACT_JWS = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;
// The last character of 64 bytes in base64url carries four unused bits; they must be zero, or one signature would have
// sixteen spellings.
const ES256_SIGNATURE = /^[\w-]{85}[AQgw]$/;
const JWT_TYPES = ['jwt', 'at+jwt', 'application/jwt', 'application/at+jwt'];
const MAX_KEY_ID_LENGTH = 256;

/**
 * Decides whether a token comes from the back end and is meant for this adapter and this call, now. ES256 only; nothing
 * in the token can choose another algorithm or bring its own key. Clock skew on `exp` is zero. The single use of `jti`
 * is the caller's to enforce, until `claims.expiresAt`.
 *
 * Never throws for a bad token; the reason is for operators, the caller of the API should learn nothing but 401.
 */
export async function verifyToken(token: string | undefined, options: VerifyTokenOptions): Promise<TokenVerdict> {
  if (typeof token !== 'string' || token === '') return refused('missing');
  if (Buffer.byteLength(token) > MAX_TOKEN_BYTES) return refused('too_large');
  const [, encodedHeader, encodedPayload, signature] = COMPACT_JWS.exec(token) ?? [];
  const header = decodeJsonObject(encodedHeader);
  if (header === undefined) return refused('malformed');
  const headerFault = checkHeader(header);
  if (headerFault !== undefined) return refused(headerFault);
  if (!ES256_SIGNATURE.test(signature ?? '')) return refused('bad_signature');

  const key = await findKey(options.keys, header['kid'] as string);
  if (typeof key === 'string') return refused(key);
  if (!(await isSignedBy(key, token))) return refused('bad_signature');

  const payload = decodeJsonObject(encodedPayload);
  if (payload === undefined) return refused('malformed');
  return checkClaims(payload, {
    ...options,
    now: options.now?.() ?? new Date(),
    maxLifetimeSeconds: options.maxLifetimeSeconds ?? DEFAULT_MAX_LIFETIME_SECONDS,
  });
}

function refused(reason: TokenRefusal): TokenVerdict {
  return { ok: false, reason };
}

function decodeJsonObject(encoded: string | undefined): JsonObject | undefined {
  if (encoded === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64url'));
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function checkHeader(header: JsonObject): TokenRefusal | undefined {
  if (header['alg'] !== 'ES256') return 'wrong_algorithm';
  if ('crit' in header) return 'critical_header';
  if ('typ' in header && !isJwtType(header['typ'])) return 'wrong_type';
  if (!isText(header['kid']) || header['kid'].length > MAX_KEY_ID_LENGTH) return 'missing_key_id';
  return undefined;
}

function isJwtType(type: unknown): boolean {
  return typeof type === 'string' && JWT_TYPES.includes(type.toLowerCase());
}

async function findKey(keys: KeySource, kid: string): Promise<CryptoKey | 'unknown_key' | 'keys_unavailable'> {
  try {
    return (await keys.find(kid)) ?? 'unknown_key';
  } catch {
    return 'keys_unavailable';
  }
}

async function isSignedBy(key: CryptoKey, token: string): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: ['ES256'] });
    return true;
  } catch {
    return false;
  }
}
