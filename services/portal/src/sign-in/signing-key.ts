import { createECDH, hkdfSync } from 'node:crypto';
import { type JWK } from 'jose';

/** @returns bytes that only who has the secret can make, different for each purpose. */
export function derive(secret: string, purpose: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'selvbetjent', purpose, bytes));
}

/** The demo provider's key: the same after a restart, so that tokens and pages outlive it. */
export function demoSigningKey(secret: string): JWK {
  const pair = createECDH('prime256v1');
  const d = derive(secret, 'demo-provider-signing-key');
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  return { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: 'demo', d: d.toString('base64url'), x, y };
}
