const MEDIA_TYPE = 'application/problem+json';
const RETRY_AFTER = { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 } };

/** RFC 9457, with `code` for programs; some codes bring members of their own, as `position` or `warnings`. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'What went wrong (RFC 9457). Codes stay the same; titles and details are for people.',
  properties: {
    type: { type: 'string', description: 'Names the code; nothing is found there' },
    title: { type: 'string', description: 'What happened, in short' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    code: { type: 'string' },
    detail: { type: 'string', description: 'What happened and what to do' },
    instance: { type: 'string', description: 'The trace of this very request, as our logs have it' },
  },
  required: ['type', 'title', 'status', 'code', 'instance'],
} as const;

const DESCRIPTIONS = {
  400: ['BadRequest', 'Something in it can’t be used'],
  401: ['NotSignedIn', 'Nobody is signed in, or the token isn’t good'],
  403: ['Forbidden', 'Another role, another station, no CSRF token, or no recent sign-in'],
  404: ['NotFound', 'There is no such thing'],
  406: ['NotAcceptable', 'It is asked for in a form that it doesn’t come in'],
  409: ['Conflict', 'Somebody else was first, or there are warnings to confirm'],
  412: ['PreconditionFailed', 'If-Match names another version than the present one'],
  413: ['TooLarge', 'The body is too large'],
  414: ['AddressTooLong', 'The address is too long'],
  415: ['UnsupportedType', 'The body is of another type than the route takes'],
  422: ['Unprocessable', 'It can be read and can’t be done; or the Idempotency-Key belongs to another request'],
  429: ['TooMany', 'Too many requests'],
  431: ['HeadTooLarge', 'The headers, or they and the address, are too large'],
  503: ['Unavailable', 'Who knows this doesn’t answer now'],
} as const;
type ProblemStatus = keyof typeof DESCRIPTIONS;

/** For `components.responses`. */
export const PROBLEM_RESPONSES = Object.fromEntries(
  Object.entries(DESCRIPTIONS).map(([status, [name, description]]) => {
    const content = { [MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
    const headers = status === '429' || status === '503' ? { headers: { 'Retry-After': RETRY_AFTER } } : {};
    return [name, { description, content, ...headers }];
  }),
);

export interface RouteKind {
  isRead: boolean;
  isForPeople: boolean;
  path: string;
  takesBody: boolean;
  /** By a query that names one, which may not exist. */
  takesStation: boolean;
  takesIfMatch: boolean;
}

/** Which problems a route of this kind may answer with, as references to `components.responses`. */
export function problemAnswers({
  isRead,
  isForPeople,
  path,
  takesBody,
  takesStation,
  takesIfMatch,
}: RouteKind): Record<string, { $ref: string }> {
  const mayBe: [ProblemStatus, boolean][] = [
    [400, true],
    [401, true],
    [403, isForPeople],
    [404, path.includes('{') || takesBody || takesStation],
    [406, isRead && !path.startsWith('/api/health/')],
    [409, !isRead],
    [412, takesIfMatch],
    [413, takesBody],
    [414, true],
    [415, takesBody],
    [422, true],
    [429, true],
    [431, true],
    [503, true],
  ];
  const statuses = mayBe.filter(([, is]) => is).map(([status]) => status);
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${DESCRIPTIONS[status][0]}` }]),
  );
}
