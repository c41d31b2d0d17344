import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, ChangeOpeningHours } from '@selvbetjent/contracts';
import { freePort } from '@selvbetjent/testing';
import { generateKeyPairSync } from 'node:crypto';
import { type JWK, type JWTPayload } from 'jose';
import { get, type IncomingMessage } from 'node:http';
import { Browser } from '../browser.test-kit';
import { TestingPortal } from '../testing-portal.test-kit';
import { ForeignProvider } from './foreign-provider.test-kit';

const HOURS = '/api/stations/trosterud/opening-hours';
const CHANGE = { validFrom: '2026-12-01', hours: 'Mo 11:00-16:00', expectedVersion: 2, confirm: true };

let provider: ForeignProvider;
let portal: TestingPortal;

beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = await ForeignProvider.start(`${publicUrl}/callback`);
  const client = { clientId: 'minigjenbruk', clientSecret: 'hemmelig', audience: 'minigjenbruk' };
  const oidc = { ...client, issuer: provider.issuer, rolesClaim: 'realm_access.roles', embedded: false };
  portal = await TestingPortal.start({ port, publicUrl, oidc });
});

afterAll(async () => {
  await portal?.stop();
  await provider?.stop();
});

describe('with a provider of somebody else’s', () => {
  it('people sign in, with the role and stations that its claims give', async () => {
    const browser = await signedIn('kari');
    expect(await sessionOf(browser)).toMatchObject({
      ...{ signedIn: true, name: 'Kari fra katalogen', roles: ['staff'], stations: ['trosterud'] },
      signedInAt: expect.stringMatching(/Z$/),
    });
    expect(await sessionOf(await signedIn('ola'))).toMatchObject({
      roles: ['operator', 'offline_access'],
      stations: ['*'],
    });
  });

  it('who has no such claims is signed in and may do nothing', async () => {
    const browser = await signedIn('fremmed');
    expect(await sessionOf(browser)).toMatchObject({ signedIn: true, name: 'fremmed', roles: [], stations: [] });
    expect((await browser.get('/api/doors?station=trosterud')).status).toBe(403);
  });

  it('a session that was there before isn’t the one after: nobody can plant theirs', async () => {
    const browser = await signedIn('kari');
    const before = browser.cookieHeader();
    await signIn(browser, 'kari');
    expect(browser.cookieHeader()).not.toBe(before);
    const planted = await fetch(`${portal.url}/api/session`, { headers: { cookie: before } });
    expect(await planted.json()).toMatchObject({ signedIn: false });
    const invented = await fetch(`${portal.url}/api/session`, { headers: { cookie: 'selvbetjent=invented' } });
    expect(await invented.json()).toMatchObject({ signedIn: false });
  });
});

describe('a bearer token', () => {
  it('that is good needs no CSRF token', async () => {
    expect(await change({})).toBe(200);
  });

  const soon = () => Math.floor(Date.now() / 1_000);
  it.each<[string, () => JWTPayload]>([
    ['for somebody else', () => ({ aud: 'another-client' })],
    ['for nobody', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: 'https://id.example' })],
    ['that is over', () => ({ exp: soon() - 60 })],
    ['that never ends', () => ({ exp: undefined })],
    ['that isn’t valid yet', () => ({ nbf: soon() + 600 })],
    ['of nobody', () => ({ sub: undefined })],
  ])('%s is refused', async (_name, changes) => {
    expect(await change(changes())).toBe(401);
  });

  it('with another key, or a secret in place of the key, is refused', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const ownKey = privateKey.export({ format: 'jwk' }) as JWK;
    const secret: JWK = { kty: 'oct', k: Buffer.from('hemmelig'.repeat(4)).toString('base64url') };
    expect(await change({}, { key: ownKey })).toBe(401);
    expect(await change({}, { key: secret, alg: 'HS256' })).toBe(401);
    const [header, payload] = (await provider.token()).split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    for (const token of [`${unsigned}.${payload}.`, `${header}.${payload}.`, 'nothing', ''])
      expect(await put(token)).toBe(401);
  });

  it('counts as a recent sign-in only when the provider says when that was', async () => {
    const at = Math.floor(Date.now() / 1_000);
    await change({});
    expect(lastAuthor()).not.toHaveProperty('signedInAt');
    await change({ auth_time: at });
    expect(lastAuthor()).toHaveProperty('signedInAt', new Date(at * 1_000).toISOString());
  });

  it('has the role that its claims give, wherever they are', async () => {
    expect(await change({ realm_access: { roles: 'visitor' } })).toBe(403);
    expect(await change({ realm_access: undefined, roles: ['staff'] })).toBe(403);
    expect(await change({ stations: 'tveita' })).toBe(403);
  });
});

