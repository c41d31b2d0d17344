import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { KeySource, Scope, SigningJwk, TokenVerdict, VerifyTokenOptions } from './index';
import { badTokens, fixedKeys, generateSigningKey, signToken, verifyToken } from './index';
import { es256, forgeToken } from './forge-token';

const now = new Date('2026-11-20T10:00:00.000Z');
const iat = now.getTime() / 1000;
const scopes: Scope[] = ['manifest:scrape', 'action:execute'];
const request = { requestId: 'r1', thingId: 'door', actionId: 'unlock', timeBudgetMillis: 5000 };
const claims = {
  jti: 'once',
  iat,
  exp: iat + 30,
  iss: 'https://api.example.org',
  aud: 'https://adapter.example.org',
  scope: ['action:execute'],
  request,
};

let privateJwk: SigningJwk;
let keys: KeySource;

beforeAll(async () => {
  const pair = await generateSigningKey('k1');
  privateJwk = pair.privateJwk;
  keys = await fixedKeys({ keys: [pair.publicJwk] });
});

function verify(token: string | undefined, options: Partial<VerifyTokenOptions> = {}): Promise<TokenVerdict> {
  return verifyToken(token, {
    keys,
    issuer: 'https://api.example.org:9443/some/path',
    audience: 'https://adapter.example.org:8081/oslonokkelen',
    scope: 'action:execute',
    now: () => now,
    ...options,
  });
}

async function verifyClaims(patch: object, options: Partial<VerifyTokenOptions> = {}): Promise<TokenVerdict> {
  return verify(await signToken(privateJwk, { ...claims, ...patch }), options);
}

function verifyHeader(header: object): Promise<TokenVerdict> {
  return verify(forgeToken({ alg: 'ES256', kid: 'k1', ...header }, claims, es256(privateJwk)));
}

describe('a good token', () => {
  it('gives what is needed for single use and for the request', async () => {
    expect(await verifyClaims({})).toEqual({
      ok: true,
      claims: { jti: 'once', expiresAt: new Date('2026-11-20T10:00:30Z'), issuer: 'https://api.example.org', request },
    });
  });

  it.each([
    ['audience as an array of one', { aud: ['https://adapter.example.org'] }],
    ['unknown claims', { sub: 'x', purpose: { a: [1] }, sid: null }],
    ['times with fractions', { iat: iat - 0.5, exp: iat + 29.5 }],
    ['nbf in the past', { nbf: iat - 10 }],
    ['the issuer a few seconds ahead of us', { iat: iat + 4 }],
    ['the longest life', { iat: iat - 570 }],
    ['a millisecond left', { iat: iat - 30, exp: iat + 0.001 }],
    ['no request', { request: undefined }],
  ])('may have %s', async (_, patch) => {
    expect(await verifyClaims(patch)).toMatchObject({ ok: true });
  });

  it.each([
    ['no typ', {}],
    ['typ jwt', { typ: 'jwt' }],
    ['typ at+jwt', { typ: 'at+JWT' }],
    ['typ application/jwt', { typ: 'application/jwt' }],
    ['unknown fields', { cty: 'json', x: 1 }],
    ['a jku that nobody follows', { typ: 'JWT', jku: 'http://127.0.0.1:1/keys' }],
  ])('may have a header with %s', async (_, header) => {
    expect(await verifyHeader(header)).toMatchObject({ ok: true });
  });

  it('is good for its own call only', async () => {
    expect(await verifyClaims({}, { scope: 'manifest:scrape' })).toEqual({ ok: false, reason: 'wrong_scope' });
  });

  it('is judged by the clock after its key was found', async () => {
    let clock = now;
    const slowKeys: KeySource = {
      find: (kid) => {
        clock = new Date(now.getTime() + 30_000);
        return keys.find(kid);
      },
    };
    expect(await verifyClaims({}, { keys: slowKeys, now: () => clock })).toEqual({ ok: false, reason: 'expired' });
  });

  it('is refused when its issuer is more than five seconds ahead', async () => {
    expect(await verifyClaims({ iat: iat + 5 })).toMatchObject({ ok: true });
    expect(await verifyClaims({ iat: iat + 5.1 })).toEqual({ ok: false, reason: 'issued_in_future' });
    expect(await verifyClaims({ nbf: iat + 5.1 })).toEqual({ ok: false, reason: 'not_yet_valid' });
  });

  it('lives no longer than the caller allows', async () => {
    expect(await verifyClaims({}, { maxLifetimeSeconds: 30 })).toMatchObject({ ok: true });
    expect(await verifyClaims({}, { maxLifetimeSeconds: 29 })).toEqual({ ok: false, reason: 'lifetime_too_long' });
  });

  it('loses its attachments, that may hold a fødselsnummer', async () => {
    const attachments = [{ norwegianFodselsnummer: { number: '30098602247' } }];
    const verdict = await verifyClaims({ request: { ...request, attachments } });
    expect(verdict).toMatchObject({ ok: true, claims: { request } });
    expect(JSON.stringify(verdict)).not.toContain('30098602247');
  });
});

