import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author } from '@selvbetjent/contracts';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { OPERATOR, TestingPortal } from '../testing-portal.test-kit';

const OF_ONE: Author = { ...OPERATOR, stations: ['trosterud'] };

let portal: TestingPortal;
let headers: Record<string, string>;

beforeAll(async () => {
  portal = await TestingPortal.start();
  headers = await portal.signIn(OF_ONE);
});

afterAll(() => portal?.stop());

/** `fetch` sends no body with GET; others do. */
async function send(method: string, path: string, body?: object): Promise<number | undefined> {
  const text = body && JSON.stringify(body);
  const type = text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  const sent = request(portal.url + path, { method, headers: { ...headers, ...type } });
  sent.end(text);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.destroy();
  return response.statusCode;
}

describe('who is responsible for one station', () => {
  it.each([
    '/api/alerts',
    '/api/audit',
    '/api/devices',
    '/api/devices/poison',
    '/api/doors',
    '/api/drop-offs',
    '/api/drop-offs/count',
    '/api/events',
    '/api/exports/drop-offs?format=csv',
    '/api/people',
    '/api/reports/sent',
    '/api/reports/years/2026',
    '/api/today',
    '/api/tonnage/flows?from=2026-01-01&to=2026-01-31',
    '/api/use?from=2026-01-01&to=2026-01-31',
  ])('reads %s of all no more by naming theirs in a body that nobody reads', async (path) => {
    expect(await send('GET', path, { stationId: 'trosterud' })).toBe(403);
    expect(await send('GET', path, { from: { stationId: 'trosterud' } })).toBe(403);
  });

  it('enters nothing for another one by naming theirs in the query', async () => {
    const entry = {
      stationId: 'tveita',
      containerId: 'ombruk',
      grams: 1_000,
      at: '2026-11-20T10:00:00Z',
      reason: 'Veid',
    };
    expect(await send('POST', '/api/drop-offs?station=trosterud', entry)).toBe(403);
    const transfer = {
      from: { stationId: 'tveita', containerId: 'a' },
      to: { stationId: 'trosterud', containerId: 'b' },
    };
    expect(await send('POST', '/api/transfers?station=trosterud', transfer)).toBe(403);
    expect(portal.owners.asked).toEqual([]);
  });
});
