import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedDay } from '@selvbetjent/simulation';
import fc from 'fast-check';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { DescribedApi, type DescribedRoute } from './described-api';
import { generatedRequest, type SentRequest } from './generated-requests';
import { stationsFileOf } from './stations-file';

const STATION = 'trosterud';
const DATE = '2026-11-20';
const AT = `${DATE}T11:06:00Z`;
const PLACE = { stationId: STATION, containerId: 'ombruk' };
/** There kilos are entered by hand at any time. */
const WITHOUT_SCALE = `      - id: metall
        name: Metallcontainer
        stream: recycling
        fraction: metal
        capacityKg: 1500
        access: staffed
        doors: []
        scales: []
`;
/**
 * The same ones in every build, so that none fails by chance. More, and others, are run by hand:
 * `FUZZ_SEED=9000000 FUZZ_REQUESTS=50000 npx jest libs/testing/src/e2e/api-as-described`.
 */
const FUZZ_REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_000);
const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 1);
const AT_ONCE = 8;
/** Answers with an end; the feed of events has none. */
const ENDLESS = '/api/events';

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;
let api: DescribedApi;
/** Good values of parameters, by name. */
const known: Record<string, string> = {
  ...{ stationId: STATION, station: STATION, deviceId: `${STATION}-vekt`, doorId: `${STATION}-dor`, date: DATE },
  ...{ from: '2026-01-01', to: '2026-12-31', year: '2026', validFrom: '2027-01-01' },
};

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  const names = ['access', 'stations', 'dropoffs', 'tonnage', 'portal'] as const;
  services = await ServiceProcesses.start(infrastructure, {
    names,
    stationsFile: stationsFileOf([STATION]) + WITHOUT_SCALE,
  });
  operator = await ApiClient.signIn(services, 'demo-operator');
  api = await DescribedApi.read(services.portalUrl);
  await caughtUp(infrastructure);
  await playUntilAcknowledged(infrastructure.mqttUrl, aDay());
  await caughtUp(infrastructure);
  await enterAll();
  await caughtUp(infrastructure);
});

afterAll(async () => {
  await services?.stop();
  await infrastructure?.stop();
});

it('every route that reads answers as it is described, of a station with a life behind it', async () => {
  const reads = api.routes.filter(({ method, path }) => method === 'GET' && path !== ENDLESS);
  expect(reads.length).toBeGreaterThan(35);
  const faults: string[] = [];
  const empty: string[] = [];
  for (const route of reads) {
    const { response, text } = await answerTo({ route, path: goodPath(route) });
    if (response.status !== 200) faults.push(`${route.path}: ${response.status} ${text}`);
    if (text === '[]' || text.includes('"items":[]')) empty.push(route.path);
    faults.push(...api.faultsOf(route, response, text));
  }
  expect(faults).toEqual([]);
  // No resident has pressed a door, nothing is wrong, every payload was of use, and the scale said nothing within the hour.
  expect(empty.toSorted()).toEqual([
    '/api/alerts',
    '/api/devices/poison',
    '/api/devices/{deviceId}/readings',
    '/api/unlock-attempts',
  ]);
});

