import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, denied } from '@selvbetjent/contracts';
import { type RunningService, startService } from '@selvbetjent/platform';
import { freePort, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { type PortalConfig } from './config';
import { DescribedRoutes, nameOf, type Route } from './described-routes.test-kit';
import { TestingOwners } from './owners.test-kit';
import { describePortal } from './portal.module';
import { SessionCookies } from './sign-in/session-cookies';
import { SessionStore } from './sign-in/session.store';

const STAFF: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] };
const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
/** The description itself, and a person's way to sign in. */
const NOT_DESCRIBED = /\/api\/(docs|openapi|sign-in)/;
/** Only the owner knows which station these belong to. */
const JUDGED_BY_OWNER = /\{(deviceId|dropOffId)\}/;
interface RouterLayer {
  route?: { path: unknown; methods: Record<string, boolean> };
}

let system: Infrastructure;
let portal: RunningService;
let config: PortalConfig;
let api: DescribedRoutes;
const owners = new TestingOwners();

beforeAll(async () => {
  system = await startInfrastructure();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  config = {
    ...{ host: '127.0.0.1', port, logLevel: 'silent', databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
    ...{
      publicUrl,
      sessionSecret: 'only-for-these-tests',
      webRoot: __dirname,
      services: {},
      trustedProxies: ['loopback'],
    },
    oidc: {
      ...{ clientId: 'selvbetjent-portal', clientSecret: null, audience: 'selvbetjent', rolesClaim: 'roles' },
      ...{ issuer: `${publicUrl}/oidc`, embedded: true },
    },
  };
  await owners.start(system.natsUrl);
  portal = await startService(describePortal(config));
  api = await DescribedRoutes.read(portal.url);
});

afterAll(async () => {
  await portal?.close();
  await owners.close();
  await system?.stop();
});

/** Found in the description, so that a new route can't be forgotten; what each refuses is told together. */
describe('every route that asks who one is', () => {
  it('is in the description: nothing that changes something is open to everyone', () => {
    const open = api.routes.filter(({ method, operation }) => method !== 'GET' && !operation.security);
    expect(open.map(nameOf)).toEqual([]);
    expect(guarded().length).toBeGreaterThan(20);
  });

  it('is there in the description, if it is in the router', () => {
    const { router } = portal.app.getHttpAdapter().getInstance() as { router: { stack: RouterLayer[] } };
    const served = router.stack.flatMap(({ route }) =>
      Object.keys(route?.methods ?? {}).map((method) => `${method.toUpperCase()} ${String(route?.path)}`),
    );
    const ours = served.filter((name) => / \/api\//.test(name) && !NOT_DESCRIBED.test(name));
    const described = api.routes.map((route) => nameOf(route).replace(/\{(\w+)\}/g, ':$1'));
    expect(ours.toSorted()).toEqual(described.toSorted());
  });

  it('refuses who isn’t signed in', async () => {
    expect(await statuses(guarded(), {})).toEqual(all(guarded(), '401 not_signed_in'));
  });

  it.each([
    ['has no role', { ...OPERATOR, roles: [] }],
    ['has another role', { ...OPERATOR, roles: ['resident'] }],
    ['is responsible for another station', { ...OPERATOR, stations: ['tveita'] }],
    ['is responsible for none', { ...OPERATOR, stations: [] }],
  ])('refuses who %s', async (_name, author) => {
    const [judgedHere, judgedByOwner] = [false, true].map((byOwner) =>
      guarded().filter(({ path }) => JUDGED_BY_OWNER.test(path) === byOwner),
    ) as [Route[], Route[]];
    const headers = await signIn(author);
    const askedBefore = owners.asked.length;
    expect(await statuses(judgedHere, headers)).toEqual(all(judgedHere, '403 forbidden'));
    expect(owners.asked.slice(askedBefore)).toEqual([]);
    owners.refuseAll(denied('forbidden', 'Bare for dem som har stasjonen.'));
    expect(await statuses(judgedByOwner, headers)).toEqual(all(judgedByOwner, '403 forbidden'));
    owners.refuseAll(null);
  });

  it('refuses a change without the page’s own token, or with another session’s', async () => {
    const writes = guarded().filter(({ method }) => method !== 'GET');
    const { cookie } = await signIn(OPERATOR);
    expect(await statuses(writes, { cookie })).toEqual(all(writes, '403 csrf'));
    const foreign = { cookie, 'x-csrf-token': (await signIn(OPERATOR))['x-csrf-token'] };
    expect(await statuses(writes, foreign)).toEqual(all(writes, '403 csrf'));
  });

  it.each([
    ['expectedVersion', 'stale_version'],
    ['expectedRevision', 'stale_revision'],
  ])('that takes an %s answers 409 to who has seen an older one', async (name, code) => {
    const versioned = guarded().filter((route) => api.namesOf(route).has(name));
    expect(versioned.length).toBeGreaterThan(0);
    owners.refuseAll(denied(code, 'Noen andre var først.', { version: 9 }));
    const headers = await signIn(name === 'expectedRevision' ? OPERATOR : STAFF);
    expect(await statuses(versioned, headers)).toEqual(all(versioned, `409 ${code}`));
    owners.refuseAll(null);
  });
});

describe('every route that reads', () => {
  /** Otherwise `fetch` asks past all caches. */
  const AS_BROWSERS = { 'cache-control': 'max-age=0' };
  /** Their answers are anybody's, and always new. */
  const ALWAYS_NEW = ['/api/health/live', '/api/health/ready', '/api/session'];

  it('keeps nothing on its way of what only some may see', async () => {
    const headers = await signIn(OPERATOR);
    const personal = guarded().filter(({ method, path }) => method === 'GET' && path !== '/api/events');
    expect(await caching(personal, headers)).toEqual(all(personal, '200 no-store'));
  });

  it('lets caches keep what everyone may see, for minutes or to be asked about each time', async () => {
    const open = api.routes.filter(({ method, operation }) => method === 'GET' && !operation.security);
    const expected = Object.fromEntries(
      open.map((route) => {
        const minutes = /\.(ics|geojson)$/.test(route.path) ? 'max-age=300' : 'no-cache';
        if (ALWAYS_NEW.includes(route.path)) return [nameOf(route), '200 no-store'];
        return [nameOf(route), route.path === '/api/tonnage' ? '200 no-cache' : `200 public, ${minutes}`];
      }),
    );
    expect(await caching(open, {})).toEqual(expected);
  });

  it.each(['/api/stations', '/api/stations/trosterud', '/api/stations.geojson', '/api/tonnage'])(
    '%s says 304 to who has it',
    async (path) => {
      const etag = (await fetch(portal.url + path)).headers.get('etag') ?? '';
      const again = await fetch(portal.url + path, { headers: { 'if-none-match': etag, ...AS_BROWSERS } });
      expect([again.status, await again.text()]).toEqual([304, '']);
    },
  );

  it('and is tagged with a version is told whole to who has the version', async () => {
    const headers = await signIn(STAFF);
    for (const path of ['/api/stations/trosterud/opening-hours', '/api/stations/trosterud/schedule']) {
      const answer = await fetch(portal.url + path, {
        headers: { ...headers, 'if-none-match': '"2"', ...AS_BROWSERS },
      });
      expect([answer.status, answer.headers.get('etag')]).toEqual([200, '"2"']);
    }
  });
});

async function caching(of: Route[], headers: Record<string, string>): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const route of of) {
    const response = await api.call(route, headers);
    await response.text();
    answers[nameOf(route)] = `${response.status} ${response.headers.get('cache-control')}`;
  }
  return answers;
}

/** Those for people; devices have keys of their own. */
function guarded(): Route[] {
  return api.routes.filter(({ operation: { security } }) => security?.some((scheme) => 'session' in scheme));
}

function all(of: Route[], answer: string): Record<string, string> {
  return Object.fromEntries(of.map((route) => [nameOf(route), answer]));
}

async function statuses(of: Route[], headers: Record<string, string>): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const route of of) {
    const response = await api.call(route, headers);
    const { code } = (await response.json()) as { code?: string };
    answers[nameOf(route)] = `${response.status} ${code}`;
  }
  return answers;
}

async function signIn(author: Author): Promise<{ cookie: string; 'x-csrf-token': string }> {
  const id = await portal.app.get(SessionStore).create(author);
  return { cookie: `selvbetjent=${id}`, 'x-csrf-token': new SessionCookies(config).csrfToken(id) };
}
