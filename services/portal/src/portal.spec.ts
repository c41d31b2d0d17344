import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  type Author,
  ChangeOpeningHours,
  CloseStation,
  CountDeniedAttempts,
  denied,
  factOf,
  factSubject,
  type FactDescription,
  ImportHistory,
  ListAlarms,
  ListScaleAlarms,
  ListStations,
  ok,
  QueryUse,
  StageHistory,
  temporary,
  VisitWithdrawn,
} from '@selvbetjent/contracts';
import { NatsLink } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { freePort, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnsweredWriteStore } from './answered-write.store';
import { type StationDay } from './api/today.dto';
import { type PortalConfig } from './config';
import { describePortal } from './portal.module';
import { SessionCookies } from './sign-in/session-cookies';
import { SessionStore } from './sign-in/session.store';
import { Browser, eventsOf } from './browser.test-kit';
import { ACTIVITY, CLOSURE_ID, STATION, TestingOwners } from './owners.test-kit';
import {
  CHANGE,
  CLOSURE,
  HOURS,
  OPERATOR_WRITES,
  OWNER_CHECKED_WRITES,
  STATION_OPERATOR_WRITES,
  WRITES,
} from './writes.test-kit';

const STAFF: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] };
const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
const START_PAGE = '<!doctype html><html><head><title>Selvbetjent</title></head><body></body></html>';
/** Those with rules of their own, further down. */
const OTHER_WRITES = ['POST /api/devices/poison/replay', 'POST /api/devices/{deviceId}/readings'];
const OPERATOR_READS = [
  'drop-offs',
  'visits',
  'unlock-attempts',
  'devices/poison',
  'tonnage?by=day',
  'tonnage?by=week',
  'audit',
  'events',
  ...['reports/effect?from=2021-01-01&to=2023-11-30', 'reports/years/2026', 'reports/sent'],
  ...[`reports/sent/${CLOSURE_ID}`, 'history/template?', 'exports/drop-offs', 'exports/activities'],
  ...['exports/tonnage?from=2026-01-01&to=2026-12-31', 'exports/effect?from=2026-01-01&to=2026-12-31'],
  'exports/years/2026',
  ...['tonnage/flows?from=2026-11-01&to=2026-11-30&against=year', 'drop-offs/count?flow=becameWasteGrams'],
  'exports/flows?from=2026-11-01&to=2026-11-30&split=station',
  'use?from=2026-01-01&to=2026-01-31',
  'people',
];
let system: Infrastructure;
let portal: RunningService;
let config: PortalConfig;
let webRoot: string;
const owners = new TestingOwners();

beforeAll(async () => {
  system = await startInfrastructure();
  webRoot = await mkdtemp(join(tmpdir(), 'selvbetjent-web-'));
  await writeFile(join(webRoot, 'index.html'), START_PAGE);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const oidc = { clientId: 'selvbetjent-portal', clientSecret: null, audience: 'selvbetjent', rolesClaim: 'roles' };
  config = {
    ...{ host: '127.0.0.1', port, logLevel: 'silent', databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
    ...{ publicUrl, sessionSecret: 'only-for-these-tests', webRoot, services: {}, trustedProxies: ['loopback'] },
    oidc: { ...oidc, issuer: `${publicUrl}/oidc`, embedded: true },
  };
  await owners.start(system.natsUrl);
  portal = await startService(describePortal(config));
});

afterAll(async () => {
  await portal?.close();
  await owners.close();
  await system?.stop();
  await rm(webRoot, { recursive: true, force: true });
});

describe('every route that changes something', () => {
  it('is in the list of these tests', async () => {
    const { paths } = (await (await call('GET', '/api/openapi.json')).json()) as { paths: Record<string, object> };
    const writes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'get')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    const named = (path: string): string => path.replace(/\{\w+\}/g, '{}').replace(/\?.*/, '');
    const known = [...WRITES, ...OWNER_CHECKED_WRITES, ...OPERATOR_WRITES, ...STATION_OPERATOR_WRITES].map(
      ([method, path]) => `${method} ${named(templateOf(path))}`,
    );
    expect(writes.map(named).toSorted()).toEqual([...known, ...OTHER_WRITES.map(named)].toSorted());
  });

  describe.each([...WRITES, ...OWNER_CHECKED_WRITES])('%s %s', (method, path, body, status) => {
    const isOwnerChecked = OWNER_CHECKED_WRITES.some(([, known]) => known === path);

    it('wants somebody signed in', async () => {
      await expectProblem(await call(method, path, { body }), 401, 'not_signed_in');
      await expectProblem(
        await call(method, path, { body, headers: { cookie: 'selvbetjent=made-up' } }),
        401,
        'not_signed_in',
      );
      await expectProblem(
        await call(method, path, { body, headers: { authorization: 'Bearer made.up.token' } }),
        401,
        'not_signed_in',
      );
    });

    it('wants the CSRF token with the cookie', async () => {
      const { cookie } = await signIn(STAFF);
      await expectProblem(await call(method, path, { body, headers: { cookie } }), 403, 'csrf');
      const foreign = { cookie, 'x-csrf-token': (await signIn(STAFF))['x-csrf-token'] };
      await expectProblem(await call(method, path, { body, headers: foreign }), 403, 'csrf');
    });

    it.each<[string, Author]>([
      ['no role', { ...STAFF, roles: [] }],
      ['an unknown role', { ...STAFF, roles: ['resident'] }],
      ['another station', { ...STAFF, stations: [isOwnerChecked ? '' : 'tveita'].filter(Boolean) }],
      ['no station', { ...STAFF, stations: [] }],
    ])('refuses %s', async (_name, author) => {
      const askedBefore = owners.asked.length;
      await expectProblem(await call(method, path, { body, headers: await signIn(author) }), 403, 'forbidden');
      expect(owners.asked.length).toBe(askedBefore);
    });

    it.each([
      ['the station’s staff', STAFF],
      ['operators', OPERATOR],
      ['admins', { ...STAFF, roles: ['admin'] }],
    ])('lets %s through, and tells the owner who they are', async (_name, author) => {
      const askedBefore = owners.asked.length;
      const response = await call(method, path, { body, headers: await signIn(author) });
      expect(response.status).toBe(status);
      const told = owners.asked.slice(askedBefore).map((asked) => asked.body);
      expect(told).toContainEqual(expect.objectContaining({ author }));
      if (!isOwnerChecked) expect(JSON.stringify(told)).toContain('"stationId":"trosterud"');
    });

    it('takes a bearer token without CSRF', async () => {
      const headers = { authorization: `Bearer ${await token('demo-staff')}` };
      expect((await call(method, path, { body, headers })).status).toBe(status);
    });
  });
});

