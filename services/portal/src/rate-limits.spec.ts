import { describe, expect, it } from '@jest/globals';
import { Problem } from '@selvbetjent/platform';
import { type Request, type Response } from 'express';
import { limitRates } from './rate-limits';

const OFFICE = '203.0.113.7';

/** @returns how many of `turns` requests go on, and how long the first other one is to wait. */
function goOn(limit: ReturnType<typeof limitRates>, request: Partial<Request>, turns: number) {
  let [passed, wait] = [0, ''];
  const response = { setHeader: (_name: string, seconds: string) => (wait ||= seconds) } as unknown as Response;
  for (let turn = 0; turn < turns; turn += 1) {
    limit({ ip: OFFICE, ...request } as Request, response, (problem?: unknown) => {
      if (problem === undefined) passed += 1;
      else expect(problem).toBeInstanceOf(Problem);
    });
  }
  return { passed, wait };
}

describe('rates', () => {
  it.each([
    ['GET', '/login', 20, '5'],
    ['POST', '/oidc/interaction/x', 20, '5'],
    ['PUT', '/api/stations/trosterud/opening-hours', 100, '1'],
    ['GET', '/api/stations', 500, '1'],
  ])('%s %s from one address goes on %i times at once', (method, path, burst, wait) => {
    let nowMs = 0;
    const limit = limitRates(() => nowMs);
    expect(goOn(limit, { method, path }, burst + 5)).toEqual({ passed: burst, wait });
    expect(goOn(limit, { method, path, ip: '203.0.113.8' }, 1).passed).toBe(1);
    nowMs = Number(wait) * 1_000;
    expect(goOn(limit, { method, path }, 1).passed).toBe(1);
  });

  it('count reading, changing and signing in apart', () => {
    const limit = limitRates(() => 0);
    goOn(limit, { method: 'POST', path: '/api/drop-offs' }, 200);
    expect(goOn(limit, { method: 'GET', path: '/api/drop-offs' }, 1).passed).toBe(1);
    expect(goOn(limit, { method: 'GET', path: '/login' }, 1).passed).toBe(1);
  });

  it.each([
    ['this machine', { ip: '127.0.0.1', method: 'GET', path: '/api/stations' }],
    ['pages and their files', { method: 'GET', path: '/assets/index.js' }],
    ['devices, which have rates of their own', { method: 'POST', path: '/api/devices/vekt/readings' }],
  ])('don’t count %s', (_name, request) => {
    expect(
      goOn(
        limitRates(() => 0),
        request,
        1_000,
      ).passed,
    ).toBe(1_000);
  });
});
