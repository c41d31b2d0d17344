import type { JWK } from 'jose';
import { CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { PublicJwk } from './key-set';

/** A private P-256 key with the name under which its public part is published. */
export interface SigningJwk extends PublicJwk {
  readonly d: string;
}

/** Claims as they stand in the token: times in whole seconds since 1970. Whatever is given is signed. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** The back end's side: signs claims with ES256. For simulators and tests. */
export async function signToken(privateJwk: SigningJwk, claims: TokenClaims): Promise<string> {
  const key = await importJWK(privateJwk as JWK, 'ES256');
  return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'ES256', kid: privateJwk.kid, typ: 'JWT' })
    .sign(key);
}

/** A new key of the back end: the private part to sign with, the public part for its JWK set. */
export async function generateSigningKey(kid: string): Promise<{ privateJwk: SigningJwk; publicJwk: PublicJwk }> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const { x, y, d } = (await exportJWK(pair.privateKey)) as { x: string; y: string; d: string };
  const publicJwk: PublicJwk = { kid, kty: 'EC', crv: 'P-256', x, y };
  return { privateJwk: { ...publicJwk, d }, publicJwk };
}
