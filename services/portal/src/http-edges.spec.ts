import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { OPERATOR, TestingPortal } from './testing-portal.test-kit';

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface Route {
  path: string;
  methods: string[];
}

const ANY_ID = 'a3c1f0de-55aa-4b0e-8f66-0c5b7d1e2f01';
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

let portal: TestingPortal;
let headers: Record<string, string>;
let routes: Route[];

beforeAll(async () => {
  portal = await TestingPortal.start();
  headers = await portal.signIn(OPERATOR);
  const { paths } = (await (await fetch(`${portal.url}/api/openapi.json`)).json()) as { paths: Record<string, object> };
  routes = Object.entries(paths).map(([path, operations]) => ({
    path: path.replace(/\{\w+\}/g, ANY_ID),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
});

afterAll(() => portal?.stop());

describe('what is no request to the parser is a problem in Norwegian too:', () => {
  const HOST = 'Host: x\r\n';
  it.each([
    ['no HTTP', 'hei\r\n\r\n', 400],
    ['a method that nobody knows', `HENT /api/stations HTTP/1.1\r\n${HOST}\r\n`, 400],
    ['a header without a name', `GET /api/stations HTTP/1.1\r\n${HOST}: x\r\n\r\n`, 400],
    ['two lengths', `POST /x HTTP/1.1\r\n${HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ['a length that is none', `POST /x HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`, 400],
    ['a chunk of no length', `POST /logout HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nå\r\n`, 400],
    ['HTTP/1.1 without Host', 'GET /api/stations HTTP/1.1\r\n\r\n', 400],
    ['a head that is too large', `GET / HTTP/1.1\r\n${HOST}X-Much: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a first line that is too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`, 414],
    ['an expectation', `GET /api/stations HTTP/1.1\r\n${HOST}Expect: kake\r\nConnection: close\r\n\r\n`, 417],
  ])('%s', async (_name, sent, status) => {
    expectProblem(await exchange(sent), status);
  });

  it('and the next connection is served', async () => {
    await exchange('hei\r\n\r\n');
    expect((await fetch(`${portal.url}/api/health/live`)).status).toBe(200);
  });

  it('HTTP/1.0 needs no Host', async () => {
    expect((await exchange('GET /api/health/live HTTP/1.0\r\n\r\n')).status).toBe(200);
  });

  it('nothing is written into an answer that has begun', async () => {
    const socket = connect(portal.config.port, '127.0.0.1');
    const { cookie } = headers;
    socket.write(`GET /api/events HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`);
    const [begin] = (await once(socket, 'data')) as [Buffer];
    expect(begin.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.write('hei\r\n\r\n');
    expect(await text(socket).catch(() => '')).not.toContain('HTTP/1.1');
  });
});

describe('every address', () => {
  it('answers a method that it doesn’t take with 405 and those that it takes', async () => {
    const answers: Record<string, unknown> = {};
    const expected: Record<string, unknown> = {};
    for (const { path } of routes) {
      for (const method of METHODS.filter((one) => !takes(path, one))) {
        const answer = await ask(method, path);
        expectProblem(answer, 405);
        answers[`${method} ${path}`] = answer.headers.allow?.split(', ').toSorted();
        const allowed = METHODS.filter((one) => takes(path, one));
        expected[`${method} ${path}`] = [...allowed, ...(allowed.includes('GET') ? ['HEAD'] : [])].toSorted();
      }
    }
    expect(Object.keys(answers).length).toBeGreaterThan(150);
    expect(answers).toEqual(expected);
  });

  it('tells by OPTIONS what it takes', async () => {
    const { status, headers: told, body } = await ask('OPTIONS', '/api/drop-offs');
    expect([status, told.allow?.split(', ').toSorted(), body]).toEqual([204, ['GET', 'HEAD', 'POST'], '']);
  });

  it.each([
    ['PATCH', '/login', 'GET, HEAD'],
    ['DELETE', '/', 'GET, HEAD'],
    ['POST', '/stasjon/trosterud', 'GET, HEAD'],
    ['TRACE', '/API/Stations/', 'GET, HEAD, POST'],
  ])('%s %s is 405 too', async (method, path, allow) => {
    const answer = await ask(method, path);
    expectProblem(answer, 405);
    expect(answer.headers.allow?.split(', ').toSorted()).toEqual(allow.split(', '));
  });

  it('asks nobody, and takes in no body, for a method that it doesn’t take', async () => {
    const askedBefore = portal.owners.asked.length;
    const answer = await ask('PATCH', '/api/stations/trosterud', { 'content-type': 'text/odd' }, 'x'.repeat(200_000));
    expectProblem(answer, 405);
    expect(portal.owners.asked.slice(askedBefore)).toEqual([]);
  });

  it.each([
    ['too long', `/api/stations?x=${'x'.repeat(9_000)}`, 414],
    ['too long, of a page', `/?x=${'x'.repeat(9_000)}`, 414],
    ['half an escape', '/api/stations?station=%E0%A4%A', 400],
    ['Latin-1', '/api/drop-offs?fraction=m%F8bler', 400],
    ['a bare %', '/api/stations/100%', 400],
  ])('that can’t be read is a problem: %s', async (_name, path, status) => {
    expectProblem(await ask('GET', path), status);
  });

  it('of a page goes on with whatever others put behind it', async () => {
    expect((await ask('GET', '/stasjon/trosterud?ref=m%F8bler', { accept: 'text/html' })).status).not.toBe(400);
  });
});

describe('a form of answer that there isn’t', () => {
  it.each([
    ['/api/stations', 'application/xml'],
    ['/api/drop-offs', 'text/html'],
    ['/api/stations.geojson', 'text/calendar'],
    ['/api/events', 'application/json'],
    ['/api/tonnage', 'application/json;q=0'],
  ])('%s as %s is 406', async (path, accept) => {
    expectProblem(await ask('GET', path, { accept }), 406);
  });

  it.each([
    ['/api/stations', 'application/json'],
    ['/api/stations', 'text/html, */*;q=0.1'],
    ['/api/stations/trosterud/calendar.ics', 'text/calendar'],
    ['/api/stations.geojson', 'application/geo+json'],
    ['/api/health/live', 'text/plain'],
  ])('%s as %s is there', async (path, accept) => {
    expect((await ask('GET', path, { accept })).status).toBe(200);
  });

  it('is no reason to refuse a change', async () => {
    const path = '/api/stations/trosterud/opening-hours/preview';
    const sent = { accept: 'text/plain', 'content-type': 'application/json' };
    expect((await ask('POST', path, sent, '{"validFrom":"2026-12-01","hours":"off"}')).status).toBe(200);
  });
});

function takes(path: string, method: string): boolean {
  // An id may be written where another address has a word of its own, and the other way round.
  return routes.some((route) => matches(route.path, path) && route.methods.includes(method));
}

function matches(route: string, path: string): boolean {
  const [steps, asked] = [route.split('/'), path.split('/')];
  return steps.length === asked.length && steps.every((step, index) => step === ANY_ID || step === asked[index]);
}

function expectProblem({ status, headers: { 'content-type': type }, body }: Answer, expected: number): void {
  expect([status, type, body]).toEqual([
    expected,
    'application/problem+json; charset=utf-8',
    expect.stringContaining('"detail"'),
  ]);
  expect(JSON.parse(body)).toMatchObject({
    ...{ status, code: `http_${status}`, type: `about:blank#http_${status}` },
    ...{ title: expect.stringMatching(/^[A-ZÆØÅ].* /), instance: expect.stringMatching(/^urn:trace:[0-9a-f]{32}$/) },
  });
}

/** By `node:http`, which sends what `fetch` would mend or refuse. */
async function ask(method: string, path: string, more: Record<string, string> = {}, body?: string): Promise<Answer> {
  const sent = httpRequest({
    ...{ host: '127.0.0.1', port: portal.config.port, method, path, agent: false },
    headers: { ...headers, ...more },
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [
    NodeJS.ReadableStream & { statusCode: number; headers: object },
  ];
  const answer = { status: response.statusCode, headers: response.headers as Record<string, string> };
  return { ...answer, body: await text(response) };
}

/** What a socket gets for these bytes until the other side ends it. */
async function exchange(sent: string): Promise<Answer> {
  const socket = connect(portal.config.port, '127.0.0.1');
  socket.write(sent);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const named = lines.map((line): [string, string] => {
    const [name = '', ...value] = line.split(': ');
    return [name.toLowerCase(), value.join(': ')];
  });
  return { status: Number(first.split(' ')[1]), headers: Object.fromEntries(named), body };
}