describe('a bad token', () => {
  it.each(scopes)('is refused for its own fault (%s)', async (scope) => {
    const bad = badTokens({
      privateJwk,
      issuer: 'https://api.example.org',
      audience: 'https://adapter.example.org',
      scope,
      now,
      request,
    });
    const verdicts = await Promise.all(
      bad.map(async ({ name, token }) => ({ name, ...(await verify(token, { scope })) })),
    );
    expect(verdicts).toEqual(bad.map(({ name, reason }) => ({ name, ok: false, reason })));
    expect(new Set(bad.map(({ token }) => token)).size).toBe(bad.length);
    expect(bad.length).toBeGreaterThanOrEqual(400);
  });

  it('may be missing', async () => {
    expect(await verify(undefined)).toEqual({ ok: false, reason: 'missing' });
  });

  it.each([7, null, {}, ['a.b.c'], true])('may be no text at all (%p)', async (token) => {
    expect(await verify(token as unknown as string)).toEqual({ ok: false, reason: 'missing' });
  });

  it('is refused, not thrown, when the keys fail', async () => {
    const broken: KeySource = { find: () => Promise.reject(new Error('no keys today')) };
    expect(await verifyClaims({}, { keys: broken })).toEqual({ ok: false, reason: 'keys_unavailable' });
  });

  it('is never accepted for being a mutation of a good one', async () => {
    const good = await signToken(privateJwk, claims);
    const isOther = (token: string): boolean => token !== good;
    const position = fc.nat(good.length - 1);
    const character = fc.oneof(
      fc.constantFrom('.', '=', '+', '/', '-', '_', ' ', 'A', 'ø'),
      fc.string({ minLength: 1 }),
    );
    const mutated = fc.oneof(
      fc.tuple(position, character).map(([at, by]) => good.slice(0, at) + by + good.slice(at + 1)),
      fc.tuple(position, character).map(([at, by]) => good.slice(0, at) + by + good.slice(at)),
      fc.tuple(position, fc.nat(20)).map(([at, length]) => good.slice(0, at) + good.slice(at + length + 1)),
      fc.tuple(position, position).map(([one, other]) => swapped(good, one, other)),
      fc.subarray(good.split('.'), { minLength: 0 }).map((parts) => parts.join('.')),
      fc.shuffledSubarray(good.split('.'), { minLength: 3 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(mutated.filter(isOther), async (token) => {
        expect(await verify(token)).toMatchObject({ ok: false });
      }),
      { numRuns: 1000 },
    );
  });

  it('is never accepted for carrying other claims under a good signature', async () => {
    const [header, , signature] = (await signToken(privateJwk, claims)).split('.');
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (payload) => {
        const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
        expect(await verify(`${header}.${body}.${signature}`)).toMatchObject({ ok: false });
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever genuinely signed claims say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...Object.keys(claims)), fc.jsonValue()), async (patch) => {
        const verdict = await verifyClaims(patch);
        expect(typeof verdict.ok).toBe('boolean');
      }),
      { numRuns: 300 },
    );
  });
});

describe('keys', () => {
  it.each([
    ['for encryption', { use: 'enc' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['on another curve', { crv: 'P-384' }],
    ['of another type', { kty: 'OKP' }],
    ['not for verifying', { key_ops: ['sign'] }],
    ['off the curve', { x: Buffer.alloc(32, 1).toString('base64url') }],
    ['without a name', { kid: undefined }],
    ['without a coordinate', { y: undefined }],
  ])('%s are not used', async (_, patch) => {
    const { privateJwk: signing, publicJwk } = await generateSigningKey('k2');
    const source = await fixedKeys({ keys: [{ ...publicJwk, ...patch }, null, 'key'] });
    expect(await verify(await signToken(signing, claims), { keys: source })).toEqual({
      ok: false,
      reason: 'unknown_key',
    });
  });

  it('of P-384 are not used, however sound', async () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' });
    const source = await fixedKeys({ keys: [{ ...jwk, kid: 'k3' }] });
    expect(await source.find('k3')).toBeUndefined();
  });

  it('are taken without their private part', async () => {
    const source = await fixedKeys({ keys: [privateJwk] });
    expect(await source.find('k1')).toMatchObject({ type: 'public' });
    expect(await verifyClaims({}, { keys: source })).toMatchObject({ ok: true });
  });

  it('with the same name: the first counts', async () => {
    const { publicJwk } = await generateSigningKey('k1');
    const own = createPublicKey({ key: { ...privateJwk }, format: 'jwk' }).export({ format: 'jwk' });
    const source = await fixedKeys({ keys: [{ ...own, kid: 'k1' }, publicJwk] });
    expect(await verifyClaims({}, { keys: source })).toMatchObject({ ok: true });
  });

  it.each([null, {}, { keys: {} }, [], 'keys'])('come from a JWK set, not from %p', async (body) => {
    await expect(fixedKeys(body)).rejects.toThrow('not a JWK set');
  });
});

function swapped(text: string, one: number, other: number): string {
  const characters = [...text];
  [characters[one], characters[other]] = [characters[other] as string, characters[one] as string];
  return characters.join('');
}
