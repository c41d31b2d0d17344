import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { caughtUp } from '../caught-up';
import { ApiClient } from '../e2e/api-client';
import { DescribedApi } from '../e2e/described-api';
import { stationsFileOf } from '../e2e/stations-file';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';

const STATION = 'trosterud';
const OF = `/api/stations/${STATION}`;
const AT = '2026-11-20T11:06:00Z';
const REASON = 'Veid for hånd';
const METAL = { stationId: STATION, containerId: 'metall' };
const WOOD = { stationId: STATION, containerId: 'tre' };
/** Without scales kilos are entered by hand at any time. */
const WITHOUT_SCALES = ['metall', 'tre']
  .map(
    (id) => `      - { id: ${id}, name: ${id}, stream: recycling, fraction: ${id === 'tre' ? 'wood' : 'metal'},
          capacityKg: 1500, access: staffed, doors: [], scales: [] }
`,
  )
  .join('');
const ACTIVITY = {
  ...{ localDate: '2026-11-20', place: 'Låven', kind: 'market', title: 'Marked', residentEvents: 1 },
  goods: [{ stream: 'reuse', fraction: 'books', grams: 7_000, method: 'estimated', origin: 'household' }],
};
const STEPS = [{ place: 'empty', placedGrams: 0, shownGrams: [0, 100] }];
const HISTORY = 'Dato;Strøm;Fraksjon;Kg\r\n2024-05-02;reuse;books;12,5\r\n';

interface Known {
  version: number;
  revision: number;
  closureId: string;
  activityId: string;
  dropOffId: string;
  keyId: string;
}

interface Write {
  /** As the API's description has it. */
  route: string;
  path: (known: Known) => string;
  body?: (known: Known) => object;
  /** A file, in place of a body. */
  file?: { type: string; text: string };
}

/**
 * Nothing is changed by a preview; a key is shown once and is another one each time; devices' readings have their own identity; a check of
 * a handle that is told again is the same check, written down again.
 */
const OTHERS = [
  'POST /api/stations/{stationId}/opening-hours/preview',
  'POST /api/devices/{deviceId}/keys',
  'POST /api/devices/{deviceId}/readings',
  'POST /api/devices/poison/replay',
  'POST /api/stations/{stationId}/doors/{doorId}/handle-checks',
];

/** Of messages under way, and of what a listener heard last. */
const RESTLESS_TABLES = ['outbox', 'inbox', 'stream_marks', 'migrations', 'scale_listener'];

const WRITES: Write[] = [
  {
    route: 'PUT /api/stations/{stationId}/opening-hours',
    path: () => `${OF}/opening-hours`,
    body: ({ version }) => ({
      validFrom: '2027-01-04',
      hours: 'Mo 12:00-14:00',
      expectedVersion: version,
      confirm: true,
    }),
  },
  {
    route: 'DELETE /api/stations/{stationId}/opening-hours/{validFrom}',
    path: ({ version }) => `${OF}/opening-hours/2027-01-04?expectedVersion=${version}&confirm=true`,
  },
  {
    route: 'POST /api/stations/{stationId}/opening-hours/undo',
    path: () => `${OF}/opening-hours/undo`,
    body: ({ version }) => ({ expectedVersion: version, confirm: true }),
  },
  {
    route: 'POST /api/stations/{stationId}/exceptions',
    path: () => `${OF}/exceptions`,
    body: () => ({ date: '2027-05-14', hours: 'off', reason: { nb: 'Fest', en: 'Party' } }),
  },
  {
    route: 'DELETE /api/stations/{stationId}/exceptions/{date}',
    path: () => `${OF}/exceptions/2027-05-14?confirm=true`,
  },
  {
    route: 'POST /api/stations/{stationId}/closures',
    path: () => `${OF}/closures`,
    body: () => ({ appliesTo: 'residents', reason: { nb: 'Is', en: 'Ice' } }),
  },
  {
    route: 'DELETE /api/stations/{stationId}/closures/{closureId}',
    path: ({ closureId }) => `${OF}/closures/${closureId}`,
  },
  {
    route: 'POST /api/drop-offs',
    path: () => '/api/drop-offs',
    body: () => ({ ...METAL, at: AT, grams: 12_300, reason: REASON }),
  },
  {
    route: 'POST /api/drop-offs/{dropOffId}/corrections',
    path: ({ dropOffId }) => `/api/drop-offs/${dropOffId}/corrections`,
    body: () => ({ grams: 11_000, reason: REASON }),
  },
  {
    route: 'POST /api/transfers',
    path: () => '/api/transfers',
    body: () => ({ from: METAL, to: WOOD, at: AT, grams: 1_000, reason: REASON }),
  },
  {
    route: 'POST /api/collections',
    path: () => '/api/collections',
    body: () => ({ ...METAL, at: AT, grams: 2_000, reason: REASON }),
  },
  { route: 'POST /api/activities', path: () => `/api/activities?station=${STATION}`, body: () => ACTIVITY },
  {
    route: 'POST /api/activities/{activityId}/corrections',
    path: ({ activityId }) => `/api/activities/${activityId}/corrections?station=${STATION}`,
    body: () => ({ activity: { ...ACTIVITY, title: 'Bokmarked' }, reason: REASON, expectedRevision: 1 }),
  },
  {
    route: 'POST /api/activities/{activityId}/cancellation',
    path: ({ activityId }) => `/api/activities/${activityId}/cancellation?station=${STATION}`,
    body: () => ({ reason: REASON }),
  },
  {
    route: 'POST /api/devices/{deviceId}/calibrations',
    path: () => `/api/devices/${STATION}-vekt/calibrations`,
    body: () => ({ at: AT, steps: STEPS }),
  },
  {
    route: 'DELETE /api/devices/{deviceId}/keys/{keyId}',
    path: ({ keyId }) => `/api/devices/${STATION}-vekt/keys/${keyId}`,
  },
  {
    route: 'POST /api/reports/years/{year}/sent',
    path: () => `/api/reports/years/2026/sent?station=${STATION}`,
    body: () => ({ note: 'Sendt til KOSTRA' }),
  },
  {
    route: 'POST /api/history/import',
    path: () => `/api/history/import?station=${STATION}&source=regneark&reason=flyttet`,
    file: { type: 'text/csv', text: HISTORY },
  },
  { route: 'POST /api/stations', path: () => '/api/stations', body: () => ({ id: 'tveita', ...shape('Tveita') }) },
  {
    route: 'PUT /api/stations/{stationId}',
    path: () => '/api/stations/tveita',
    body: ({ revision }) => ({ expectedRevision: revision, station: shape('Tveita senter') }),
  },
  {
    route: 'POST /api/stations/import',
    path: () => '/api/stations/import',
    file: { type: 'application/yaml', text: stationsFileOf(['ammerud']) },
  },
];

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;
let database: Client;
let keyId: string;

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  services = await ServiceProcesses.start(infrastructure, {
    names: ['access', 'stations', 'dropoffs', 'tonnage', 'portal'],
    stationsFile: stationsFileOf([STATION]) + WITHOUT_SCALES,
  });
  operator = await ApiClient.signIn(services, 'demo-operator');
  database = new Client({ connectionString: infrastructure.databaseUrl });
  await database.connect();
  ({ keyId } = (await operator.send('POST', `/api/devices/${STATION}-vekt/keys`)).body as { keyId: string });
});