describe('what operators alone may change', () => {
  it.each(OPERATOR_WRITES)('%s %s: not for staff', async (method, path, body, status) => {
    await expectProblem(await call(method, path, { body, headers: await signIn(STAFF) }), 403, 'forbidden');
    const response = await call(method, path, { body, headers: await signIn(OPERATOR) });
    expect(response.status).toBe(status);
    expect(owners.asked.at(-1)?.body).toMatchObject({ author: OPERATOR });
  });

  it('hands the file on as it is, and takes no other form', async () => {
    const yaml = '# æøå\nstations: []\n';
    await call('POST', '/api/stations/import?dryRun=true', { body: yaml, headers: await signIn(OPERATOR) });
    expect(owners.asked.at(-1)?.body).toMatchObject({ yaml, dryRun: true, confirm: false });
    const asJson = await call('POST', '/api/stations/import', {
      body: { stations: [] },
      headers: await signIn(OPERATOR),
    });
    await expectProblem(asJson, 415, 'http_415');
  });

  it('exports a file, and shows a station in its shape', async () => {
    const headers = await signIn(OPERATOR);
    const file = await call('GET', '/api/stations/export', { headers });
    expect([file.headers.get('content-type'), await file.text()]).toEqual([
      'application/yaml; charset=utf-8',
      'stations: []\n',
    ]);
    const registry = await call('GET', '/api/stations/trosterud/registry', { headers });
    expect(registry.headers.get('etag')).toBe('"3"');
    expect(await registry.json()).toMatchObject({ revision: 3, station: { id: 'trosterud', containers: [] } });
  });
});

describe.each(STATION_OPERATOR_WRITES)('%s %s', (method, path, body, status) => {
  it('wants an operator of the station', async () => {
    await expectProblem(await call(method, path, { body }), 401, 'not_signed_in');
    const { cookie } = await signIn(OPERATOR);
    await expectProblem(await call(method, path, { body, headers: { cookie } }), 403, 'csrf');
    await expectProblem(await call(method, path, { body, headers: await signIn(STAFF) }), 403, 'forbidden');
    const elsewhere = await signIn({ ...OPERATOR, stations: ['tveita'] });
    await expectProblem(await call(method, path, { body, headers: elsewhere }), 403, 'forbidden');
  });

  it('tells the owner who it is', async () => {
    expect((await call(method, path, { body, headers: await signIn(OPERATOR) })).status).toBe(status);
    expect(owners.asked.at(-1)?.body).toMatchObject({ stationId: 'trosterud', author: OPERATOR });
  });
});

describe('the API’s description', () => {
  it('asks for credentials where they are asked for, and nowhere else', async () => {
    type Operation = { security?: object[] };
    const { paths } = (await (await call('GET', '/api/openapi.json')).json()) as {
      paths: Record<string, { get?: Operation; post?: Operation }>;
    };
    expect(paths['/api/stations']?.get?.security).toBeUndefined();
    expect(paths['/api/stations/{stationId}/closures']?.post?.security).toEqual([
      { bearer: [] },
      { session: [], csrf: [] },
    ]);
  });
});

