import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ActionResponse } from './action-response';
import { encodeActionResponse } from './action-response';
import { bearerToken } from './bearer-token';
import { ACTION_RESPONSE_CONTENT_TYPE, MANIFEST_CONTENT_TYPE } from './content-types';
import { encodeManifest } from './encode-manifest';
import type { ExecuteRequest } from './execute-request';
import { DEFAULT_TIME_BUDGET_MS, parseExecuteRequest } from './execute-request';
import type { KeySource } from './key-set';
import type { ErrorCode, Manifest } from './manifest';
import { isKnownTag, manifestTag } from './manifest-tag';
import type { ReadClaims, Scope } from './token-claims';
import type { TokenRefusal } from './verify-token';
import { verifyToken } from './verify-token';

/** What an answer needs for its way back, in milliseconds. */
const WAY_HOME_MS = 300;

/** The codes that the adapter itself answers with; it adds them to the manifest. */
export const ADAPTER_ERROR_CODES = [
  { code: 'bad_request', description: 'The request could not be read' },
  { code: 'unknown_thing', description: 'No such thing' },
  { code: 'unknown_action', description: 'No such action' },
  { code: 'too_late', description: 'The time budget was over before the outcome was known' },
  { code: 'failed', description: 'The adapter failed; the outcome is unknown' },
] as const satisfies readonly ErrorCode[];

type AdapterErrorCode = (typeof ADAPTER_ERROR_CODES)[number]['code'];

export interface AdapterOptions {
  readonly keys: KeySource;
  /** Address of the back end; compared as scheme://host. */
  readonly issuer: string;
  /** Public address of this adapter; compared as scheme://host. */
  readonly audience: string;
  /** Claims a token for its one use, over all replicas and crashes. False when it was used before; rejects when nobody knows. */
  readonly isFirstUse: (claims: ReadClaims) => Promise<boolean>;
  readonly manifest: () => Manifest | Promise<Manifest>;
  /**
   * Asked only for things and actions of the manifest. SUCCESS only when the thing itself has confirmed. The same
   * `requestId` may come again: give the same answer, act once. After `deadline` (aborted) nobody listens any more.
   */
  readonly execute: (request: ExecuteRequest, deadline: AbortSignal) => Promise<ActionResponse>;
  readonly now?: () => Date;
  readonly onRefusal?: (reason: TokenRefusal | 'replayed') => void;
  readonly onError?: (error: unknown) => void;
}

/** Both calls of an adapter, below any path, for Node's HTTP server. A bad token gets 401 and learns nothing. */
export function createAdapter(options: AdapterOptions): RequestListener {
  return (request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      options.onError?.(error);
      if (!response.headersSent) response.writeHead(503, { 'Retry-After': '5' });
      response.end();
    });
  };
}

async function answer(options: AdapterOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = /\/(manifest|execute)$/.exec((request.url ?? '').split('?')[0] ?? '')?.[1];
  const method = call === 'manifest' ? 'GET' : 'POST';
  if (call === undefined) return void response.writeHead(404).end();
  if (request.method !== method) return void response.writeHead(405, { Allow: method }).end();
  return call === 'manifest' ? answerManifest(options, request, response) : answerExecute(options, request, response);
}

async function answerManifest(options: AdapterOptions, request: IncomingMessage, response: ServerResponse) {
  const claims = await verified(options, request, 'manifest:scrape');
  if (!claims || !(await isFirstUse(options, claims))) return unauthorized(response);
  const manifest = await options.manifest();
  const tag = manifestTag(manifest.version);
  response.setHeader('ETag', tag);
  if (isKnownTag(request.headers['if-none-match'], tag)) return void response.writeHead(304).end();
  const declared = new Set(manifest.errorCodes.map(({ code }) => code));
  const own = ADAPTER_ERROR_CODES.filter(({ code }) => !declared.has(code));
  const bytes = encodeManifest({ ...manifest, errorCodes: [...manifest.errorCodes, ...own] });
  response.writeHead(200, { 'Content-Type': MANIFEST_CONTENT_TYPE }).end(bytes);
}

async function answerExecute(options: AdapterOptions, request: IncomingMessage, response: ServerResponse) {
  const arrivedMs = performance.now();
  const claims = await verified(options, request, 'action:execute');
  if (!claims) return unauthorized(response);
  const parsed = parseExecuteRequest(claims.request);
  const budgetMs = parsed.ok ? parsed.request.timeBudgetMs : DEFAULT_TIME_BUDGET_MS;
  const leftMs = Math.max(0, arrivedMs + budgetMs - WAY_HOME_MS - performance.now());
  const outcome = await withDeadline(leftMs, async (deadline) => {
    if (!(await isFirstUse(options, claims))) return null;
    if (!parsed.ok) return failure('ERROR_PERMANENT', 'bad_request');
    if (leftMs === 0) return failure('ERROR_TEMPORARY', 'too_late');
    return executed(options, parsed.request, deadline);
  }).catch((error: unknown) => {
    options.onError?.(error);
    return failure('ERROR_TEMPORARY', 'failed');
  });
  if (outcome === null) return unauthorized(response);
  response.writeHead(200, { 'Content-Type': ACTION_RESPONSE_CONTENT_TYPE }).end(encodeActionResponse(outcome));
}

async function executed({ manifest, execute }: AdapterOptions, request: ExecuteRequest, deadline: AbortSignal) {
  const thing = (await manifest()).things.find(({ id }) => id === request.thingId);
  if (!thing) return failure('ERROR_PERMANENT', 'unknown_thing');
  if (!thing.actions.some(({ id }) => id === request.actionId)) return failure('ERROR_PERMANENT', 'unknown_action');
  return deadline.aborted ? failure('ERROR_TEMPORARY', 'too_late') : execute(request, deadline);
}

/** What comes too late is not waited for; with no time at all the work still begins, so that the token is used up. */
async function withDeadline<T>(leftMs: number, work: (deadline: AbortSignal) => Promise<T>) {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ActionResponse>((resolve) => {
    if (leftMs === 0) return;
    timer = setTimeout(() => {
      deadline.abort();
      resolve(failure('ERROR_TEMPORARY', 'too_late'));
    }, leftMs);
  });
  try {
    return await Promise.race([work(deadline.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function verified(options: AdapterOptions, request: IncomingMessage, scope: Scope): Promise<ReadClaims | null> {
  const { keys, issuer, audience, now, onRefusal } = options;
  const token = bearerToken(request.headers.authorization);
  const verdict = await verifyToken(token, { keys, issuer, audience, scope, now });
  if (verdict.ok) return verdict.claims;
  onRefusal?.(verdict.reason);
  return null;
}

async function isFirstUse({ isFirstUse, onRefusal }: AdapterOptions, claims: ReadClaims): Promise<boolean> {
  const isFirst = await isFirstUse(claims);
  if (!isFirst) onRefusal?.('replayed');
  return isFirst;
}

function failure(status: 'ERROR_PERMANENT' | 'ERROR_TEMPORARY', code: AdapterErrorCode): ActionResponse {
  const permanent = status === 'ERROR_PERMANENT';
  return { status, errorDescription: { code, debugMessage: '', permanent }, errorCategory: 'API_ERROR' };
}

function unauthorized(response: ServerResponse): void {
  response.writeHead(401, { 'Content-Type': 'text/plain', 'WWW-Authenticate': 'Bearer' }).end('unauthorized');
}
