import type { KeyObject } from 'node:crypto';
import { createHmac, createPrivateKey, sign } from 'node:crypto';
import type { SigningJwk } from './sign-token';

export type Signer = (signingInput: string) => Buffer;

/** Any header over any payload with any signature: the tokens that a sound library refuses to make. */
export function forgeToken(header: unknown, payload: unknown, signer: Signer): string {
  const signingInput = `${encodePart(header)}.${encodePart(payload)}`;
  return `${signingInput}.${signer(signingInput).toString('base64url')}`;
}

/** JSON, or the very text when it is a string, in base64url. */
export function encodePart(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

export function es256(privateJwk: SigningJwk): Signer {
  return ecdsa(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }), 'sha256');
}

export function ecdsa(key: KeyObject, hash: string): Signer {
  return (input) => sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
}

export function ecdsaDer(key: KeyObject): Signer {
  return (input) => sign('sha256', Buffer.from(input), key);
}

export function rsa(key: KeyObject): Signer {
  return (input) => sign('sha256', Buffer.from(input), key);
}

export function hmac(secret: string | Buffer, hash = 'sha256'): Signer {
  return (input) => createHmac(hash, secret).update(input).digest();
}