describe('what operators read', () => {
  const path = (read: string): string => `/api/${read}${read.includes('?') ? '&' : '?'}station=trosterud`;

  it.each(OPERATOR_READS)('%s: 401 for nobody, 403 for staff and for other stations', async (read) => {
    await expectProblem(await call('GET', path(read)), 401, 'not_signed_in');
    await expectProblem(await call('GET', path(read), { headers: await signIn(STAFF) }), 403, 'forbidden');
    const elsewhere = await signIn({ ...OPERATOR, stations: ['tveita'] });
    await expectProblem(await call('GET', path(read), { headers: elsewhere }), 403, 'forbidden');
  });

  it.each(OPERATOR_READS.filter((read) => read !== 'events'))('%s: for operators', async (read) => {
    expect((await call('GET', path(read), { headers: await signIn(OPERATOR) })).status).toBe(200);
  });

  it('of all stations is only for who has all', async () => {
    const some = await signIn({ ...OPERATOR, stations: ['trosterud'] });
    await expectProblem(await call('GET', '/api/drop-offs', { headers: some }), 403, 'forbidden');
    expect((await call('GET', '/api/drop-offs', { headers: await signIn(OPERATOR) })).status).toBe(200);
  });

  it('of several stations is for who has each of them', async () => {
    const some = await signIn({ ...OPERATOR, stations: ['trosterud', 'loren'] });
    const flows = '/api/tonnage/flows?from=2026-11-01&to=2026-11-30&station=trosterud';
    expect((await call('GET', `${flows}&station=loren`, { headers: some })).status).toBe(200);
    expect(owners.asked.at(-1)?.body).toMatchObject({ stationIds: ['trosterud', 'loren'], by: 'day' });
    await expectProblem(await call('GET', `${flows}&station=tveita`, { headers: some }), 403, 'forbidden');
    expect((await call('GET', `${flows}&station[]=tveita`, { headers: some })).status).toBe(400);
    expect((await call('GET', '/api/drop-offs?station=trosterud&station=loren', { headers: some })).status).toBe(200);
  });

  it.each([
    ['from=2026-11-30&to=2026-11-01', 422],
    ['from=2016-01-01&to=2026-11-01&by=day', 422],
    ['from=1996-01-01&to=2026-11-01', 422],
    ['from=2026-11-01&to=2026-11-30&split=colour', 400],
    ['from=2026-11-01&to=2026-11-30&against=tomorrow', 400],
    ['from=2026-11-01', 400],
  ])('of flows for %s is refused with %d', async (query, status) => {
    const response = await call('GET', `/api/tonnage/flows?${query}`, { headers: await signIn(OPERATOR) });
    expect(response.status).toBe(status);
  });

  it('shows alarms to staff of the station, and those of all stations only to who has all', async () => {
    const headers = await signIn(STAFF);
    expect((await call('GET', '/api/alerts?station=trosterud&standing=true', { headers })).status).toBe(200);
    expect(owners.asked.at(-1)?.body).toEqual({ stationId: 'trosterud', standing: true, limit: 100 });
    await expectProblem(await call('GET', '/api/alerts?station=trosterud'), 401, 'not_signed_in');
    const elsewhere = await call('GET', '/api/alerts?station=annet', { headers });
    await expectProblem(elsewhere, 403, 'forbidden');
    await expectProblem(await call('GET', '/api/alerts', { headers }), 403, 'forbidden');
    expect((await call('GET', '/api/alerts?standing=maybe&station=trosterud', { headers })).status).toBe(400);
  });

  it('shows alarms of doors and of scales together, newest first', async () => {
    const headers = await signIn(STAFF);
    const raised = (alarmId: string, raisedAt: string) => ok([{ alarmId, raisedAt }]);
    owners.answerOnce(ListAlarms, raised('door', '2026-11-20T10:00:00.000Z'));
    owners.answerOnce(ListScaleAlarms, raised('scale', '2026-11-20T11:00:00.000Z'));
    const shown = await call('GET', '/api/alerts?station=trosterud', { headers });
    expect(await shown.json()).toMatchObject([{ alarmId: 'scale' }, { alarmId: 'door' }]);
  });

  it.each([
    ['dropoffs', ListScaleAlarms, ListAlarms, 'scales_unknown'],
    ['access', ListAlarms, ListScaleAlarms, 'doors_unknown'],
  ] as const)(
    'says that alarms are unknown while %s is down, and shows the others',
    async (_name, silent, other, kind) => {
      const headers = await signIn(STAFF);
      owners.answerOnce(silent, temporary('timeout', 'No answer in time'));
      owners.answerOnce(other, ok([{ alarmId: 'heard', raisedAt: '2026-11-20T10:00:00.000Z' }]));
      const shown = await call('GET', '/api/alerts?station=trosterud&standing=true', { headers });
      expect(shown.status).toBe(200);
      const unknown = { kind, stationId: 'trosterud', clearedAt: null };
      expect(await shown.json()).toMatchObject([unknown, { alarmId: 'heard' }]);
    },
  );

  it('has no alarms to show while nobody answers', async () => {
    owners.answerOnce(ListAlarms, temporary('timeout', 'No answer in time'));
    owners.answerOnce(ListScaleAlarms, temporary('timeout', 'No answer in time'));
    const shown = await call('GET', '/api/alerts?station=trosterud', { headers: await signIn(STAFF) });
    expect(shown.status).toBe(503);
  });

  it('shows the day to staff of the station, and all stations’ only to who has all; what nobody tells is null', async () => {
    const headers = await signIn(STAFF);
    await expectProblem(await call('GET', '/api/today', { headers }), 403, 'forbidden');
    await expectProblem(await call('GET', '/api/today?station=annet', { headers }), 403, 'forbidden');
    const [day] = (await (await call('GET', '/api/today?station=trosterud', { headers })).json()) as StationDay[];
    expect(day).toMatchObject({ stationId: 'trosterud', use: { visits: 0, denied: 0 }, kilos: { takenOutGrams: 0 } });
    owners.answerOnce(QueryUse, temporary('silent', 'x'));
    const all = await call('GET', '/api/today', { headers: await signIn(OPERATOR) });
    expect(await all.json()).toMatchObject([{ stationId: 'trosterud', use: null, kilos: { uncertainGrams: 0 } }]);
  });

  it('names the people of a station, and everyone only to who has all', async () => {
    const some = await signIn({ ...OPERATOR, stations: ['trosterud'] });
    await expectProblem(await call('GET', '/api/people', { headers: some }), 403, 'forbidden');
    expect((await call('GET', '/api/people?station=trosterud', { headers: some })).status).toBe(200);
  });

  it('shows doors to staff', async () => {
    expect((await call('GET', '/api/doors?station=trosterud', { headers: await signIn(STAFF) })).status).toBe(200);
    await expectProblem(await call('GET', '/api/doors?station=trosterud'), 401, 'not_signed_in');
  });
});

