import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningService, startService } from '@selvbetjent/platform';
import { freePort } from '@selvbetjent/testing';
import { describePortal } from './portal.module';
import { TestingPortal } from './testing-portal.test-kit';

/** At once, for signing in. */
const BURST = 20;
const TURNS = 60;

let portal: TestingPortal;
let believing: RunningService;

beforeAll(async () => {
  portal = await TestingPortal.start({ trustedProxies: ['10.0.0.0/8'] });
  const config = { ...portal.config, port: await freePort(), trustedProxies: ['loopback'] };
  believing = await startService(describePortal(config));
});

afterAll(async () => {
  await believing?.close();
  await portal?.stop();
});

/** @returns how many of the tries to sign in were not told to wait. */
async function signIns(url: string, forwardedFor: (turn: number) => string): Promise<number> {
  const statuses: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const headers = { 'x-forwarded-for': forwardedFor(turn) };
    statuses.push((await fetch(`${url}/login`, { redirect: 'manual', headers })).status);
  }
  return statuses.filter((status) => status !== 429).length;
}

describe('X-Forwarded-For', () => {
  it('of who is no trusted proxy is nobody’s word: rates hold, whatever it says', async () => {
    const passed = await signIns(portal.url, (turn) => `203.0.113.${turn}`);
    expect(passed).toBeGreaterThanOrEqual(BURST);
    expect(passed).toBeLessThan(TURNS);
  });

  it('of a trusted proxy counts from the right: what a caller wrote himself changes nothing', async () => {
    const passed = await signIns(believing.url, (turn) => `198.51.100.${turn}, 203.0.113.200`);
    expect(passed).toBeGreaterThanOrEqual(BURST);
    expect(passed).toBeLessThan(TURNS);
  });

  it('of a trusted proxy tells callers apart', async () => {
    expect(await signIns(believing.url, (turn) => `203.0.113.${turn}`)).toBe(TURNS);
  });
});
