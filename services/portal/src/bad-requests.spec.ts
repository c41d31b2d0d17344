import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporary } from '@selvbetjent/contracts';
import { OPERATOR, TestingPortal } from './testing-portal.test-kit';

const ID = 'a3c1f0de-55aa-4b0e-8f66-0c5b7d1e2f01';
const GOOD_PATH: Record<string, string> = {
  ...{ stationId: 'trosterud', doorId: 'trosterud-ombruk', deviceId: 'trosterud-vekt', year: '2026' },
  ...{ validFrom: '2026-12-01', date: '2026-12-23' },
};
/** What no parameter of this name takes. */
const BAD_VALUES: Record<string, string> = {
  ...{ from: '2026-02-30', to: '20.11.2026', before: 'i går', limit: '0', cursor: '!'.repeat(501), station: 'Å!' },
  ...{ by: 'hour', format: 'doc', kind: 'gift', expectedVersion: 'x', standing: 'maybe', container: 'Ombruk' },
};

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content?: Record<string, { schema: { $ref?: string } }> };
}

interface Route {
  method: string;
  path: string;
  operation: Operation;
}

interface Refusal {
  status: number;
  code: string;
}

let portal: TestingPortal;
let headers: Record<string, string>;
let routes: Route[];

beforeAll(async () => {
  portal = await TestingPortal.start();
  headers = await portal.signIn(OPERATOR);
  const { paths } = (await (await fetch(`${portal.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
});

afterAll(() => portal?.stop());

describe('every route that takes JSON refuses', () => {
  it.each([
    ['what isn’t JSON', '{"a":', { status: 400, code: 'http_400' }],
    ['a list', '[]', { status: 400, code: 'invalid_input' }],
    ['more than it takes', `{"a":"${'x'.repeat(110_000)}"}`, { status: 413, code: 'http_413' }],
  ])('%s', async (_name, body, refusal) => {
    const json = { ...headers, 'content-type': 'application/json' };
    await expectRefusals(jsonRoutes(), refusal, (route) => ask(route, { body, headers: json }));
  });

  it('a member that it doesn’t know', async () => {
    const json = { ...headers, 'content-type': 'application/json' };
    const described = jsonRoutes().filter(({ operation }) => schemaOf(operation) !== undefined);
    await expectRefusals(described, { status: 400, code: 'invalid_input' }, (route) =>
      ask(route, { body: '{"tonnes":1}', headers: json }),
    );
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded'])('a body of %s', async (type) => {
    const typed = { ...headers, 'content-type': type };
    await expectRefusals(jsonRoutes(), { status: 415, code: 'http_415' }, (route) =>
      ask(route, { body: 'grams=1', headers: typed }),
    );
  });
});

describe('every route refuses in its address', () => {
  it('an id, a date or a year that is none', async () => {
    const withIds = routes.filter(({ path }) => path.includes('{') && !path.endsWith('/readings'));
    await expectRefusals(withIds, { status: 400, code: 'invalid_input' }, (route) =>
      ask(route, { path: route.path.replace(/\{\w+\}/g, '%C3%85!') }),
    );
  });

  it('what can’t be decoded', async () => {
    const withIds = routes.filter(({ path }) => path.includes('{') && !path.endsWith('/readings'));
    await expectRefusals(withIds, { status: 400, code: 'http_400' }, (route) =>
      ask(route, { path: route.path.replace(/\{\w+\}/g, '%E0%A4%A') }),
    );
  });

  it.each(Object.keys(BAD_VALUES))('a bad %s', async (name) => {
    const taking = routes.filter(({ operation }) =>
      operation.parameters?.some((parameter) => parameter.in === 'query' && parameter.name === name),
    );
    expect(taking.length).toBeGreaterThan(0);
    const query = `?${name}=${encodeURIComponent(BAD_VALUES[name] ?? '')}`;
    await expectRefusals(taking, { status: 400, code: 'invalid_input' }, (route) =>
      ask(route, { path: goodPath(route) + query }),
    );
  });
});

describe('what no route is responsible for', () => {
  it.each(['GET', 'POST', 'DELETE', 'PATCH'])('is a problem in Norwegian: %s', async (method) => {
    const response = await fetch(`${portal.url}/api/nowhere`, { method, headers });
    const problem = (await expectProblem(response)) as { title: string; detail: string };
    expect([response.status, problem.title]).toEqual([404, 'Adressen finnes ikke']);
    expect(problem.detail).toMatch(/^Se etter/);
  });

  it('is no page either, whatever is hidden in the address', async () => {
    const response = await fetch(`${portal.url}/api/stations/..%2F..`, { headers });
    await expectProblem(response);
    expect(response.status).toBe(404);
  });
});

it('an owner that doesn’t answer makes 503 that says when to try again', async () => {
  portal.owners.refuseAll(temporary('unavailable', 'nobody answers'));
  const response = await fetch(`${portal.url}/api/stations/trosterud`, { headers });
  portal.owners.refuseAll(null);
  await expectProblem(response);
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '60']);
});

/** Asks each route, and expects the same of all: told together, each with what it answered. */
async function expectRefusals(of: Route[], { status, code }: Refusal, asking: (route: Route) => Promise<Response>) {
  const answers: Record<string, string> = {};
  for (const route of of) {
    const response = await asking(route);
    const problem = (await expectProblem(response)) as { code: string };
    answers[`${route.method} ${route.path}`] = `${response.status} ${problem.code}`;
  }
  const expected = of.map(({ method, path }) => [`${method} ${path}`, `${status} ${code}`]);
  expect(answers).toEqual(Object.fromEntries(expected));
}

async function expectProblem(response: Response): Promise<object> {
  const text = await response.text();
  expect([response.url, response.status, response.headers.get('content-type')]).toEqual([
    response.url,
    response.status,
    'application/problem+json; charset=utf-8',
  ]);
  const problem = JSON.parse(text) as object;
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^about:blank#\w+$/),
    title: expect.stringMatching(/^[A-ZÆØÅ]/),
    status: response.status,
    detail: expect.stringMatching(/./),
    instance: expect.stringMatching(/^urn:trace:[0-9a-f]{32}$/),
  });
  return problem;
}

/** Readings have a key of their own, and their owner judges them byte by byte. */
function jsonRoutes(): Route[] {
  return routes.filter(
    ({ path, operation }) => operation.requestBody?.content?.['application/json'] && !path.endsWith('/readings'),
  );
}

function schemaOf({ requestBody }: Operation): string | undefined {
  return requestBody?.content?.['application/json']?.schema.$ref;
}

function goodPath({ path }: Route): string {
  return path.replace(/\{(\w+)\}/g, (_all, name: string) => GOOD_PATH[name] ?? ID);
}

function ask(route: Route, { path = goodPath(route), ...init }: RequestInit & { path?: string }): Promise<Response> {
  return fetch(`${portal.url}${path}`, { method: route.method, headers, ...init });
}
