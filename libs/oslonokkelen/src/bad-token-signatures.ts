import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { BadToken, GoodClaims, GoodHeader } from './bad-token';
import { withOwnId } from './bad-token';
import type { Signer } from './forge-token';
import { ecdsa, ecdsaDer, encodePart, es256, forgeToken, hmac, rsa } from './forge-token';
import type { SigningJwk } from './sign-token';
import type { TokenRefusal } from './verify-token';

/** Somebody's key and where its public part can be fetched. */
export interface StrangersKeys {
  readonly url: string;
  readonly privateJwk: SigningJwk;
}

interface Genuine {
  readonly privateJwk: SigningJwk;
  readonly strangersKeys?: StrangersKeys;
}

/** Right header and claims under a signature that isn't the back end's, and the classic ways to pretend it is. */
export function badSignatures(
  header: GoodHeader,
  claims: GoodClaims,
  { privateJwk, strangersKeys }: Genuine,
): BadToken[] {
  const genuine = es256(privateJwk);
  const stranger = strangersKeys
    ? createPrivateKey({ key: { ...strangersKeys.privateJwk }, format: 'jwk' })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const forged = (
    name: string,
    signer: Signer,
    reason: TokenRefusal = 'bad_signature',
    patch: object = {},
  ): BadToken => {
    return { name, reason, token: forgeToken({ ...header, ...patch }, withOwnId(claims), signer) };
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
    forged('signature over another header', (input) => genuine(`${encodePart({ alg: 'ES256' })}.${bodyOf(input)}`)),
    forged('ES256 header, hash SHA-512', ecdsa(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }), 'sha512')),
    ...wrongNumbers(genuine, forged),
    ...otherInputs(genuine, forged),
    ...broughtKeys({ stranger, url: strangersKeys?.url ?? 'http://127.0.0.1:1/keys' }, forged),
    ...otherAlgorithms(privateJwk, forged),
    { name: 'signature spelled with unused bits', reason: 'bad_signature', token: respelled(header, claims, genuine) },
  ];
}

type Forge = (name: string, signer: Signer, reason?: TokenRefusal, patch?: object) => BadToken;

/** Order of the group of P-256. */
const ORDER = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
const ZERO = Buffer.alloc(32);
const ONE = Buffer.concat([Buffer.alloc(31), Buffer.of(1)]);

/** Pairs (r, s) that a careless implementation of ECDSA takes for any message, and others of the wrong length. */
function wrongNumbers(genuine: Signer, forged: Forge): BadToken[] {
  const half = (input: string, part: 0 | 1): Buffer => genuine(input).subarray(part * 32, part * 32 + 32);
  return [
    forged('r zero', (input) => Buffer.concat([ZERO, half(input, 1)])),
    forged('s zero', (input) => Buffer.concat([half(input, 0), ZERO])),
    forged('r and s one', () => Buffer.concat([ONE, ONE])),
    forged('r and s the order of the group', () => Buffer.concat([ORDER, ORDER])),
    forged('r the order, s genuine', (input) => Buffer.concat([ORDER, half(input, 1)])),
    forged('s the order, r genuine', (input) => Buffer.concat([half(input, 0), ORDER])),
    forged('r zero, s the order', () => Buffer.concat([ZERO, ORDER])),
    forged('all ones', () => Buffer.alloc(64, 0xff)),
    forged('only r', (input) => half(input, 0)),
    forged('r twice', (input) => Buffer.concat([half(input, 0), half(input, 0)])),
    forged('signature twice', (input) => Buffer.concat([genuine(input), genuine(input)])),
    forged('signature with a zero byte in front', (input) => Buffer.concat([Buffer.of(0), genuine(input)])),
    forged('signature backwards', (input) => Buffer.from(genuine(input)).reverse()),
    forged('signature with one bit turned', (input) => {
      const signature = genuine(input);
      signature[40] = (signature[40] ?? 0) ^ 1;
      return signature;
    }),
    forged('signature in hexadecimal', (input) => Buffer.from(genuine(input).toString('hex'))),
    forged('signature in base64url twice', (input) => Buffer.from(genuine(input).toString('base64url'))),
  ];
}

/** Genuine signatures over something else. */
function otherInputs(genuine: Signer, forged: Forge): BadToken[] {
  const inputs: Record<string, (head: string, body: string) => string> = {
    'the header alone': (head) => head,
    'the claims alone': (_, body) => body,
    'the claims in front of the header': (head, body) => `${body}.${head}`,
    'both without a dot': (head, body) => `${head}${body}`,
    'both decoded': (head, body) => `${decoded(head)}.${decoded(body)}`,
    'a line break at the end': (head, body) => `${head}.${body}\n`,
    'the same with another id': (head, body) => `${head}.${changed(body, { jti: 'another' })}`,
    'the same with a longer life': (head, body) => `${head}.${changed(body, { exp: 2 ** 32 })}`,
    'another scope': (head, body) => `${head}.${changed(body, { scope: ['another:scope'] })}`,
    'no claims': (head) => `${head}.${encodePart({})}`,
    nothing: () => '',
  };
  return Object.entries(inputs).map(([name, inputOf]) =>
    forged(`genuine signature over ${name}`, (input) => genuine(inputOf(headOf(input), bodyOf(input)))),
  );
}

