import type { CryptoKey } from 'jose';
import { importJWK } from 'jose';
import { isJsonObject, isText } from './json-object';

/** Where {@link verifyToken} finds the public key that a token names by its `kid`. */
export interface KeySource {
  find(kid: string): Promise<CryptoKey | undefined>;
}

/** The public part of a P-256 key, as in a JWK set. */
export interface PublicJwk {
  readonly kid: string;
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

export interface VerificationKey {
  readonly jwk: PublicJwk;
  readonly key: CryptoKey;
}

/**
 * The keys of a JWK set that can verify ES256: named P-256 keys meant for signatures. Others are passed over, private
 * parts are never taken in, and of two keys with one name the first counts.
 *
 * @throws Error when it isn't a JWK set at all
 */
export async function readKeySet(jwkSet: unknown): Promise<Map<string, VerificationKey>> {
  if (!isJsonObject(jwkSet) || !Array.isArray(jwkSet['keys'])) throw new Error('not a JWK set: no array "keys"');
  const found = new Map<string, VerificationKey>();
  for (const candidate of jwkSet['keys']) {
    const key = await readKey(candidate);
    if (key !== undefined && !found.has(key.jwk.kid)) found.set(key.jwk.kid, key);
  }
  return found;
}

/** One key of a set; undefined when it can't verify ES256. */
export async function readKey(candidate: unknown): Promise<VerificationKey | undefined> {
  const jwk = publicJwk(candidate);
  if (jwk === undefined) return undefined;
  try {
    const key = await importJWK({ ...jwk }, 'ES256');
    return key instanceof Uint8Array ? undefined : { jwk, key };
  } catch {
    return undefined;
  }
}

/** A key source that never changes: for tests and simulators. */
export async function fixedKeys(jwkSet: unknown): Promise<KeySource> {
  const keys = await readKeySet(jwkSet);
  return { find: (kid) => Promise.resolve(keys.get(kid)?.key) };
}

function publicJwk(candidate: unknown): PublicJwk | undefined {
  if (!isJsonObject(candidate)) return undefined;
  const { kid, kty, crv, x, y, use, alg, key_ops: operations } = candidate;
  if (!isText(kid) || kty !== 'EC' || crv !== 'P-256' || !isText(x) || !isText(y)) return undefined;
  if (use !== undefined && use !== 'sig') return undefined;
  if (alg !== undefined && alg !== 'ES256') return undefined;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) return undefined;
  return { kid, kty, crv, x, y };
}
