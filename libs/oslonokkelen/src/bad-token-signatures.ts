import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { BadToken, GoodClaims, GoodHeader } from './bad-token';
import type { Signer } from './forge-token';
import { ecdsa, ecdsaDer, encodePart, es256, forgeToken, hmac, rsa } from './forge-token';
import type { SigningJwk } from './sign-token';
import type { TokenRefusal } from './verify-token';

/** Right header and claims under a signature that isn't the back end's, and the classic ways to pretend it is. */
export function badSignatures(header: GoodHeader, claims: GoodClaims, privateJwk: SigningJwk): BadToken[] {
  const genuine = es256(privateJwk);
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const forged = (
    name: string,
    signer: Signer,
    reason: TokenRefusal = 'bad_signature',
    patch: object = {},
  ): BadToken => {
    return { name, reason, token: forgeToken({ ...header, ...patch }, claims, signer) };
  };
  return [
    forged('signed by another P-256 key', ecdsa(stranger, 'sha256')),
    forged('no signature', () => Buffer.alloc(0)),
    forged('signature of zeros', () => Buffer.alloc(64)),
    forged('random signature', () => randomBytes(64)),
    forged('signature a byte short', (input) => genuine(input).subarray(1)),
    forged('signature a byte long', (input) => Buffer.concat([genuine(input), Buffer.of(0)])),
    forged('signature with halves swapped', (input) => swapHalves(genuine(input))),
    forged('signature in DER', ecdsaDer(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }))),
    forged('signature over other claims', () =>
      genuine(`${encodePart(header)}.${encodePart({ ...claims, jti: 'x' })}`),
    ),
    forged('signature over another header', () => genuine(`${encodePart({ alg: 'ES256' })}.${encodePart(claims)}`)),
    forged('ES256 header, hash SHA-512', ecdsa(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }), 'sha512')),
    ...broughtKeys(stranger, forged),
    ...otherAlgorithms(privateJwk, forged),
    { name: 'signature spelled with unused bits', reason: 'bad_signature', token: respelled(header, claims, genuine) },
  ];
}

type Forge = (name: string, signer: Signer, reason?: TokenRefusal, patch?: object) => BadToken;

function broughtKeys(stranger: KeyObject, forged: Forge): BadToken[] {
  const jwk = createPublicKey(stranger).export({ format: 'jwk' });
  const signer = ecdsa(stranger, 'sha256');
  return [
    forged('brings its own jwk', signer, 'bad_signature', { jwk }),
    forged('brings its own jku', signer, 'bad_signature', { jku: 'http://127.0.0.1:1/keys' }),
    forged('brings its own x5u', signer, 'bad_signature', { x5u: 'http://127.0.0.1:1/cert' }),
    forged('brings its own x5c', signer, 'bad_signature', { x5c: ['MIIB'] }),
    forged('brings its own jwk and kid', signer, 'unknown_key', { jwk, kid: 'mine' }),
    forged('brings its own jku and kid', signer, 'unknown_key', { jku: 'http://127.0.0.1:1/keys', kid: 'mine' }),
  ];
}

function otherAlgorithms(privateJwk: SigningJwk, forged: Forge): BadToken[] {
  const publicKey = createPublicKey({ key: { ...privateJwk }, format: 'jwk' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const secrets = { PEM: pem, DER: der, JWK: JSON.stringify(publicKey.export({ format: 'jwk' })), nothing: '' };
  const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const k256 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
  return [
    ...Object.entries(secrets).flatMap(([name, secret]) => [
      forged(`HS256 with the public key as ${name}`, hmac(secret), 'wrong_algorithm', { alg: 'HS256' }),
      forged(`HMAC with the public key as ${name}, alg ES256`, hmac(secret), 'bad_signature'),
    ]),
    forged('alg none without a signature', () => Buffer.alloc(0), 'wrong_algorithm', { alg: 'none' }),
    forged('RS256', rsa(rsaKey), 'wrong_algorithm', { alg: 'RS256' }),
    forged('RSA signature, alg ES256', rsa(rsaKey), 'bad_signature'),
    forged('ES384', ecdsa(p384, 'sha384'), 'wrong_algorithm', { alg: 'ES384' }),
    forged('P-384 signature, alg ES256', ecdsa(p384, 'sha256'), 'bad_signature'),
    forged('secp256k1 signature, alg ES256', ecdsa(k256, 'sha256'), 'bad_signature'),
  ];
}

function swapHalves(signature: Buffer): Buffer {
  return Buffer.concat([signature.subarray(32), signature.subarray(0, 32)]);
}

/** The genuine signature with the four unused bits of its last character set: lenient decoders read the same bytes. */
function respelled(header: GoodHeader, claims: GoodClaims, signer: Signer): string {
  const token = forgeToken(header, claims, signer);
  const next: Record<string, string> = { A: 'B', Q: 'R', g: 'h', w: 'x' };
  return `${token.slice(0, -1)}${next[token.slice(-1)]}`;
}
