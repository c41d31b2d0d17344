import type { Scope } from '../token-claims';
import type { AdapterCalls, Answer, CallOptions } from './adapter-calls';
import type { ConformanceBackEnd } from './back-end';
import type { Recorder } from './recorder';

export const SCOPES: readonly Scope[] = ['manifest:scrape', 'action:execute'];

/** What all groups of rules share. */
export interface ConformanceRun {
  readonly backEnd: ConformanceBackEnd;
  readonly calls: AdapterCalls;
  readonly recorder: Recorder;
  /** The adapter's public address. */
  readonly audience: string;
  /** A door that may really be opened; nothing is opened without. */
  readonly thing?: { readonly thingId: string; readonly actionId: string };
  /** How often anything was opened so far; null when nobody can tell. */
  readonly openings: () => Promise<number | null>;
}

/** The call that a scope is for. */
export function callFor(run: ConformanceRun, scope: Scope, options: CallOptions): Promise<Answer> {
  return scope === 'manifest:scrape' ? run.calls.manifest(options) : run.calls.execute(options);
}

/** A call with a good token of its own. */
export async function goodCall(
  run: ConformanceRun,
  scope: Scope,
  { claims, ...options }: CallOptions & { claims?: Readonly<Record<string, unknown>> } = {},
): Promise<Answer> {
  const token = await run.backEnd.token(scope, run.audience, claims);
  return callFor(run, scope, { authorization: `bearer ${token}`, ...options });
}

export const NO_SUCH_THING = 'conformance-no-such-thing';

/** The door that may be opened, else one that does not exist. */
export function requestClaim(run: ConformanceRun, requestId: string, more: object = {}): Record<string, unknown> {
  const { thingId, actionId } = run.thing ?? { thingId: NO_SUCH_THING, actionId: 'unlock' };
  return { requestId, thingId, actionId, timeBudgetMillis: 5_000, ...more };
}