describe('the host that people came by', () => {
  it('is left once for the one that they are known under', async () => {
    const first = await head('/login?returnTo=/drift', 'portal.internal');
    const home = new URL(first.headers.location ?? '');
    expect([first.statusCode, home.origin, home.searchParams.get('returnTo')]).toEqual([302, portal.url, '/drift']);
    const second = await head(home.pathname + home.search, 'portal.internal');
    expect(new URL(second.headers.location ?? '').origin).toBe(provider.issuer);
  });
});

it('who signs in again and again is asked to wait, by address', async () => {
  const from = (address: string) => ({ redirect: 'manual' as const, headers: { 'x-forwarded-for': address } });
  const statuses: number[] = [];
  for (let turn = 0; turn < 20; turn += 1)
    statuses.push((await fetch(`${portal.url}/login`, from('203.0.113.7'))).status);
  expect(new Set(statuses)).toEqual(new Set([302]));
  let refused = await fetch(`${portal.url}/login`, from('203.0.113.7'));
  while (refused.status === 302) refused = await fetch(`${portal.url}/login`, from('203.0.113.7'));
  expect(await refused.json()).toMatchObject({
    status: 429,
    code: 'too_many_requests',
    title: 'For mange forespørsler',
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect((await fetch(`${portal.url}/login`, from('203.0.113.8'))).status).toBe(302);
});

it('cookies of a portal on https are bound to it', async () => {
  const port = await freePort();
  const secured = await TestingPortal.start({ port, publicUrl: `https://127.0.0.1:${port}`, oidc: portal.config.oidc });
  try {
    const response = await fetch(`${secured.url}/login`, { redirect: 'manual' });
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-selvbetjent-innlogging=\S+; Max-Age=900; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
    const id = await secured.signIn({ subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] });
    expect(id.cookie).toMatch(/^__Host-selvbetjent=/);
    const without = { cookie: id.cookie.replace('__Host-', '') };
    expect(await (await fetch(`${secured.url}/api/session`, { headers: without })).json()).toMatchObject({
      signedIn: false,
    });
  } finally {
    await secured.stop();
  }
});

async function signedIn(account: string): Promise<Browser> {
  const browser = new Browser(portal.url);
  await signIn(browser, account);
  return browser;
}

async function signIn(browser: Browser, account: string): Promise<void> {
  await browser.follow('/login?returnTo=/drift');
  await browser.submit({ prompt: 'login', login: account, password: 'anything' });
  await browser.submit({ prompt: 'consent' });
}

async function sessionOf(browser: Browser): Promise<unknown> {
  return (await browser.get('/api/session')).json();
}

async function change(changes: JWTPayload, how?: { alg?: string; key?: JWK }): Promise<number> {
  return put(await provider.token(changes, how));
}

async function put(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await fetch(`${portal.url}${HOURS}`, { method: 'PUT', headers, body: JSON.stringify(CHANGE) })).status;
}

function lastAuthor(): Author {
  const last = portal.owners.asked.findLast(({ contract }) => contract === ChangeOpeningHours);
  return last?.body.author as Author;
}

/** By another name of the host, which `fetch` wouldn't send. */
function head(path: string, host: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${portal.url}${path}`, { headers: { host, accept: 'text/html' } }, (response) => {
      response.resume();
      resolve(response);
    }).on('error', reject);
  });
}
