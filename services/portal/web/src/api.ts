import type {
  Activity,
  ActivityView,
  AttemptView,
  AuditFilter,
  EntryRequest,
  FigureFilter,
  HoursChange,
  HoursSave,
  NewClosure,
  NewException,
  PageOf,
  PreviewRequest,
  Session,
  StaffEntry,
  StationsImport,
} from './api-types';
import type { Routes, Schemas } from './generated/routes';
import { ApiProblem, type ProblemBody } from './problem';

type Route = keyof Routes;
type ReadRoute = Extract<Route, `GET ${string}`>;
type Answer<R extends Route> = Routes[R]['answer'];
/** What the route takes, as `path`, `query` and `body`. */
type Given<R extends Route> = Omit<Routes[R], 'answer'>;
/** None where the route needs nothing. */
type GivenTo<R extends Route> = Record<never, never> extends Given<R> ? [given?: Given<R>] : [given: Given<R>];
type WriteMethod = 'POST' | 'PUT' | 'DELETE';
interface Parts {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | string[] | undefined>;
  body?: unknown;
}

/** Bad coverage must not keep people waiting: after that, what was known last is better. */
const READ_TIMEOUT_MS = 15_000;
/** Of lists that are read page by page. */
const PAGE_ROWS = 50;

let csrfToken = '';
/** Keys of writes without an answer, by content: trying again must not do it twice. */
const unansweredWrites = new Map<string, string>();