describe('the schedule of a station', () => {
  const SCHEDULE = '/api/stations/trosterud/schedule';

  it.each(['schedule', 'history'])('%s: 401 for nobody, 403 for other stations’ staff', async (read) => {
    const path = `/api/stations/trosterud/${read}`;
    await expectProblem(await call('GET', path), 401, 'not_signed_in');
    const elsewhere = await signIn({ ...STAFF, stations: ['tveita'] });
    await expectProblem(await call('GET', path, { headers: elsewhere }), 403, 'forbidden');
    expect((await call('GET', path, { headers: await signIn(STAFF) })).status).toBe(200);
  });

  it('has all that an editor needs, with the version as ETag', async () => {
    const response = await call('GET', SCHEDULE, { headers: await signIn(STAFF) });
    expect(response.headers.get('etag')).toBe('"2"');
    expect(await response.json()).toEqual({
      ...{ stationId: 'trosterud', timeZone: 'Europe/Oslo', hoursVersion: 2, staffedHours: null },
      ...{ versions: STATION.openingHours, exceptions: [], closures: [], containers: [] },
    });
  });

  it('is previewed with the refusals that other hours would have served, or without when nobody knows', async () => {
    const body = {
      validFrom: '2026-12-01',
      hours: 'Mo 11:00-16:00',
      exceptions: [{ date: '2026-12-23', hours: 'off' }],
    };
    const preview = async () => (await call('POST', `${HOURS}/preview`, { body, headers: await signIn(STAFF) })).json();
    expect(await preview()).toMatchObject({ deniedAttempts: { days: 28, denied: 5, wouldServe: 2 } });
    owners.answerOnce(CountDeniedAttempts, temporary('unavailable', 'no answer'));
    expect(await preview()).toMatchObject({ deniedAttempts: null });
  });

  it('is not changed by a request whose version is no number', async () => {
    const path = `${HOURS}/2026-12-01?expectedVersion=newest`;
    await expectProblem(await call('DELETE', path, { headers: await signIn(STAFF) }), 400, 'invalid_input');
    const without = await call('DELETE', `${HOURS}/2026-12-01`, { headers: await signIn(STAFF) });
    await expectProblem(without, 400, 'invalid_input');
  });
});

describe('a file of history', () => {
  const IMPORT = '/api/history/import?station=trosterud&source=s&reason=r';
  const upload = async (body: string, type = 'text/csv'): Promise<Response> =>
    fetch(`${portal.url}${IMPORT}`, {
      method: 'POST',
      headers: { ...(await signIn(OPERATOR)), 'content-type': type },
      body,
    });

  it('goes to its owner in parts that a message can carry, without cutting a character', async () => {
    const text = `x${'😀'.repeat(200_000)}`;
    const before = owners.asked.length;
    expect((await upload(text)).status).toBe(200);
    const parts = owners.asked.slice(before).filter(({ contract }) => contract === StageHistory);
    expect(parts.map(({ body }) => body.text).join('')).toBe(text);
    for (const { body } of parts) expect(String(body.text)).not.toMatch(/\p{Cs}/u);
    expect(owners.asked.at(-1)).toMatchObject({
      contract: ImportHistory,
      body: { parts: parts.length, dryRun: false },
    });
  });

  it('is refused by its name when it is none, isn’t UTF-8, or is too large', async () => {
    await expectProblem(await upload('{}', 'application/json'), 415, 'http_415');
    await expectProblem(await upload('Str\ufffdm'), 422, 'not_utf8');
    await expectProblem(await upload('x'.repeat(5 * 1024 * 1024 + 1)), 413, 'http_413');
  });

  it('has a template with a BOM', async () => {
    const template = await call('GET', '/api/history/template', { headers: await signIn(OPERATOR) });
    expect(Buffer.from(await template.arrayBuffer()).toString('utf8')).toMatch(/^\ufeffId;Dato;Strøm;Fraksjon;Kg;/);
  });
});

