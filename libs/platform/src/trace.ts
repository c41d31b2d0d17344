import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';

/** W3C Trace Context: version, trace id, span id, flags; all-zero ids are invalid. */
const TRACEPARENT = /^(?<version>[0-9a-f]{2})-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?<more>-.*)?$/;
const SAMPLED = '01';

const current = new AsyncLocalStorage<string | undefined>();

/** The `traceparent` of the work under way, fit to be sent on; undefined outside of any trace. */
export function currentTraceparent(): string | undefined {
  return current.getStore();
}

/** Runs `work`, and all that it awaits, with `traceparent` as the current one; a malformed one counts as none. */
export function runInTrace<T>(traceparent: string | undefined, work: () => T): T {
  return current.run(isTraceparent(traceparent) ? traceparent : undefined, work);
}

/** A `traceparent` one step below: same trace, new span. Begins a trace when there is none above, or a malformed one. */
export function childOf(traceparent?: string): string {
  const [, traceId, , flags] = isTraceparent(traceparent) ? traceparent.split('-') : [];
  return ['00', traceId ?? randomBytes(16).toString('hex'), randomBytes(8).toString('hex'), flags ?? SAMPLED].join('-');
}

/** For log lines: `trace_id` of the work under way, if any. */
export function traceOfLogLine(): { trace_id?: string } {
  const traceparent = currentTraceparent();
  return traceparent ? { trace_id: traceparent.split('-')[1] } : {};
}

/** Continues the caller's trace, or begins one. */
export function traceRequests(request: IncomingMessage, _response: ServerResponse, next: () => void): void {
  const { traceparent } = request.headers;
  runInTrace(childOf(Array.isArray(traceparent) ? undefined : traceparent), next);
}

/** Later versions may have more after what they have in common with ours; `ff` is no version. */
function isTraceparent(text: string | undefined): text is string {
  const { version, more } = TRACEPARENT.exec(text ?? '')?.groups ?? {};
  return version !== undefined && version !== 'ff' && !(version === '00' && more);
}