/** The portal's HTTP API. Every function rejects with {@link ApiProblem}. */
export const api = {
  async session(): Promise<Session> {
    const session = await read('GET /api/session');
    csrfToken = session.csrfToken ?? '';
    return session;
  },
  signOut: () => send<void>('POST', '/logout'),
  signOutEverywhere: () => send<void>('POST', '/logout/everywhere'),
  people: (station?: string) => read('GET /api/people', { query: { station } }),
  /** Also an answer when something is wrong: it says what. */
  health: () =>
    request<Schemas['SystemHealth']>('/api/health/ready', { signal: AbortSignal.timeout(READ_TIMEOUT_MS) }, [503]),

  stations: () => read('GET /api/stations'),
  station: (stationId: string) => read('GET /api/stations/{stationId}', { path: { stationId } }),
  /** `from` and `to` are inclusive local dates, at most 400 days. */
  openingHours: (stationId: string, from: string, to: string) =>
    read('GET /api/stations/{stationId}/opening-hours', { path: { stationId }, query: { from, to } }),

  /** All that decides when the station is open, as an editor needs it. */
  schedule: (stationId: string) => read('GET /api/stations/{stationId}/schedule', { path: { stationId } }),
  previewHours: (stationId: string, body: PreviewRequest) =>
    write('POST /api/stations/{stationId}/opening-hours/preview', { path: { stationId }, body }),
  saveHours: (stationId: string, body: HoursChange & HoursSave) =>
    write('PUT /api/stations/{stationId}/opening-hours', { path: { stationId }, body }),
  /** Takes back hours that haven't begun yet. */
  withdrawHours: (stationId: string, validFrom: string, save: HoursSave) =>
    write('DELETE /api/stations/{stationId}/opening-hours/{validFrom}', {
      path: { stationId, validFrom },
      query: queryOf(save),
    }),
  undoHours: (stationId: string, body: HoursSave) =>
    write('POST /api/stations/{stationId}/opening-hours/undo', { path: { stationId }, body }),
  setException: (stationId: string, body: NewException) =>
    write('POST /api/stations/{stationId}/exceptions', { path: { stationId }, body }),
  removeException: (stationId: string, date: string, save: HoursSave) =>
    write('DELETE /api/stations/{stationId}/exceptions/{date}', { path: { stationId, date }, query: queryOf(save) }),
  history: (stationId: string, cursor?: string) =>
    read('GET /api/stations/{stationId}/history', { path: { stationId }, query: { cursor, limit: 6 } }),
  close: (stationId: string, body: NewClosure) =>
    write('POST /api/stations/{stationId}/closures', { path: { stationId }, body }),
  reopen: (stationId: string, closureId: string) =>
    write('DELETE /api/stations/{stationId}/closures/{closureId}', { path: { stationId, closureId } }),
  /** Without a station those of all, for who is responsible for all. */
  doors: (station?: string) => read('GET /api/doors', { query: { station } }),
  /** The day so far, of one station or of all, as above. */
  today: (station?: string) => read('GET /api/today', { query: { station } }),

  /** Without a station those of all, for who is responsible for all. */
  alarms: (station?: string) => read('GET /api/alerts', { query: { station, limit: 50 } }),
  standingAlarms: (station?: string) => read('GET /api/alerts', { query: { station, standing: 'true', limit: 500 } }),

  devices: (station?: string) => read('GET /api/devices', { query: { station } }),
  scaleReadings: (deviceId: string) => read('GET /api/devices/{deviceId}/readings', { path: { deviceId } }),
  calibrations: (deviceId: string) => read('GET /api/devices/{deviceId}/calibrations', { path: { deviceId } }),
  calibrate: (deviceId: string, body: Schemas['CalibrationBody']) =>
    write('POST /api/devices/{deviceId}/calibrations', { path: { deviceId }, body }),
  /** The key is in this answer and in no other. */
  makeKey: (deviceId: string) => write('POST /api/devices/{deviceId}/keys', { path: { deviceId } }),
  revokeKey: (deviceId: string, keyId: string) =>
    write('DELETE /api/devices/{deviceId}/keys/{keyId}', { path: { deviceId, keyId } }),
  /** Takes over a stations file, or with `dryRun` only tells what it would do. */
  importStations: (yaml: string, query: { dryRun?: 'true'; confirm?: 'true' }) =>
    send<StationsImport>('POST', addressOf('POST /api/stations/import', { query }), yaml),
  poison: (station: string) => read('GET /api/devices/poison', { query: { station } }),
  replayPoison: (ids: number[]) => write('POST /api/devices/poison/replay', { body: { ids } }),

  /** Rows of a station's ledger of these local dates, both included, newest first. */
  stationRows: (stationId: string, from: string, to: string) =>
    read('GET /api/stations/{stationId}/drop-offs', { path: { stationId }, query: { from, to, limit: 500 } }),
  enter: ({ path, body }: EntryRequest) => send<StaffEntry>('POST', `/api/${path}`, body),

  /** @param query as `queryOf` in `flows/choice.ts` makes it */
  flows: (query: string) => readBy('GET /api/tonnage/flows', query),
  /** Rows of the ledger by the query of the page that lists them. */
  ledgerRows: (query: string, cursor?: string) =>
    readBy('GET /api/drop-offs', `${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
  /** What those rows are together; signed grams. */
  ledgerCount: (query: string) => readBy('GET /api/drop-offs/count', query),
  weighing: (dropOffId: string) => read('GET /api/drop-offs/{dropOffId}/weighing', { path: { dropOffId } }),
  use: (filter: FigureFilter) => read('GET /api/use', { query: { ...filter } }),
  unmetDemand: (station: string, weeks: number) => read('GET /api/use/unmet', { query: { station, weeks } }),
  async attemptPage(station: string, before?: string, cursor?: string): Promise<PageOf<AttemptView>> {
    const items = await read('GET /api/unlock-attempts', { query: { station, before, cursor, limit: PAGE_ROWS } });
    return { items, next: items.length < PAGE_ROWS ? null : (items.at(-1)?.attemptId ?? null) };
  },
  audit: (filter: AuditFilter, cursor?: string) =>
    read('GET /api/audit', { query: { ...filter, cursor, limit: PAGE_ROWS } }),

  activities: (station: string, cursor?: string) =>
    read('GET /api/activities', { query: { station, cursor, limit: PAGE_ROWS } }),
  recordActivity: (station: string, body: Activity) => write('POST /api/activities', { query: { station }, body }),
  correctActivity: ({ activityId, stationId, revision }: ActivityView, activity: Activity, reason: string) =>
    write('POST /api/activities/{activityId}/corrections', {
      ...{ path: { activityId }, query: { station: stationId } },
      body: { activity, reason, expectedRevision: revision },
    }),
  cancelActivity: ({ activityId, stationId }: ActivityView, reason: string) =>
    write('POST /api/activities/{activityId}/cancellation', {
      ...{ path: { activityId }, query: { station: stationId } },
      body: { reason },
    }),
};

function read<R extends ReadRoute>(route: R, ...[given]: GivenTo<R>): Promise<Answer<R>> {
  return request<Answer<R>>(addressOf(route, given), { signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
}

/** @param query that a page's address already is */
function readBy<R extends ReadRoute>(route: R, query: string): Promise<Answer<R>> {
  const path = route.replace(/^GET /, '');
  return request<Answer<R>>(`${path}?${query}`, { signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
}

function write<R extends Exclude<Route, ReadRoute>>(route: R, ...[given]: GivenTo<R>): Promise<Answer<R>> {
  const [method] = route.split(' ') as [WriteMethod];
  return send<Answer<R>>(method, addressOf(route, given), (given as Parts | undefined)?.body);
}

function addressOf(route: Route, { path = {}, query = {} }: Parts = {}): string {
  const address = route
    .replace(/^[A-Z]+ /, '')
    .replace(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(path[name] ?? ''));
  const asked = Object.entries(query).flatMap(([name, given]) =>
    [given].flat().map((value) => [name, String(value ?? '')]),
  );
  const search = new URLSearchParams(asked.filter(([, value]) => value !== '')).toString();
  return search ? `${address}?${search}` : address;
}

/** Deletions carry in the query what other changes carry in their body. */
function queryOf({ expectedVersion, confirm }: HoursSave): { expectedVersion: number; confirm?: 'true' } {
  return { expectedVersion, ...(confirm && { confirm: 'true' }) };
}

async function send<T>(method: WriteMethod, path: string, body?: unknown): Promise<T> {
  const content = `${method} ${path} ${JSON.stringify(body)}`;
  const key = unansweredWrites.get(content) ?? crypto.randomUUID();
  unansweredWrites.set(content, key);
  const headers: Record<string, string> = { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': key };
  const isFile = typeof body === 'string';
  if (body !== undefined) headers['Content-Type'] = isFile ? 'application/yaml' : 'application/json';
  try {
    const answer = await request<T>(path, { method, headers, body: isFile ? body : JSON.stringify(body) });
    unansweredWrites.delete(content);
    return answer;
  } catch (error) {
    if (error instanceof ApiProblem && isFinal(error)) unansweredWrites.delete(content);
    throw error;
  }
}

/** Otherwise it may have been done, or may still be: the same key finds out. */
function isFinal({ status, code }: ApiProblem): boolean {
  return status > 0 && status < 500 && status !== 429 && code !== 'write_under_way';
}

/** @param answers statuses above 299 whose body is an answer all the same */
async function request<T>(path: string, init: RequestInit = {}, answers: number[] = []): Promise<T> {
  const headers = { Accept: 'application/json, application/problem+json', ...init.headers };
  const response = await fetch(path, { ...init, headers }).catch(() => null);
  if (!response) throw new ApiProblem(0);
  const text = await response.text().catch(() => null);
  if (text === null) throw new ApiProblem(0);
  if (!response.ok && !answers.includes(response.status))
    throw new ApiProblem(response.status, parse<ProblemBody>(text) ?? {});
  if (text === '') return undefined as T;
  const value = parse<T>(text);
  if (value === null) throw new ApiProblem(502);
  return value;
}

function parse<T>(text: string): T | null {
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