describe('an activity', () => {
  it('is shown to staff of the station, and those of all stations only to who has all', async () => {
    const headers = await signIn(STAFF);
    const shown = await call('GET', '/api/activities?station=trosterud&from=2023-01-01', { headers });
    expect(await shown.json()).toEqual({ items: [ACTIVITY], next: null });
    await expectProblem(await call('GET', '/api/activities?station=trosterud'), 401, 'not_signed_in');
    await expectProblem(await call('GET', '/api/activities?station=tveita', { headers }), 403, 'forbidden');
    await expectProblem(await call('GET', '/api/activities', { headers }), 403, 'forbidden');
  });

  it('has the same id for the same Idempotency-Key, and none that the sender chose', async () => {
    const ids: unknown[] = [];
    for (const key of ['a', 'b']) {
      const headers = { ...(await signIn(STAFF)), 'idempotency-key': `activity-${key}` };
      const body = ACTIVITY.activity;
      await call('POST', '/api/activities?station=trosterud', { body, headers });
      ids.push(owners.asked.at(-1)?.body.activityId);
    }
    expect(new Set(ids).size).toBe(2);
    const body = { ...ACTIVITY.activity, activityId: CLOSURE_ID };
    await expectProblem(
      await call('POST', '/api/activities?station=trosterud', { body, headers: await signIn(STAFF) }),
      400,
      'invalid_input',
    );
  });
});

describe('tonnage', () => {
  it('hides small figures from who has no role', async () => {
    const { rows } = (await (await call('GET', '/api/tonnage')).json()) as { rows: object[] };
    expect(rows).toMatchObject([{ grams: null, suppressed: true, dropOffs: 3 }]);
    const exact = await call('GET', '/api/tonnage?station=trosterud', { headers: await signIn(STAFF) });
    expect(await exact.json()).toMatchObject({ rows: [{ grams: 4_200 }] });
  });
});

describe('refusals of an owner', () => {
  const save = async (change = {}): Promise<Response> =>
    call('PUT', HOURS, { body: { ...CHANGE, ...change }, headers: await signIn(STAFF) });

  it.each([
    ['stale_version', 409, { version: 7 }],
    ['nothing_to_undo', 409, undefined],
    ['recent_sign_in_needed', 403, undefined],
    ['confirmation_needed', 409, { warnings: [{ code: 'always_open', message: 'Alltid' }] }],
    ['bad_hours', 422, { position: 4 }],
    ['valid_from_past', 422, { today: '2026-12-24' }],
    ['forbidden', 403, undefined],
    ['not_found', 404, undefined],
  ])('%s becomes %d, with what is needed to act on it', async (code, status, details) => {
    owners.answerOnce(ChangeOpeningHours, denied(code, 'Fordi det er slik.', details));
    const problem = await expectProblem(await save(), status, code);
    expect(problem).toMatchObject({ ...details, detail: 'Fordi det er slik.' });
  });

  it('no answer becomes 503 with what to do', async () => {
    owners.answerOnce(ListStations, temporary('unavailable', 'no answer'));
    const problem = await expectProblem(await call('GET', '/api/stations'), 503, 'unavailable');
    expect(problem.detail).toContain('Prøv igjen');
  });

  it.each([
    ['a date that is none', { validFrom: 'tomorrow' }],
    ['no version', { expectedVersion: undefined }],
    ['an unknown member', { force: true }],
    ['an unsure confirmation', { confirm: 'yes' }],
    ['a day at the end of time', { validFrom: '9999-12-31' }],
  ])('%s never reaches the owner', async (_name, change) => {
    const askedBefore = owners.asked.length;
    await expectProblem(await save(change), 400, 'invalid_input');
    expect(owners.asked.length).toBe(askedBefore);
  });
});

describe('a reason to close', () => {
  it.each(['', 'a\u0000b', 'half \ud800'])('is text: not %j', async (nb) => {
    const body = { ...CLOSURE, reason: { nb, en: 'Ice' } };
    const refused = await call('POST', '/api/stations/trosterud/closures', { body, headers: await signIn(STAFF) });
    await expectProblem(refused, 400, 'invalid_input');
  });
});