function headOf(signingInput: string): string {
  return signingInput.split('.')[0] ?? '';
}

function bodyOf(signingInput: string): string {
  return signingInput.split('.')[1] ?? '';
}

function decoded(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8');
}

function changed(body: string, claim: object): string {
  return encodePart({ ...(JSON.parse(decoded(body)) as object), ...claim });
}

function broughtKeys({ stranger, url }: { stranger: KeyObject; url: string }, forged: Forge): BadToken[] {
  const publicKey = createPublicKey(stranger);
  const jwk = publicKey.export({ format: 'jwk' });
  const x5c = [publicKey.export({ format: 'der', type: 'spki' }).toString('base64')];
  const signer = ecdsa(stranger, 'sha256');
  return [
    forged('brings its own jwk', signer, 'bad_signature', { jwk }),
    forged('brings its own jku', signer, 'bad_signature', { jku: url }),
    forged('brings its own x5u', signer, 'bad_signature', { x5u: url }),
    forged('brings its own x5c', signer, 'bad_signature', { x5c }),
    forged('brings its own x5t', signer, 'bad_signature', { x5t: 'AAAA', 'x5t#S256': 'AAAA' }),
    forged('brings its own jwk and kid', signer, 'unknown_key', { jwk, kid: 'mine' }),
    forged('brings its own jku and kid', signer, 'unknown_key', { jku: url, kid: 'mine' }),
    forged('brings its own x5u and kid', signer, 'unknown_key', { x5u: url, kid: 'mine' }),
    forged('brings a kid that is an address', signer, 'unknown_key', { kid: url }),
    forged('brings a jku by another name', signer, 'unknown_key', { jku: url, kid: 'mine', jwk, iss: url }),
  ];
}

function otherAlgorithms(privateJwk: SigningJwk, forged: Forge): BadToken[] {
  const publicKey = createPublicKey({ key: { ...privateJwk }, format: 'jwk' });
  const pem = publicKey.export({ format: 'pem', type: 'spki' });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const secrets = { PEM: pem, DER: der, JWK: JSON.stringify(publicKey.export({ format: 'jwk' })), nothing: '' };
  const rsaKey = strangersRsaKey();
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  const ed25519 = generateKeyPairSync('ed25519').privateKey;
  const k256 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
  return [
    ...Object.entries(secrets).flatMap(([name, secret]) => [
      forged(`HS256 with the public key as ${name}`, hmac(secret), 'wrong_algorithm', { alg: 'HS256' }),
      forged(`HMAC with the public key as ${name}, alg ES256`, hmac(secret), 'bad_signature'),
    ]),
    ...['HS384', 'HS512'].map((alg) => {
      return forged(`${alg} with the public key`, hmac(pem, alg.replace('HS', 'sha')), 'wrong_algorithm', { alg });
    }),
    forged('HS256 with the kid as the secret', hmac(privateJwk.kid), 'wrong_algorithm', { alg: 'HS256' }),
    forged('HS256 with x as the secret', hmac(Buffer.from(privateJwk.x, 'base64url')), 'wrong_algorithm', {
      alg: 'HS256',
    }),
    forged('HMAC with the kid, alg ES256', hmac(privateJwk.kid)),
    forged('a plain hash, alg ES256', (input) => createHash('sha512').update(input).digest()),
    forged('ES256 header, hash SHA-1', ecdsa(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }), 'sha1')),
    forged('ES256 header, hash SHA-384', ecdsa(createPrivateKey({ key: { ...privateJwk }, format: 'jwk' }), 'sha384')),
    forged('Ed25519 signature, alg ES256', (input) => sign(null, Buffer.from(input), ed25519)),
    forged('EdDSA', (input) => sign(null, Buffer.from(input), ed25519), 'wrong_algorithm', { alg: 'EdDSA' }),
    forged('alg None with a genuine signature', es256(privateJwk), 'wrong_algorithm', { alg: 'None', x: 1 }),
    forged('alg none without a signature', () => Buffer.alloc(0), 'wrong_algorithm', { alg: 'none' }),
    forged('RS256', rsa(rsaKey), 'wrong_algorithm', { alg: 'RS256' }),
    forged('RSA signature, alg ES256', rsa(rsaKey), 'bad_signature'),
    forged('ES384', ecdsa(p384, 'sha384'), 'wrong_algorithm', { alg: 'ES384' }),
    forged('P-384 signature, alg ES256', ecdsa(p384, 'sha256'), 'bad_signature'),
    forged('secp256k1 signature, alg ES256', ecdsa(k256, 'sha256'), 'bad_signature'),
  ];
}

let rsaKeyMade: KeyObject | undefined;

/** Slow to make, and one does for all. */
function strangersRsaKey(): KeyObject {
  rsaKeyMade ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return rsaKeyMade;
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
