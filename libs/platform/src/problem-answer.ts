import { Problem } from './problem';
import { problemWords } from './problem-words';
import { childOf, currentTraceparent } from './trace';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** What HTTP itself refuses; `code` is `http_<status>`. */
export function problemOfStatus(status: number): Problem {
  return new Problem(status, `http_${status}`, ...problemWords(status));
}

/** The body of an answer, with the trace of its request: by that our logs can be searched. */
export function problemText(problem: Problem): string {
  const traceId = (currentTraceparent() ?? childOf()).split('-')[1];
  return JSON.stringify({ ...problem.toJSON(), instance: `urn:trace:${traceId}` });
}
