import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { Clock } from './clock';
import { Problem } from './problem';
import { type RunningService, startService } from './start-service';

class Order {
  @IsInt() kilos!: number;
}

@Controller('shop')
class ShopController {
  @Post()
  order(@Body() order: Order): Order {
    return order;
  }

  @Get('shelves/:id')
  shelf(): string {
    return 'full';
  }

  @Get('denied')
  denied(): never {
    throw new Problem(403, 'not_yours', 'This is not yours', 'Ask your manager.', { stations: ['trosterud'] });
  }

  @Get('broken')
  broken(): never {
    throw new Error('password=hunter2 was refused');
  }
}

@Module({ controllers: [ShopController] })
class Shop {}

const broken = new Set<string>();
let service: RunningService;

beforeAll(async () => {
  service = await startService({
    name: 'shop',
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: { module: Shop },
    checks: () => ({ shelf: checkShelf }),
  });
});

afterAll(() => service.close());

describe('health', () => {
  it('is ready while all checks answer, and says which one does not', async () => {
    expect(await getJson('/health/ready')).toEqual([200, { status: 'ok', checks: { shelf: 'ok' } }]);
    broken.add('shelf');
    expect(await getJson('/health/ready')).toEqual([503, { status: 'unavailable', checks: { shelf: 'it fell' } }]);
    expect(await getJson('/health/live')).toEqual([200, { status: 'ok' }]);
    broken.clear();
    expect(await getJson('/health/ready')).toEqual([200, { status: 'ok', checks: { shelf: 'ok' } }]);
  });

  it('does not wait for ever for a check that says nothing', async () => {
    broken.add('silence');
    expect(await getJson('/health/ready')).toEqual([
      503,
      { status: 'unavailable', checks: { shelf: 'does not answer' } },
    ]);
    broken.clear();
  });

  it('gives metrics in the text format of Prometheus', async () => {
    const response = await fetch(`${service.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain;.*version=0\.0\.4/);
  });
});

describe('metrics of HTTP', () => {
  it('are named by OpenTelemetry and count by the template of the route, whatever the path', async () => {
    for (const path of [
      '/shop/shelves/1',
      '/shop/shelves/2',
      '/shop/shelves/17912099997',
      '/nowhere/1',
      '/nowhere/2',
    ]) {
      await (await fetch(service.url + path)).text();
    }
    await (await fetch(`${service.url}/shop/denied`, { method: 'PROPFIND' })).text();
    const counts = (await (await fetch(`${service.url}/metrics`)).text())
      .split('\n')
      .filter((line) => /^http_server_request_duration_seconds_count\{.*(shelves|404)/.test(line));
    expect(counts.map((line) => line.replace(/^\w+/, ''))).toEqual([
      '{http_request_method="GET",http_response_status_code="200",http_route="/shop/shelves/:id"} 3',
      '{http_request_method="GET",http_response_status_code="404",http_route=""} 2',
      '{http_request_method="_OTHER",http_response_status_code="404",http_route=""} 1',
    ]);
  });
});

describe('errors', () => {
  it('that the service throws as problems keep their words', async () => {
    const response = await fetch(`${service.url}/shop/denied`);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({
      type: 'about:blank#not_yours',
      title: 'This is not yours',
      status: 403,
      code: 'not_yours',
      detail: 'Ask your manager.',
      stations: ['trosterud'],
      instance: expect.stringMatching(/^urn:trace:[0-9a-f]{32}$/),
    });
  });

  it('that nobody expected keep their words to themselves', async () => {
    const response = await fetch(`${service.url}/shop/broken`);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'internal_error' });
    expect(text).not.toContain('hunter2');
  });

  it.each([
    ['a wrong value', '{"kilos":"many"}', 'invalid_input'],
    ['an unknown property', '{"kilos":1,"tonnes":2}', 'invalid_input'],
    ['broken JSON', '{"kilos":', 'http_400'],
  ])('of the caller are 400: %s', async (_name, body, code) => {
    const response = await post(body);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code]);
  });

  it('for unknown paths are problems too', async () => {
    const [status, body] = await getJson('/nowhere');
    expect([status, body]).toEqual([404, expect.objectContaining({ status: 404, code: 'http_404' })]);
  });
});

it('takes a right request, binds a clock, and does not say what it is made of', async () => {
  const response = await post('{"kilos":12}');
  expect(await response.json()).toEqual({ kilos: 12 });
  expect(response.headers.has('x-powered-by')).toBe(false);
  expect(service.app.get(Clock).now()).toBeInstanceOf(Date);
});

function checkShelf(): Promise<void> {
  if (broken.has('silence')) return new Promise(() => undefined);
  return broken.has('shelf') ? Promise.reject(new Error('it fell')) : Promise.resolve();
}

async function getJson(path: string): Promise<[number, unknown]> {
  const response = await fetch(service.url + path);
  return [response.status, await response.json()];
}

function post(body: string): Promise<Response> {
  return fetch(`${service.url}/shop`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}
