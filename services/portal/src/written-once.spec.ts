import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningService, startService } from '@selvbetjent/platform';
import { freePort } from '@selvbetjent/testing';
import { describePortal } from './portal.module';
import { OPERATOR, TestingPortal } from './testing-portal.test-kit';
import { OPERATOR_WRITES, OWNER_CHECKED_WRITES, STATION_OPERATOR_WRITES, type Write, WRITES } from './writes.test-kit';

/** All that people change; `portal.spec` holds the list to the API's description. */
const ALL: Write[] = [...WRITES, ...OWNER_CHECKED_WRITES, ...OPERATOR_WRITES, ...STATION_OPERATOR_WRITES];
/** Its answer holds a secret that is kept nowhere: each is a key of its own. */
const ANSWERED_ONCE = '/api/devices/vekt/keys';
const KEPT = ALL.filter(([method, path]) => !(method === 'POST' && path === ANSWERED_ONCE));

interface Answer {
  status: number;
  body: unknown;
  etag: string | null;
  isReplayed: boolean;
}

let portal: TestingPortal;
let replica: RunningService;
let headers: Record<string, string>;
let keys = 0;

beforeAll(async () => {
  portal = await TestingPortal.start();
  replica = await startService(describePortal({ ...portal.config, port: await freePort() }));
  headers = await portal.signIn(OPERATOR);
});

afterAll(async () => {
  await replica?.close();
  await portal?.stop();
});

describe.each(KEPT)('%s %s with an Idempotency-Key', (method, path, body) => {
  const send = (url: string, key: string, changes: { path?: string; body?: object | string } = {}) =>
    answerTo(`${url}${changes.path ?? path}`, { method, key, body: changes.body ?? body });

  it('has one effect, and one answer from every replica', async () => {
    const [alone, shared] = [newKey(), newKey()];
    await send(portal.url, alone);
    const effect = takeAsked();
    const both = await Promise.all([send(portal.url, shared), send(replica.url, shared)]);
    const later = [await send(portal.url, shared), await send(replica.url, shared)];
    expect(takeAsked()).toEqual(effect);
    const [first] = both.filter(({ isReplayed, status }) => !isReplayed && status < 300);
    expect(first).toBeDefined();
    for (const other of both.filter((one) => one !== first))
      expect(other).toMatchObject(
        other.status === 409 ? { body: { code: 'write_under_way' } } : { ...first, isReplayed: true },
      );
    for (const answer of later) expect(answer).toEqual({ ...first, isReplayed: true });
  });

  it('of another request is refused, by every replica, and changes nothing', async () => {
    const key = newKey();
    await send(portal.url, key);
    takeAsked();
    const other =
      body === undefined ? { path: `${path}${path.includes('?') ? '&' : '?'}confirm=true` } : otherBody(body);
    for (const url of [portal.url, replica.url]) {
      const refused = { status: 422, body: { code: 'idempotency_key_reused' } };
      expect(await send(url, key, other)).toMatchObject(refused);
    }
    expect(takeAsked()).toEqual([]);
  });
});

function otherBody(body: object | string): { body: object | string } {
  return { body: typeof body === 'string' ? `${body} ` : { ...body, reason: 'En annen' } };
}

function newKey(): string {
  return `key-${(keys += 1)}`;
}

/** What the owners were asked since the last call, by contract. */
function takeAsked(): string[] {
  return portal.owners.asked
    .splice(0)
    .map(({ contract }) => contract.name)
    .toSorted();
}

async function answerTo(
  url: string,
  { method, key, body }: { method: string; key: string; body: object | string | undefined },
): Promise<Answer> {
  const type = url.includes('/history/')
    ? 'text/csv'
    : typeof body === 'string'
      ? 'application/yaml'
      : 'application/json';
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'idempotency-key': key, ...(body !== undefined && { 'content-type': type }) },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
  });
  const isReplayed = response.headers.get('idempotency-replayed') === 'true';
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  // Of the answer itself: kept as JSON, its members may come in another order.
  const etag = response.headers.get('etag')?.replace(/^W\/.*/, '') ?? null;
  return { status: response.status, body: answer, etag, isReplayed };
}
