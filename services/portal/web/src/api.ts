import type {
  Activity,
  ActivityView,
  AlarmView,
  AttemptView,
  AuditFilter,
  AuditItem,
  Calibration,
  CalibrationStep,
  DeviceRegistry,
  DoorView,
  DropOffPage,
  EntryRequest,
  FigureFilter,
  FlowView,
  HoursChange,
  HistoryPage,
  HoursPreview,
  HoursSave,
  NewClosure,
  NewException,
  OpeningHours,
  PageOf,
  People,
  Period,
  PoisonReplay,
  PoisonView,
  PreviewRequest,
  ScaleReading,
  Schedule,
  Session,
  StaffEntry,
  StationClosure,
  StationDay,
  StationDetails,
  StationSummary,
  SystemHealth,
  TonnageAnswer,
  UnmetDemand,
  Use,
  WeighingView,
} from './api-types';
import { ApiProblem, type ProblemBody } from './problem';

type Query = Record<string, string | undefined>;
type WriteMethod = 'POST' | 'PUT' | 'DELETE';

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
    const session = await read<Session>('/api/session');
    csrfToken = session.csrfToken ?? '';
    return session;
  },
  signOut: () => write<void>('POST', '/logout'),
  signOutEverywhere: () => write<void>('POST', '/logout/everywhere'),
  people: (station?: string) => read<People>('/api/people', { station }),
  /** Also an answer when something is wrong: it says what. */
  health: () => request<SystemHealth>('/api/health/ready', { signal: AbortSignal.timeout(READ_TIMEOUT_MS) }, [503]),

  stations: () => read<StationSummary[]>('/api/stations'),
  station: (id: string) => read<StationDetails>(stationPath(id)),
  /** `from` and `to` are inclusive local dates, at most 400 days. */
  openingHours: (id: string, from: string, to: string) =>
    read<OpeningHours>(`${stationPath(id)}/opening-hours`, { from, to }),

  /** All that decides when the station is open, as an editor needs it. */
  schedule: (id: string) => read<Schedule>(`${stationPath(id)}/schedule`),
  previewHours: (id: string, request: PreviewRequest) =>
    write<HoursPreview>('POST', `${stationPath(id)}/opening-hours/preview`, request),
  saveHours: (id: string, change: HoursChange & HoursSave) =>
    write<unknown>('PUT', `${stationPath(id)}/opening-hours`, change),
  /** Takes back hours that haven't begun yet. */
  withdrawHours: (id: string, validFrom: string, save: HoursSave) =>
    write<unknown>('DELETE', withQuery(`${stationPath(id)}/opening-hours/${validFrom}`, queryOf(save))),
  undoHours: (id: string, save: HoursSave) => write<unknown>('POST', `${stationPath(id)}/opening-hours/undo`, save),
  setException: (id: string, exception: NewException & HoursSave) =>
    write<unknown>('POST', `${stationPath(id)}/exceptions`, exception),
  removeException: (id: string, date: string, save: HoursSave) =>
    write<unknown>('DELETE', withQuery(`${stationPath(id)}/exceptions/${date}`, queryOf(save))),
  history: (id: string, cursor?: string) => read<HistoryPage>(`${stationPath(id)}/history`, { cursor, limit: '6' }),
  close: (id: string, closure: NewClosure) => write<StationClosure>('POST', `${stationPath(id)}/closures`, closure),
  reopen: (id: string, closureId: string) =>
    write<unknown>('DELETE', `${stationPath(id)}/closures/${encodeURIComponent(closureId)}`),
  /** Without a station those of all, for who is responsible for all. */
  doors: (station?: string) => read<DoorView[]>('/api/doors', { station }),
  /** The day so far, of one station or of all, as above. */
  today: (station?: string) => read<StationDay[]>('/api/today', { station }),

  /** Without a station those of all, for who is responsible for all. */
  alarms: (station?: string) => read<AlarmView[]>('/api/alerts', { station, limit: '50' }),
  standingAlarms: (station?: string) => read<AlarmView[]>('/api/alerts', { station, standing: 'true', limit: '500' }),

  devices: (station?: string) => read<DeviceRegistry>('/api/devices', { station }),
  scaleReadings: (deviceId: string) => read<ScaleReading[]>(`${devicePath(deviceId)}/readings`),
  calibrations: (deviceId: string) => read<Calibration[]>(`${devicePath(deviceId)}/calibrations`),
  calibrate: (deviceId: string, calibration: { at: string; steps: CalibrationStep[] }) =>
    write<Calibration>('POST', `${devicePath(deviceId)}/calibrations`, calibration),
  /** The key is in this answer and in no other. */
  makeKey: (deviceId: string) => write<{ keyId: string; key: string }>('POST', `${devicePath(deviceId)}/keys`),
  revokeKey: (deviceId: string, keyId: string) => write<void>('DELETE', `${devicePath(deviceId)}/keys/${keyId}`),
  poison: (station: string) => read<PoisonView[]>('/api/devices/poison', { station }),
  replayPoison: (ids: number[]) => write<PoisonReplay>('POST', '/api/devices/poison/replay', { ids }),

  /** Rows of a station's ledger of these local dates, both included, newest first. */
  stationRows: (id: string, from: string, to: string) =>
    read<DropOffPage>(`${stationPath(id)}/drop-offs`, { from, to, limit: '500' }),
  enter: ({ path, body }: EntryRequest) => write<StaffEntry>('POST', `/api/${path}`, body),

  /** @param query as `queryOf` in `flows/choice.ts` makes it */
  flows: (query: string) => read<FlowView>(`/api/tonnage/flows?${query}`),
  /** Rows of the ledger by the query of the page that lists them. */
  ledgerRows: (query: string, cursor?: string) =>
    read<DropOffPage>(`/api/drop-offs?${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`),
  /** What those rows are together; signed grams. */
  ledgerCount: (query: string) => read<{ rows: number; grams: number }>(`/api/drop-offs/count?${query}`),
  weighing: (dropOffId: string) => read<WeighingView>(`/api/drop-offs/${encodeURIComponent(dropOffId)}/weighing`),
  tonnage: (filter: FigureFilter, by: Period) => read<TonnageAnswer>('/api/tonnage', { ...filter, by }),
  dropOffs: (filter: FigureFilter, cursor?: string) => read<DropOffPage>('/api/drop-offs', { ...filter, cursor }),
  use: (filter: FigureFilter) => read<Use>('/api/use', { ...filter }),
  unmetDemand: (station: string, weeks: number) =>
    read<UnmetDemand>('/api/use/unmet', { station, weeks: String(weeks) }),
  attempts: (station: string) => read<AttemptView[]>('/api/unlock-attempts', { station }),
  async attemptPage(station: string, cursor?: string): Promise<PageOf<AttemptView>> {
    const items = await read<AttemptView[]>('/api/unlock-attempts', { station, cursor, limit: String(PAGE_ROWS) });
    return { items, next: items.length < PAGE_ROWS ? null : (items.at(-1)?.attemptId ?? null) };
  },
  audit: (filter: AuditFilter, cursor?: string) =>
    read<PageOf<AuditItem>>('/api/audit', { ...filter, cursor, limit: String(PAGE_ROWS) }),

  activities: (station: string, cursor?: string) =>
    read<PageOf<ActivityView>>('/api/activities', { station, cursor, limit: String(PAGE_ROWS) }),
  recordActivity: (station: string, activity: Activity) =>
    write<ActivityView>('POST', withQuery('/api/activities', { station }), activity),
  correctActivity: ({ activityId, stationId, revision }: ActivityView, activity: Activity, reason: string) =>
    write<ActivityView>('POST', withQuery(`/api/activities/${activityId}/corrections`, { station: stationId }), {
      ...{ activity, reason, expectedRevision: revision },
    }),
  cancelActivity: ({ activityId, stationId }: ActivityView, reason: string) =>
    write<ActivityView>('POST', withQuery(`/api/activities/${activityId}/cancellation`, { station: stationId }), {
      reason,
    }),
};

