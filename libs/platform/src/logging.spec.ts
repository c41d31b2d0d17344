import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createLogger, nestLogger } from './logging';
import { childOf, runInTrace } from './trace';

const lines: string[] = [];
const pinoLogger = createLogger({ name: 'test', level: 'trace' }, { write: (line: string) => void lines.push(line) });
Logger.overrideLogger(nestLogger(pinoLogger));
const logger = new Logger('Somebody');

const PASSWORD = 'hunter2 with spaces';
const OPAQUE = 'k3yT0kenThatNobodyMayRead';
const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxMzgyNjU5Njk4NSJ9.c2lnbmF0dXJl';
const JWE = `eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn`;
const BASIC = Buffer.from('selvbetjent:hunter2').toString('base64');
const DATABASE = 'postgres://access:hunter2@db:5432/selvbetjent';
const PERSON = '17912099997';

/** Every way of logging a value that anybody here has. */
const WAYS: [string, (value: unknown) => void][] = [
  ['pino: as an object', (value) => pinoLogger.info({ value })],
  ['pino: as the object itself', (value) => pinoLogger.info(value as object)],
  ['pino: as an argument', (value) => pinoLogger.info('it said %j', value as object)],
  ['pino: bound to a child', (value) => pinoLogger.child({ bound: value }).warn('look')],
  ['Nest: as an object', (value) => logger.log({ value })],
  ['Nest: as an error', (value) => logger.error({ err: errorAround(value) }, 'It failed')],
  ['Nest: as text', (value) => logger.warn(typeof value === 'string' ? `It said ${value}` : JSON.stringify(value))],
  ['Nest: as text within text', (value) => logger.warn(`It said ${JSON.stringify(JSON.stringify({ value }))}`)],
  ['Nest: as a stack', (value) => logger.error('It failed', errorAround(value).stack)],
];

const LEAKS: [string, unknown, string[]][] = [
  ['an Authorization header', { req: { headers: { authorization: `Bearer ${OPAQUE}` } } }, [OPAQUE]],
  ['a cookie', { res: { headers: { 'set-cookie': [`__Host-session=${OPAQUE}; Path=/`] } } }, [OPAQUE]],
  ['a CSRF token', { headers: { 'x-csrf-token': OPAQUE } }, [OPAQUE]],
  ['headers of any case', { headers: { Authorization: `Basic ${BASIC}`, Cookie: `s=${OPAQUE}` } }, [BASIC, OPAQUE]],
  ["Node's raw headers", { rawHeaders: ['Host', 'a', 'Authorization', OPAQUE, 'Cookie', `s=${OPAQUE}`] }, [OPAQUE]],
  ['the request of a failed call', { config: { headers: { authorization: `DPoP ${OPAQUE}` } } }, [OPAQUE]],
  ['a password, deep down', { a: [{ b: { password: PASSWORD } }] }, ['hunter2', 'with spaces']],
  [
    'names in other spellings',
    { clientSecret: OPAQUE, client_secret: OPAQUE, API_KEY: OPAQUE, pass: OPAQUE },
    [OPAQUE],
  ],
  ['tokens by name', { id_token: OPAQUE, refreshToken: OPAQUE, tokens: { access_token: OPAQUE } }, [OPAQUE]],
  ['an attachment', { response: { attachments: [{ html: OPAQUE }] } }, [OPAQUE]],
  ['a signed token in a message', `signature of ${JWT} is wrong`, [JWT, 'c2lnbmF0dXJl', 'eyJ']],
  ['an encrypted token in a message', `can't decrypt ${JWE}`, ['Y2lwaGVy', 'eyJ']],
  ['a Bearer token in a message', `401 for Authorization: Bearer ${OPAQUE}`, [OPAQUE]],
  ['a Basic log-in in a message', `sent Basic ${BASIC} to the broker`, [BASIC]],
  ['a log-in in a URL', `connect ECONNREFUSED ${DATABASE}`, ['hunter2']],
  ['a password with strange characters in a URL', 'cannot reach mqtt://door:hu/nt@er2?#@broker:1883', ['hu/nt', 'er2']],
  ['two log-ins', 'nats://a:hunter2@n1:4222,nats://b:hunter3@n2:4222', ['hunter2', 'hunter3']],
  ['a connection as an object', { connectionString: DATABASE, options: { url: new URL(DATABASE) } }, ['hunter2']],
  ['a query', `GET /callback?code=1&id_token=${OPAQUE}&client_secret=${OPAQUE}`, [OPAQUE]],
  ['a form', `grant_type=password&password=hunter2&scope=all`, ['hunter2']],
  ['an assignment', `SESSION_SECRET=${OPAQUE} ENCRYPTION_KEY="${OPAQUE}"`, [OPAQUE]],
  ['prose', 'the password: hunter2', ['hunter2']],
  ['bytes', { body: Buffer.from(`token ${OPAQUE}`) }, [[...Buffer.from(OPAQUE)].join()]],
  ['a number of a person in a URL', { url: `/people/${PERSON}/visits` }, [PERSON]],
  ['a number of a person in a message', `subject 179120 99997 is unknown`, ['99997']],
  ['a number of a person as a number', { subject: Number(PERSON) }, [PERSON]],
];

describe.each(WAYS)('%s', (_way, log) => {
  it.each(LEAKS)('tells nothing of %s', (_leak, value, secrets) => {
    lines.length = 0;
    log(value);
    expect(lines).toHaveLength(1);
    for (const secret of secrets) expect(lines[0]).not.toContain(secret);
    expect(() => void JSON.parse(lines[0] as string)).not.toThrow();
  });
});

describe('what an operator needs stays', () => {
  it.each([
    [{ requestId: 'a1', station: 'trosterud', grams: 412_300, ok: true, at: '2026-11-20T10:00:00.000Z', gone: null }],
    [{ msg: 'invalid token: the signature does not fit' }],
    [{ msg: 'connect ECONNREFUSED 127.0.0.1:5432' }],
    [{ url: 'https://nokkel.example.no/adapter/v2/keys' }],
    [{ traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', epochMs: 1_795_168_800_000 }],
    [{ phone: '12345678901', tokenType: 'execute', hasPassword: false, usedTokens: 3 }],
  ])('%j', (value) => {
    lines.length = 0;
    pinoLogger.info(value);
    expect(JSON.parse(lines[0] as string)).toMatchObject(value);
  });
});

it('carries the trace of the work under way', () => {
  lines.length = 0;
  const traceparent = childOf();
  runInTrace(traceparent, () => logger.log('inside'));
  logger.log('outside');
  const [inside, outside] = lines.map((line) => JSON.parse(line) as object);
  expect(inside).toMatchObject({ msg: 'inside', context: 'Somebody', trace_id: traceparent.split('-')[1] });
  expect(outside).not.toHaveProperty('trace_id');
});

/** As libraries throw them: the cause in words, the details as properties. */
function errorAround(value: unknown): Error {
  const words = typeof value === 'string' ? value : JSON.stringify(value);
  return Object.assign(new Error(`The call failed: ${words}`, { cause: new Error(words) }), { details: value });
}
