import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { denied } from '@selvbetjent/contracts';
import { type DescribedRoutes as Api, DescribedRoutes, nameOf, type Route } from './described-routes.test-kit';
import { OPERATOR, TestingPortal } from './testing-portal.test-kit';

const STALE: Record<string, string> = { expectedVersion: 'stale_version', expectedRevision: 'stale_revision' };
const HOURS = '/api/stations/trosterud/opening-hours';

let portal: TestingPortal;
let api: Api;
let headers: Record<string, string>;
/** Those that take If-Match, as the description has it. */
let tagged: Route[];

beforeAll(async () => {
  portal = await TestingPortal.start();
  headers = await portal.signIn(OPERATOR);
  api = await DescribedRoutes.read(portal.url);
  tagged = api.routes.filter((route) => api.namesOf(route).has('If-Match'));
});

afterAll(() => portal?.stop());

function memberOf(route: Route): string {
  return Object.keys(STALE).find((name) => api.namesOf(route).has(name)) ?? '';
}

describe('If-Match', () => {
  it('is taken wherever a version with an ETag is saved on', () => {
    expect(tagged.map(nameOf).toSorted()).toEqual([
      'DELETE /api/stations/{stationId}/exceptions/{date}',
      'DELETE /api/stations/{stationId}/opening-hours/{validFrom}',
      'POST /api/stations/{stationId}/exceptions',
      'POST /api/stations/{stationId}/opening-hours/undo',
      'PUT /api/stations/{stationId}',
      'PUT /api/stations/{stationId}/opening-hours',
    ]);
  });

  it('of a version that isn’t the present one is 412, and without it 409 as ever', async () => {
    for (const route of tagged) {
      const code = STALE[memberOf(route)] ?? '';
      const tag = code === 'stale_revision' ? '"3"' : '"2"';
      portal.owners.refuseAll(denied(code, 'Noen andre var først.', { version: 9 }));
      const [with412, with409] = [
        await api.call(route, { ...headers, 'if-match': tag }),
        await api.call(route, headers),
      ];
      portal.owners.refuseAll(null);
      expect([nameOf(route), with412.status, await with412.json()]).toEqual([
        nameOf(route),
        412,
        expect.objectContaining({ code, status: 412, version: 9, detail: 'Noen andre var først.' }),
      ]);
      expect(with409.status).toBe(409);
    }
  });

  it.each([
    ['the ETag of what was read', '"2"', { expectedVersion: 2 }],
    ['the ETag alone', '"2"', {}],
    ['anything', '*', { expectedVersion: 2 }],
  ])('%s saves', async (_name, tag, seen) => {
    const response = await save(tag, seen);
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"3"']);
    expect(portal.owners.asked.at(-1)?.body).toMatchObject({ expectedVersion: 2 });
  });

  it('alone says which version a deletion is about', async () => {
    const response = await fetch(`${portal.url}${HOURS}/2026-12-01`, {
      method: 'DELETE',
      headers: { ...headers, 'if-match': '"2"' },
    });
    expect([response.status, portal.owners.asked.at(-1)?.body.expectedVersion]).toEqual([200, 2]);
  });

  it.each([
    ['a weak ETag', 'W/"2"', { expectedVersion: 2 }, 412],
    ['the ETag of something else', '"abc"', { expectedVersion: 2 }, 412],
    ['two ETags', '"2", "3"', { expectedVersion: 2 }, 400],
    ['another version than the body', '"2"', { expectedVersion: 3 }, 400],
    ['nothing seen at all', undefined, {}, 400],
    ['anything, with nothing seen', '*', {}, 400],
  ])('%s saves nothing', async (_name, tag, seen, status) => {
    const before = portal.owners.asked.length;
    expect((await save(tag, seen)).status).toBe(status);
    expect(portal.owners.asked.length).toBe(before);
  });
});

function save(tag: string | undefined, seen: object): Promise<Response> {
  return fetch(`${portal.url}${HOURS}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json', ...(tag && { 'if-match': tag }) },
    body: JSON.stringify({ validFrom: '2026-12-01', hours: 'off', ...seen }),
  });
}