function stationPath(id: string): string {
  return `/api/stations/${encodeURIComponent(id)}`;
}

function devicePath(id: string): string {
  return `/api/devices/${encodeURIComponent(id)}`;
}

function read<T>(path: string, query: Query = {}): Promise<T> {
  return request<T>(withQuery(path, query), { signal: AbortSignal.timeout(READ_TIMEOUT_MS) });
}

function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return search ? `${path}?${search}` : path;
}

function queryOf({ expectedVersion, confirm }: HoursSave): Query {
  return { expectedVersion: String(expectedVersion), confirm: confirm ? 'true' : undefined };
}

async function write<T>(method: WriteMethod, path: string, body?: unknown): Promise<T> {
  const content = `${method} ${path} ${JSON.stringify(body)}`;
  const key = unansweredWrites.get(content) ?? crypto.randomUUID();
  unansweredWrites.set(content, key);
  const headers: Record<string, string> = { 'X-CSRF-Token': csrfToken, 'Idempotency-Key': key };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  try {
    const answer = await request<T>(path, { method, headers, body: JSON.stringify(body) });
    unansweredWrites.delete(content);
    return answer;
  } catch (error) {
    if (error instanceof ApiProblem && error.status > 0 && error.status < 500) unansweredWrites.delete(content);
    throw error;
  }
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
