import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DescribedRoutes as Api, DescribedRoutes, nameOf } from './described-routes.test-kit';
import { ownerOf } from './owners.test-kit';
import { OPERATOR, TestingPortal } from './testing-portal.test-kit';

const OWNERS = ['access', 'stations', 'dropoffs', 'tonnage'];
/** Endless, or about processes rather than what they know. */
const OTHERS = ['/api/events', '/api/health/ready'];

/** Routes that ask several owners, and answer without these of them: what they know is left out, and said to be unknown. */
const WORK_WITHOUT: Record<string, string[]> = {
  'GET /api/alerts': ['access', 'dropoffs'],
  'GET /api/devices': ['access'],
  'GET /api/stations': ['access', 'dropoffs'],
  'GET /api/stations/{stationId}': ['access', 'dropoffs'],
  'GET /api/today': ['tonnage'],
};

let portal: TestingPortal;
let api: Api;
let headers: Record<string, string>;

beforeAll(async () => {
  portal = await TestingPortal.start();
  headers = await portal.signIn(OPERATOR);
  api = await DescribedRoutes.read(portal.url);
});

afterAll(() => portal?.stop());
afterEach(() => portal.owners.leave());

describe('while an owner is down', () => {
  it.each(OWNERS)(
    '%s: what others know is there, and what it knows is 503 that says when to ask again',
    async (owner) => {
      const answers: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const route of api.routes.filter(({ method, path }) => method === 'GET' && !OTHERS.includes(path))) {
        const name = nameOf(route);
        await portal.owners.leave();
        const asked = portal.owners.asked.length;
        const whole = await api.call(route, headers);
        await whole.arrayBuffer();
        const asks = new Set(portal.owners.asked.slice(asked).map(({ contract }) => ownerOf(contract)));
        await portal.owners.leave(owner);
        const response = await api.call(route, headers);
        const text = await response.text();
        const later = response.status === 503 ? ` after ${response.headers.get('retry-after')} s` : '';
        answers[name] = `${[...asks].join('+')} ${whole.status} ${response.status}${later}`;
        const works = !asks.has(owner) || WORK_WITHOUT[name]?.includes(owner);
        expected[name] = `${[...asks].join('+')} 200 ${works ? '200' : '503 after 60 s'}`;
        if (response.status !== 200) expect(text).toContain('"detail"');
      }
      expect(answers).toEqual(expected);
    },
  );
});