/** A page at a time, with something entered at both ends of the list between one page and the next. */
describe('pages neither repeat nor miss what was there at the first', () => {
  it.each([
    ['the ledger', '/api/drop-offs?station=trosterud', (turn: number) => entry(turn % 2 ? '2026-01-02' : '2026-11-10')],
    [
      'a station’s rows',
      '/api/stations/trosterud/drop-offs?',
      (turn: number) => entry(turn % 2 ? '2026-01-02' : '2026-11-10'),
    ],
    [
      'activities',
      '/api/activities?station=trosterud',
      (turn: number) => activity(turn % 2 ? '2026-01-02' : '2026-11-10'),
    ],
    ['the history', '/api/stations/trosterud/history?', (turn: number) => closure(`Stengt ${turn}`)],
    ['the audit', '/api/audit?station=trosterud', (turn: number) => closure(`Stengt igjen ${turn}`)],
  ])('of %s', async (_name, list, enter) => {
    for (let turn = 0; turn < 4; turn += 1) await enter(turn);
    const before = (await pageOf(`${list}&limit=200`)).items.map(idOf);
    const met: string[] = [];
    let cursor: string | null = '';
    for (let turn = 0; cursor !== null; turn += 1) {
      const page: Page = await pageOf(`${list}&limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      met.push(...page.items.map(idOf));
      cursor = page.next;
      if (turn < 4) await enter(turn);
    }
    expect(new Set(met).size).toBe(met.length);
    expect(met.filter((id) => before.includes(id))).toEqual(before);
  });
});

/** An empty page would look like the end of the list. */
describe('a cursor that no page ended with is refused', () => {
  const nowhere = '5f0c4f0e-6c37-4a2b-9d0c-0d4a2a6f1c99';
  it.each([
    ['/api/drop-offs?station=trosterud', '1-1'],
    ['/api/drop-offs?station=trosterud', '999999999999999-1'],
    ['/api/drop-offs?station=trosterud', nowhere],
    ['/api/stations/trosterud/drop-offs?', '1-1'],
    ['/api/activities?station=trosterud', `${DATE}_${nowhere}`],
    ['/api/activities?station=trosterud', `2026-02-30_${nowhere}`],
    ['/api/activities?station=trosterud', `${DATE}_${'-'.repeat(36)}`],
    ['/api/stations/trosterud/history?', '999999999'],
    ['/api/audit?', '999999999'],
    ['/api/unlock-attempts?station=trosterud', nowhere],
  ])('%s after %s', async (list, cursor) => {
    const { status, body } = await operator.send('GET', `${list}&cursor=${encodeURIComponent(cursor)}`);
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 'invalid_cursor' })]);
  });
});

describe(`${FUZZ_REQUESTS} generated requests`, () => {
  it(`give no error of ours, nothing that isn't described, and end no process (seed ${FUZZ_SEED})`, async () => {
    const before = await starts();
    const routes = api.routes.filter(({ path }) => path !== ENDLESS);
    const anyRequest = generatedRequest(routes, api.schemas, known);
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    for (let turn = 0; turn * AT_ONCE < FUZZ_REQUESTS; turn += 1) {
      const requests = fc.sample(anyRequest, { numRuns: AT_ONCE, seed: FUZZ_SEED + turn });
      const answers = await Promise.all(requests.map((request) => answerTo(request)));
      for (const { request, response, text } of answers) {
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        const found = api.faultsOf(request.route, response, text);
        if (response.status >= 500) found.push(`${response.status} ${text}`);
        faults.push(...found.map((fault) => `${fault} to ${request.path} ${request.body ?? ''}`));
      }
    }
    console.info(`answers by status: ${JSON.stringify(Object.fromEntries([...statuses].toSorted()))}`);
    expect(faults.slice(0, 20)).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(FUZZ_REQUESTS / 20);
    expect(await starts()).toEqual(before);
  }, 3_600_000);
});

/** One visit puts in 12.3 kg, another takes out 5 kg. */
function aDay() {
  return recordedDay({
    ...{ stationId: STATION, doorId: `${STATION}-dor`, scaleId: `${STATION}-vekt`, date: DATE },
    timeZone: 'Europe/Oslo',
    visits: [
      { at: '12:05', grams: 12_300 },
      { at: '14:00', grams: -5_000 },
    ],
    ...{ seed: 7, noiseGrams: 0, resolutionGrams: 100 },
  }).messages;
}

interface Page {
  items: { id?: string; activityId?: string; position?: number }[];
  next: string | null;
}

function pageOf(path: string): Promise<Page> {
  return operator.get<Page>(path);
}

function idOf({ id, activityId, position }: Page['items'][number]): string {
  return String(id ?? activityId ?? position);
}

function entry(date: string): Promise<object> {
  return made('POST', '/api/drop-offs', {
    ...PLACE,
    containerId: 'metall',
    at: `${date}T09:00:00Z`,
    grams: 1_000,
    reason: 'Veid for hånd',
  });
}

function activity(localDate: string): Promise<object> {
  const event = { localDate, place: 'Låven', kind: 'market', title: 'Marked', residentEvents: 1, goods: [] };
  return made('POST', `/api/activities?station=${STATION}`, event);
}

function closure(nb: string): Promise<object> {
  return made('POST', `/api/stations/${STATION}/closures`, { appliesTo: 'residents', reason: { nb, en: 'Closed' } });
}

/** What people leave behind: hours, closures, entries, corrections, activities, calibrations, keys, reports. */
async function enterAll(): Promise<void> {
  const of = `/api/stations/${STATION}`;
  const reason = 'Sett med egne øyne';
  const [row] = (await operator.get<{ items: { id: string }[] }>(`/api/drop-offs?station=${STATION}`)).items;
  const activity = {
    ...{ localDate: DATE, place: 'Låven', kind: 'market', title: 'Marked', residentEvents: 1, programme: 'ombruksuka' },
    goods: [{ stream: 'reuse', fraction: 'furniture', grams: 350_000, method: 'estimated', origin: 'household' }],
  };
  await made('POST', `${of}/closures`, { appliesTo: 'residents', reason: { nb: 'Is', en: 'Ice' } });
  await made('POST', `${of}/exceptions`, { date: '2027-05-14', hours: 'off', reason: { nb: 'Fest', en: 'Party' } });
  await made('POST', `${of}/doors/${STATION}-dor/handle-checks`, { opens: true });
  await made('POST', '/api/drop-offs', { ...PLACE, at: AT, grams: 12_300, reason });
  await made('POST', `/api/drop-offs/${row?.id}/corrections`, { grams: -4_000, reason });
  await made('POST', `/api/activities?station=${STATION}`, activity);
  const steps = [{ place: 'empty', placedGrams: 0, shownGrams: [0, 100] }];
  await made('POST', `/api/devices/${STATION}-vekt/calibrations`, { at: AT, steps });
  await made('POST', `/api/devices/${STATION}-vekt/keys`);
  const report = await made('POST', `/api/reports/years/2026/sent?station=${STATION}`, { note: 'Sendt' });
  Object.assign(known, { dropOffId: String(row?.id), reportId: String(report.reportId) });
}

async function made(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await operator.send(method, path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as Record<string, unknown>;
}

function goodPath({ path, parameters }: DescribedRoute): string {
  const address = path.replace(/\{(\w+)\}/g, (_all, name: string) => known[name] ?? `unknown-${name}`);
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.name in known);
  const search = new URLSearchParams(query.map(({ name }): [string, string] => [name, known[name] ?? '']));
  return search.size > 0 ? `${address}?${search.toString()}` : address;
}

async function answerTo<R extends SentRequest>(request: R) {
  const { route, path, body, type } = request;
  const init = { method: route.method, headers: { ...operator.headers, ...(type && { 'content-type': type }) }, body };
  const ask = () => fetch(`${services.portalUrl}${path}`, init);
  // A kept connection may end just as it is used again; that no process does is looked at afterwards.
  const response = await ask().catch(ask);
  return { request, response, text: await response.text() };
}

/** When each process began: one that died of an error that nobody caught is another one now. */
async function starts(): Promise<string[]> {
  const pages = (['access', 'stations', 'dropoffs', 'tonnage', 'portal'] as const).map(async (name) => {
    const metrics = await (await fetch(`${services.urlOf(name)}/metrics`)).text();
    return `${name} ${/^process_start_time_seconds (.*)$/m.exec(metrics)?.[1]}`;
  });
  return Promise.all(pages);
}
