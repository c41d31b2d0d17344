import type {
  AttemptView,
  DoorView,
  DropOffPage,
  FigureFilter,
  HoursChange,
  HoursPreview,
  NewClosure,
  OpeningHours,
  Period,
  Session,
  StationDetails,
  StationSummary,
  TonnageAnswer,
} from './api-types';
import { ApiProblem, type ProblemBody } from './problem';

type Query = Record<string, string | undefined>;
type WriteMethod = 'POST' | 'PUT' | 'DELETE';

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

  stations: () => read<StationSummary[]>('/api/stations'),
  station: (id: string) => read<StationDetails>(stationPath(id)),
  /** `from` and `to` are inclusive local dates, at most 400 days. */
  openingHours: (id: string, from: string, to: string) =>
    read<OpeningHours>(`${stationPath(id)}/opening-hours`, { from, to }),

  previewHours: (id: string, change: HoursChange & { from: string; to: string }) =>
    write<HoursPreview>('POST', `${stationPath(id)}/opening-hours/preview`, change),
  saveHours: (id: string, change: HoursChange & { expectedVersion: number; confirm?: boolean }) =>
    write<unknown>('PUT', `${stationPath(id)}/opening-hours`, change),
  close: (id: string, closure: NewClosure) => write<unknown>('POST', `${stationPath(id)}/closures`, closure),
  reopen: (id: string, closureId: string) =>
    write<unknown>('DELETE', `${stationPath(id)}/closures/${encodeURIComponent(closureId)}`),
  doors: (station: string) => read<DoorView[]>('/api/doors', { station }),

  tonnage: (filter: FigureFilter, by: Period) => read<TonnageAnswer>('/api/tonnage', { ...filter, by }),
  dropOffs: (filter: FigureFilter, cursor?: string) => read<DropOffPage>('/api/drop-offs', { ...filter, cursor }),
  attempts: (station: string) => read<AttemptView[]>('/api/unlock-attempts', { station }),
};

function stationPath(id: string): string {
  return `/api/stations/${encodeURIComponent(id)}`;
}

function read<T>(path: string, query: Query = {}): Promise<T> {
  const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(given).toString();
  return request<T>(search ? `${path}?${search}` : path);
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

async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { Accept: 'application/json, application/problem+json', ...init.headers };
  const response = await fetch(path, { ...init, headers }).catch(() => null);
  if (!response) throw new ApiProblem(0);
  const text = await response.text().catch(() => null);
  if (text === null) throw new ApiProblem(0);
  if (!response.ok) throw new ApiProblem(response.status, parse<ProblemBody>(text) ?? {});
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