describe('public pages', () => {
  it('leave out what is retired, which has its own page still', async () => {
    const retired = { ...STATION, retiredAt: '2026-01-01T00:00:00Z' };
    owners.answerOnce(ListStations, ok([retired]));
    expect(await (await call('GET', '/api/stations')).json()).toEqual([]);
    owners.answerOnce(ListStations, ok([retired]));
    expect(await (await call('GET', '/api/stations/trosterud')).json()).toMatchObject({
      ...{ open: false, nextOpening: null, retiredAt: '2026-01-01T00:00:00Z' },
      reason: { nb: 'Stasjonen er lagt ned' },
    });
  });

  it('need nobody signed in', async () => {
    expect((await call('GET', '/api/stations')).status).toBe(200);
    expect(await (await call('GET', '/api/stations/trosterud')).json()).toMatchObject({
      id: 'trosterud',
      hoursVersion: 2,
    });
    await expectProblem(await call('GET', '/api/stations/tveita'), 404, 'not_found');
  });

  it('carry the version of the hours as ETag, which never answers 304', async () => {
    const range = `${HOURS}?from=2026-11-16&to=2026-11-22`;
    const response = await call('GET', range, { headers: { 'if-none-match': '"2"' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe('"2"');
    const { intervals } = (await response.json()) as { intervals: object[] };
    expect(intervals).toHaveLength(3);
  });

  it.each(['from=2026-01-02&to=2026-01-01', 'from=2026-01-01&to=2027-02-05'])('refuse the range %s', async (range) => {
    await expectProblem(await call('GET', `${HOURS}?${range}`), 400, 'bad_interval');
  });

  it('come with a strict policy and from nobody else', async () => {
    const { headers } = await call('GET', '/api/stations');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('what other programs read', () => {
  it.each([
    ['/api/stations.geojson', 'application/geo+json; charset=utf-8', '"type":"FeatureCollection"'],
    ['/api/stations/trosterud/calendar.ics', 'text/calendar; charset=utf-8', 'BEGIN:VEVENT'],
  ])('%s: from everywhere, kept a while, and not sent twice', async (path, type, part) => {
    const response = await call('GET', path);
    expect(await response.text()).toContain(part);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      ...{ 'content-type': type, 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' },
    });
    if (path.endsWith('.geojson')) return;
    const tag = response.headers.get('etag') ?? '';
    const again = await call('GET', path, { headers: { 'if-none-match': tag, 'cache-control': 'max-age=0' } });
    expect(again.status).toBe(304);
  });

  it('names no calendar for a station that nobody knows', async () => {
    await expectProblem(await call('GET', '/api/stations/tveita/calendar.ics'), 404, 'not_found');
  });

  describe('a station’s page', () => {
    const page = async (path: string): Promise<string> =>
      (await call('GET', path, { headers: { accept: 'text/html' } })).text();

    it('has its name and its data in it, and nothing that its texts could break out of', async () => {
      const name = 'Trosterud </script><script>alert(1)</script> & $&';
      owners.answerOnce(ListStations, ok([{ ...STATION, name }]));
      const html = await page('/stasjon/trosterud');
      expect(html).toContain('<title>Trosterud &lt;/script>&lt;script>alert(1)&lt;/script> &amp; $&amp;</title>');
      const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html) ?? [];
      expect(JSON.parse(json)).toMatchObject({ '@type': 'RecyclingCenter', name });
      expect(html.match(/<script/g)).toHaveLength(1);
    });

    it.each(['/stasjon/tveita', '/stasjon/../x', '/drift/tall'])('is the plain one at %s', async (path) => {
      expect(await page(path)).not.toContain('ld+json');
    });

    it('is shown without its data while nobody answers', async () => {
      owners.answerOnce(ListStations, temporary('unavailable', 'no answer'));
      expect(await page('/stasjon/trosterud')).toBe(START_PAGE);
    });
  });
});

describe('Idempotency-Key', () => {
  const path = '/api/stations/trosterud/closures';
  const countAsked = (): number => owners.asked.filter(({ contract }) => contract === CloseStation).length;

  it('makes a write happen once, and gives the answer again', async () => {
    const headers = { ...(await signIn(STAFF)), 'idempotency-key': 'once' };
    const before = countAsked();
    const [first, second] = [
      await call('POST', path, { body: CLOSURE, headers }),
      await call('POST', path, { body: CLOSURE, headers }),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(countAsked()).toBe(before + 1);
  });

  it('is one person’s, and one request’s', async () => {
    const key = { 'idempotency-key': 'shared' };
    const before = countAsked();
    await call('POST', path, { body: CLOSURE, headers: { ...(await signIn(STAFF)), ...key } });
    await call('POST', path, { body: CLOSURE, headers: { ...(await signIn(OPERATOR)), ...key } });
    expect(countAsked()).toBe(before + 2);
    const other = { ...CLOSURE, appliesTo: 'everyone' };
    const reused = await call('POST', path, { body: other, headers: { ...(await signIn(STAFF)), ...key } });
    await expectProblem(reused, 422, 'idempotency_key_reused');
  });

  it('is free again after a failure, and then names the same closure', async () => {
    const headers = { ...(await signIn(STAFF)), 'idempotency-key': 'after-failure' };
    owners.answerOnce(CloseStation, temporary('unavailable', 'no answer'));
    expect((await call('POST', path, { body: CLOSURE, headers })).status).toBe(503);
    expect((await call('POST', path, { body: CLOSURE, headers })).status).toBe(201);
    const [failed, done] = owners.asked.slice(-2);
    expect(done?.body.closureId).toBe(failed?.body.closureId);
  });
});

describe('the demo provider', () => {
  it.each([
    ['in the header', { authorization: `Basic ${btoa('demo-operator:demo')}` }, {}],
    ['in the body', {}, { client_id: 'demo-operator', client_secret: 'demo' }],
  ])('gives clients tokens that the portal takes: secret %s', async (_name, headers, form) => {
    const bearer = await tokenFor(headers, form);
    const session = await call('GET', '/api/session', { headers: { authorization: `Bearer ${bearer}` } });
    expect(await session.json()).toMatchObject({
      signedIn: true,
      roles: ['operator'],
      stations: ['*'],
      csrfToken: null,
    });
  });

  it('refuses the wrong secret', async () => {
    await expect(tokenFor({}, { client_id: 'demo-staff', client_secret: 'demo2' })).resolves.toBeUndefined();
  });

  it('signs people in and returns them to where they were; signing out ends it', async () => {
    const browser = new Browser(config.publicUrl);
    const page = await browser.follow('/login?returnTo=/betjening');
    expect(await page.text()).toContain('Logg inn');
    expect((await browser.submit({ name: 'staff', password: 'wrong' })).status).toBe(401);
    const landed = await browser.submit({ name: 'staff', password: 'demo' });
    expect(landed.url).toBe(`${config.publicUrl}/betjening`);

    const session = (await (await browser.get('/api/session')).json()) as { csrfToken: string };
    expect(session).toMatchObject({ signedIn: true, name: 'Kari Kundeveileder', roles: ['staff'] });
    const kept = browser.cookieHeader();
    expect(kept).not.toContain('selvbetjent-innlogging');
    expect((await browser.get('/logout', { method: 'POST' })).status).toBe(403);
    expect(
      (await browser.get('/logout', { method: 'POST', headers: { 'x-csrf-token': session.csrfToken } })).status,
    ).toBe(204);
    const replayed = await call('GET', '/api/session', { headers: { cookie: kept } });
    expect(await replayed.json()).toMatchObject({ signedIn: false });
  });

  it('signs out everywhere at once, on the word of the page itself', async () => {
    const [phone, desk] = [new Browser(config.publicUrl), new Browser(config.publicUrl)];
    for (const browser of [phone, desk]) {
      await browser.follow('/login');
      await browser.submit({ name: 'staff', password: 'demo' });
    }
    const { csrfToken } = (await (await phone.get('/api/session')).json()) as { csrfToken: string };
    const everywhere = '/logout/everywhere';
    expect((await phone.get(everywhere, { method: 'POST' })).status).toBe(403);
    expect((await phone.get(everywhere, { method: 'POST', headers: { 'x-csrf-token': csrfToken } })).status).toBe(204);
    expect(await (await desk.get('/api/session')).json()).toMatchObject({ signedIn: false });
  });

  it('asks for the password again of who is signed in, and remembers when', async () => {
    const browser = new Browser(config.publicUrl);
    await browser.follow('/login');
    await browser.submit({ name: 'staff', password: 'demo' });
    const page = await browser.follow('/api/sign-in?prompt=login&returnTo=/stasjon/trosterud');
    expect(await page.text()).toContain('Logg inn');
    const before = Math.floor(Date.now() / 1_000) * 1_000;
    expect((await browser.submit({ name: 'staff', password: 'demo' })).url).toBe(
      `${config.publicUrl}/stasjon/trosterud`,
    );
    const { signedInAt } = (await (await browser.get('/api/session')).json()) as { signedInAt: string };
    expect(Date.parse(signedInAt)).toBeGreaterThanOrEqual(before);
  });

  it('lets another person sign in with the same browser', async () => {
    const browser = new Browser(config.publicUrl);
    for (const name of ['staff', 'operator', 'staff']) {
      await browser.follow('/login?returnTo=/drift');
      expect((await browser.submit({ name, password: 'demo' })).url).toBe(`${config.publicUrl}/drift`);
      expect(await (await browser.get('/api/session')).json()).toMatchObject({ roles: [name] });
    }
  });

  it.each(['constructor', '__proto__', 'toString'])('knows nobody called %s', async (name) => {
    const browser = new Browser(config.publicUrl);
    await browser.follow('/login');
    expect((await browser.submit({ name, password: 'demo' })).status).toBe(401);
  });

  it('offers a new try where a log-in is over, or was never begun', async () => {
    const tooLate = await call('GET', '/oidc/interaction/over');
    expect([tooLate.status, await tooLate.text()]).toEqual([400, expect.stringContaining('href="/login"')]);
    const strange = await call('GET', '/oidc/auth');
    expect([strange.status, await strange.text()]).toEqual([400, expect.stringContaining('href="/login"')]);
    const browser = new Browser(config.publicUrl);
    await browser.follow('/login');
    expect((await browser.submit({ name: 'x'.repeat(10_000), password: 'demo' })).status).toBe(400);
  });

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', ''])(
    'never returns people to %j',
    async (target) => {
      const browser = new Browser(config.publicUrl);
      await browser.follow(`/login?returnTo=${encodeURIComponent(target)}`);
      expect((await browser.submit({ name: 'staff', password: 'demo' })).url).toBe(`${config.publicUrl}/`);
    },
  );

  it('does nothing with a callback that nobody began, or that was changed', async () => {
    expect((await call('GET', '/callback?code=x&state=y')).status).toBe(400);
    const browser = new Browser(config.publicUrl);
    await browser.follow('/login');
    expect((await browser.get('/callback?code=x&state=y')).status).toBe(400);
  });
});

describe('while the database is down', () => {
  it('public pages go on, and the rest says so', async () => {
    const headers = await signIn(STAFF);
    const find = jest.spyOn(SessionStore.prototype, 'find').mockRejectedValue(new Error('connection refused'));
    expect((await call('GET', '/api/stations', { headers })).status).toBe(200);
    await expectProblem(await call('PUT', HOURS, { body: CHANGE, headers }), 503, 'sessions_unavailable');
    find.mockRestore();
  });

  it('nothing is written with a key that cannot be kept; what was written stands', async () => {
    const headers = { authorization: `Bearer ${await token('demo-staff')}`, 'idempotency-key': 'database-down' };
    const down = () => Promise.reject(new Error('connection refused'));
    const claim = jest.spyOn(AnsweredWriteStore.prototype, 'claim').mockImplementation(down);
    await expectProblem(await call('PUT', HOURS, { body: CHANGE, headers }), 503, 'writes_unavailable');
    claim.mockRestore();
    const keep = jest.spyOn(AnsweredWriteStore.prototype, 'keep').mockImplementation(down);
    expect((await call('PUT', HOURS, { body: CHANGE, headers })).status).toBe(200);
    keep.mockRestore();
  });
});

describe('events', () => {
  const followers: AbortController[] = [];
  afterEach(() => followers.splice(0).forEach((one) => one.abort()));

  it('come as they happen, and resume after the last one seen', async () => {
    const first = await follow();
    for (const revision of [11, 12, 13]) await publish(revision);
    const seen = await first.take(3);
    expect(seen.map(({ data }) => data.revision)).toEqual([11, 12, 13]);
    expect(seen[0]).toMatchObject({ event: 'access.visit.withdrawn.v1' });

    await publish(14);
    expect((await (await follow(seen[1]?.id)).take(2)).map(({ data }) => data.revision)).toEqual([13, 14]);
  });

  it('begin anew when the streams are younger than what the reader saw', async () => {
    await publish(21);
    const [first] = await (await follow('access:999999')).take(1);
    expect(first?.data.revision).toBe(11);
  });

  it('can be those of one station', async () => {
    const one = await follow(undefined, '?station=tveita');
    await publish(31);
    await publish(32, 'tveita');
    expect((await one.take(1))[0]?.data.revision).toBe(32);
  });

  async function publish(revision: number, stationId = 'trosterud'): Promise<void> {
    const connection = await portal.app.get(NatsLink).connected();
    const subject = factSubject(factOf(VisitWithdrawn) as FactDescription, stationId);
    await connection.jetstream().publish(subject, JSON.stringify({ stationId, revision }));
  }

  async function follow(lastEventId?: string, query = '') {
    const ending = new AbortController();
    followers.push(ending);
    const headers = { ...(await signIn(OPERATOR)), ...(lastEventId && { 'last-event-id': lastEventId }) };
    const response = await fetch(`${portal.url}/api/events${query}`, { headers, signal: ending.signal });
    const events: AsyncIterator<unknown, unknown> = eventsOf(response);
    return {
      take: async (count: number) => {
        const taken: SeenEvent[] = [];
        while (taken.length < count) taken.push((await events.next()).value as SeenEvent);
        return taken;
      },
    };
  }
});

interface SeenEvent {
  id: string;
  event: string;
  data: { revision: number };
}

/** The path as the API's description has it. */
function templateOf(path: string): string {
  const values: [string | RegExp, string][] = [
    ['/trosterud', '/{stationId}'],
    [/doors\/[^/]+/, 'doors/{doorId}'],
    [`drop-offs/${CLOSURE_ID}`, 'drop-offs/{dropOffId}'],
    [`keys/${CLOSURE_ID}`, 'keys/{keyId}'],
    [CLOSURE_ID, '{closureId}'],
    ['/vekt', '/{deviceId}'],
    [/years\/\d+/, 'years/{year}'],
    [/opening-hours\/\d[\d-]+/, 'opening-hours/{validFrom}'],
    [/exceptions\/\d[\d-]+/, 'exceptions/{date}'],
    [/\?.*/, ''],
  ];
  return values.reduce((template, [value, name]) => template.replace(value, name), path);
}

interface CallOptions {
  body?: object | string;
  headers?: Record<string, string>;
}

function call(method: string, path: string, { body, headers }: CallOptions = {}): Promise<Response> {
  const isFile = typeof body === 'string';
  const fileType = path.startsWith('/api/stations/') ? 'application/yaml' : 'text/csv';
  const content = body && {
    body: isFile ? body : JSON.stringify(body),
    headers: { 'content-type': isFile ? fileType : 'application/json', ...headers },
  };
  return fetch(`${portal.url}${path}`, { method, headers, ...content, redirect: 'manual' });
}

async function expectProblem(response: Response, status: number, code: string): Promise<Record<string, unknown>> {
  const problem = (await response.json()) as Record<string, unknown>;
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return problem;
}

/** A session as a browser has it after signing in. */
async function signIn(author: Author): Promise<{ cookie: string; 'x-csrf-token': string }> {
  const id = await portal.app.get(SessionStore).create(author);
  return { cookie: `selvbetjent=${id}`, 'x-csrf-token': new SessionCookies(config).csrfToken(id) };
}

async function token(client: string): Promise<string> {
  return (await tokenFor({}, { client_id: client, client_secret: 'demo' })) ?? '';
}

async function tokenFor(headers: Record<string, string>, form: Record<string, string>): Promise<string | undefined> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const response = await fetch(`${portal.url}/oidc/token`, { method: 'POST', headers, body });
  return ((await response.json()) as { access_token?: string }).access_token;
}
