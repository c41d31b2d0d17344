import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { STAFF, TestingPortal } from '../testing-portal.test-kit';
import { SessionStore } from './session.store';

let portal: TestingPortal;

beforeAll(async () => {
  portal = await TestingPortal.start();
});

afterAll(() => portal?.stop());
afterEach(() => {
  jest.restoreAllMocks();
});

async function post(path: string, headers: Record<string, string>): Promise<[number, string | undefined]> {
  const response = await fetch(portal.url + path, { method: 'POST', headers });
  const { code } = (response.status === 204 ? {} : await response.json()) as { code?: string };
  return [response.status, code];
}

async function isSignedIn({ cookie }: { cookie: string }): Promise<boolean> {
  const answer = await fetch(`${portal.url}/api/session`, { headers: { cookie } });
  return ((await answer.json()) as { signedIn: boolean }).signedIn;
}

describe('signing out everywhere', () => {
  it('is never said to be done for who is signed in no more: the lost phone still is', async () => {
    const [phone, desk] = [await portal.signIn(STAFF), await portal.signIn(STAFF)];
    expect((await post('/logout', desk))[0]).toBe(204);
    expect(await post('/logout/everywhere', desk)).toEqual([401, 'not_signed_in']);
    expect(await isSignedIn(phone)).toBe(true);
    expect((await post('/logout/everywhere', await portal.signIn(STAFF)))[0]).toBe(204);
    expect(await isSignedIn(phone)).toBe(false);
  });
});

describe('while sessions cannot be read', () => {
  it.each(['/logout', '/logout/everywhere'])('%s does not say that it is done', async (path) => {
    const headers = await portal.signIn(STAFF);
    jest.spyOn(portal.service.app.get(SessionStore), 'find').mockRejectedValueOnce(new Error('no database'));
    expect(await post(path, headers)).toEqual([503, 'sessions_unavailable']);
    expect(await isSignedIn(headers)).toBe(true);
  });
});

it('who signs in again and again is counted in whatever case the path is written', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.20', accept: 'application/json' };
  const statuses = new Set<number>();
  for (let turn = 0; turn < 40; turn += 1)
    statuses.add((await fetch(`${portal.url}/Login/`, { redirect: 'manual', headers })).status);
  expect([...statuses]).toEqual([302, 429]);
});