afterAll(async () => {
  await database?.end();
  await services?.stop();
  await infrastructure?.stop();
});

it('all that people change is tried here', async () => {
  const api = await DescribedApi.read(services.portalUrl);
  const routes = api.routes.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  expect([...WRITES.map(({ route }) => route), ...OTHERS].toSorted()).toEqual(routes.toSorted());
});

/** In this order: some are about what those before them made. */
describe('a write whose answer was lost, also by the portal, is done once by its owner:', () => {
  it.each(WRITES)('$route', async ({ route, path, body, file }) => {
    const known = await whatIsKnown();
    const [method = ''] = route.split(' ');
    const key = { 'idempotency-key': `once ${route}` };
    const send = () =>
      file ? operator.upload(path(known), file, key) : operator.send(method, path(known), body?.(known), key);
    const before = await ownersState();
    const first = await send();
    expect([first.body, first.status < 300]).toEqual([first.body, true]);
    const once = await ownersState();
    expect(once).not.toEqual(before);
    await database.query('TRUNCATE portal.answered_write');
    // The same answer, or that it has been done: a version that is past, a thing that is gone or is there already.
    expect([first.status, 404, 409]).toContain((await send()).status);
    expect(await ownersState()).toEqual(once);
  });
});

/** A digest of every table of the owners, when all have heard all. */
async function ownersState(): Promise<Record<string, string>> {
  await caughtUp(infrastructure);
  const { rows: tables } = await database.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_schema IN ('access', 'stations', 'dropoffs', 'tonnage') AND table_type = 'BASE TABLE'
       AND table_name <> ALL($1)`,
    [RESTLESS_TABLES],
  );
  const state: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await database.query<{ digest: string }>(
      `SELECT md5(coalesce(string_agg(one::text, ';' ORDER BY one::text), '')) AS digest FROM ${name} one`,
    );
    state[name] = rows[0]?.digest ?? '';
  }
  return state;
}

async function whatIsKnown(): Promise<Known> {
  const schedule = await operator.get<{ hoursVersion: number; closures: { id: string }[] }>(`${OF}/schedule`);
  const registry = await operator.get<{ revision?: number }>('/api/stations/tveita/registry');
  const activities = await operator.get<{ items: { activityId: string }[] }>(`/api/activities?station=${STATION}`);
  const ledger = await operator.get<{ items: { id: string; kind: string }[] }>(`/api/drop-offs?station=${STATION}`);
  return {
    version: schedule.hoursVersion,
    revision: registry.revision ?? 0,
    closureId: schedule.closures[0]?.id ?? '',
    activityId: activities.items[0]?.activityId ?? '',
    dropOffId: ledger.items.find(({ kind }) => kind === 'manual')?.id ?? '',
    keyId,
  };
}

function shape(name: string): object {
  return {
    ...{ name, district: 'Alna', address: 'Veien 1', timeZone: 'Europe/Oslo' },
    location: { latitude: 59.9, longitude: 10.9 },
    help: { phone: '22 00 00 00', text: { nb: 'Ring oss.', en: 'Call us.' } },
    openingHours: [{ validFrom: '2026-01-01', hours: 'Mo 11:00-16:00' }],
    containers: [],
  };
}
