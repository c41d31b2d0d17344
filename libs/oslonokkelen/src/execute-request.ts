import { isJsonObject, isText } from './json-object';

/** Time budget when the back end names none, in milliseconds. */
export const DEFAULT_TIME_BUDGET_MS = 3_000;
/** Longest time budget that is used, in milliseconds. */
export const MAX_TIME_BUDGET_MS = 10_000;

/** What the back end asks for. It holds no attachment and no person. */
export interface ExecuteRequest {
  readonly requestId: string;
  readonly thingId: string;
  readonly actionId: string;
  /** At most {@link MAX_TIME_BUDGET_MS}; zero or less means that it is too late to begin. */
  readonly timeBudgetMs: number;
  readonly parameters: Readonly<Record<string, string>>;
}

export type ExecuteRequestFault = 'missing_request' | 'missing_request_id' | 'missing_thing_id' | 'missing_action_id';

export type ParsedExecuteRequest =
  | { readonly ok: true; readonly request: ExecuteRequest }
  | { readonly ok: false; readonly reason: ExecuteRequestFault };

/**
 * Reads the claim `request` of a verified token. Attachments and unknown fields are never looked at. A budget that is
 * absent or no number becomes 3,000 ms, one above 10,000 ms becomes 10,000; zero and less stay for the caller to refuse.
 */
export function parseExecuteRequest(claim: unknown): ParsedExecuteRequest {
  if (!isJsonObject(claim)) return { ok: false, reason: 'missing_request' };
  const { requestId, thingId, actionId } = claim;
  if (!isText(requestId)) return { ok: false, reason: 'missing_request_id' };
  if (!isText(thingId)) return { ok: false, reason: 'missing_thing_id' };
  if (!isText(actionId)) return { ok: false, reason: 'missing_action_id' };
  const timeBudgetMs = readTimeBudget(claim['timeBudgetMillis']);
  return {
    ok: true,
    request: { requestId, thingId, actionId, timeBudgetMs, parameters: readParameters(claim['parameters']) },
  };
}

function readTimeBudget(millis: unknown): number {
  if (typeof millis !== 'number' || Number.isNaN(millis)) return DEFAULT_TIME_BUDGET_MS;
  return Math.min(Math.floor(millis), MAX_TIME_BUDGET_MS);
}

function readParameters(parameters: unknown): Record<string, string> {
  if (!isJsonObject(parameters)) return {};
  const texts = Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts);
}
