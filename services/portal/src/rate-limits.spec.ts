import { describe, expect, it } from '@jest/globals';
import { Problem } from '@selvbetjent/platform';
import { type Request, type Response } from 'express';
import { limitRates } from './rate-limits';

const OFFICE = '203.0.113.7';
const HERE = { remoteAddress: '127.0.0.1' } as Request['socket'];

/** @returns how many of `turns` requests go on, and how long the first other one is to wait. */
function goOn(limit: ReturnType<typeof limitRates>, request: Partial<Request>, turns: number) {
  let [passed, wait] = [0, ''];
  const response = { setHeader: (_name: string, seconds: string) => (wait ||= seconds) } as unknown as Response;
  for (let turn = 0; turn < turns; turn += 1) {
    limit({ ip: OFFICE, headers: {}, socket: {}, ...request } as Request, response, (problem?: unknown) => {
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

  it.each(['/LOGIN', '/login/', '/Api/Sign-In', '/API/stations'])('count %s as the router takes it', (path) => {
    const { passed } = goOn(
      limitRates(() => 0),
      { method: 'GET', path },
      1_000,
    );
    expect(passed).toBe(path.endsWith('stations') ? 500 : 20);
  });

  it('take nobody’s word for being this machine', () => {
    const headers = { 'x-forwarded-for': '127.0.0.1, 10.1.2.3' };
    const request = { ip: '127.0.0.1', socket: HERE, headers, method: 'GET', path: '/login' };
    expect(
      goOn(
        limitRates(() => 0),
        request,
        100,
      ).passed,
    ).toBe(20);
  });

  it('count the addresses of one IPv6 network together, and others apart', () => {
    const limit = limitRates(() => 0);
    const passed = (ip: string, turns: number) => goOn(limit, { ip, method: 'GET', path: '/login' }, turns).passed;
    expect(passed('2001:db8::1', 15)).toBe(15);
    expect(passed('2001:db8:0:0:f::2', 15)).toBe(5);
    expect(passed('2001:db8:0:1::1', 1)).toBe(1);
    expect(passed('::ffff:203.0.113.8', 20)).toBe(20);
    expect(passed('::ffff:203.0.113.9', 1)).toBe(1);
  });

  it('count reading, changing and signing in apart', () => {
    const limit = limitRates(() => 0);
    goOn(limit, { method: 'POST', path: '/api/drop-offs' }, 200);
    expect(goOn(limit, { method: 'GET', path: '/api/drop-offs' }, 1).passed).toBe(1);
    expect(goOn(limit, { method: 'GET', path: '/login' }, 1).passed).toBe(1);
  });

  it.each([
    ['this machine', { ip: '127.0.0.1', socket: HERE, method: 'GET', path: '/api/stations' }],
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
