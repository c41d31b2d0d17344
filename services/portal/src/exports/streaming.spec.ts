import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Author, CountDropOffs, type DropOffView, ListDropOffs, ok, temporary } from '@selvbetjent/contracts';
import { type RunningService, startService } from '@selvbetjent/platform';
import { freePort, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { TestingOwners } from '../owners.test-kit';
import { describePortal } from '../portal.module';
import { SessionStore } from '../sign-in/session.store';
import { PRINT_STYLE } from './html';

const OPERATOR: Author = { subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
const ROWS = 20_000;
const PATH = '/api/exports/drop-offs?station=trosterud&from=2026-11-01&to=2026-11-30';

let system: Infrastructure;
let portal: RunningService;
let cookie: string;
const owners = new TestingOwners();

beforeAll(async () => {
  system = await startInfrastructure();
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const oidc = { clientId: 'selvbetjent-portal', clientSecret: null, audience: 'selvbetjent', rolesClaim: 'roles' };
  await owners.start(system.natsUrl);
  portal = await startService(
    describePortal({
      ...{ host: '127.0.0.1', port, logLevel: 'silent', databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
      ...{
        publicUrl,
        sessionSecret: 'only-for-these-tests',
        webRoot: __dirname,
        services: {},
        trustedProxies: ['loopback'],
      },
      oidc: { ...oidc, issuer: `${publicUrl}/oidc`, embedded: true },
    }),
  );
  cookie = `selvbetjent=${await portal.app.get(SessionStore).create(OPERATOR)}`;
});

afterAll(async () => {
  await portal?.close();
  await owners.close();
  await system?.stop();
});

function row(index: number): DropOffView {
  return {
    ...{ id: `row-${index}`, kind: 'drop-off', stationId: 'trosterud', containerId: 'ombruk', visitIds: [] },
    ...{ at: '2026-11-20T10:00:00.000Z', grams: index - 10, quality: 'ok', reason: '=cmd', stream: 'reuse' },
    ...{ fraction: 'mixed-reuse', revision: 1, final: true },
  };
}

/** A ledger of so many rows; it stops answering at the given one. */
function ledgerOf(rows: number, breaksAt = Infinity): { pages: number } {
  const counted = { pages: 0 };
  owners.answer(CountDropOffs, () => ok({ rows, untilPosition: 4_711 }));
  owners.answer(ListDropOffs, ({ cursor, limit, untilPosition }) => {
    expect(untilPosition).toBe(4_711);
    counted.pages += 1;
    const start = Number(cursor ?? 0);
    if (start >= breaksAt) return temporary('unavailable', 'gone');
    const end = Math.min(rows, start + (limit as number));
    const items = Array.from({ length: end - start }, (_none, index) => row(start + index));
    return ok({ items, next: end < rows ? String(end) : null });
  });
  return counted;
}

const get = (path: string): Promise<Response> => fetch(portal.url + path, { headers: { cookie } });

describe('a long export', () => {
  it('has every row of the ledger, and says beforehand how many', async () => {
    ledgerOf(ROWS);
    const response = await get(`${PATH}&format=csv`);
    expect(response.headers.get('x-total-count')).toBe(String(ROWS));
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="vektbok.csv"');
    const rows = parse(await response.text(), { columns: true }) as unknown as Record<string, string>[];
    expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: ROWS }, (_none, index) => `row-${index}`));
    expect(rows.reduce((sum, { grams }) => sum + Number(grams), 0)).toBe((ROWS * (ROWS - 1)) / 2 - 10 * ROWS);
    expect(new Set(rows.map(({ reason }) => reason))).toEqual(new Set(["'=cmd"]));
  });

  it.each(['csv-nb', 'csv', 'json'])('that breaks off is visibly broken as %s', async (format) => {
    ledgerOf(ROWS, ROWS / 2);
    const response = await get(`${PATH}&format=${format}`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('is broken too when the ledger has less to tell than it counted', async () => {
    ledgerOf(1_000);
    owners.answer(CountDropOffs, () => ok({ rows: 1_001, untilPosition: 4_711 }));
    const response = await get(`${PATH}&format=csv`);
    await expect(response.text()).rejects.toThrow();
  });

  it('asks its owner for no more than a slow reader takes', async () => {
    const many = 200_000;
    const counted = ledgerOf(many);
    const asking = request(`${portal.url}${PATH}&format=json`, { headers: { cookie } }).end();
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    let [before, unchanged] = [counted.pages, 0];
    while (unchanged < 50) {
      expect((await get('/api/stations')).status).toBe(200);
      unchanged = counted.pages === before ? unchanged + 1 : 0;
      before = counted.pages;
    }
    expect(counted.pages).toBeLessThan(many / 500);
    response.destroy();
  });

  it('that would not fit its format is refused before it begins', async () => {
    ledgerOf(5_001);
    const response = await get(`${PATH}&format=html`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'too_many_rows' });
  });

  it('that the owner doesn’t answer at all is refused with what to do', async () => {
    owners.answer(CountDropOffs, () => temporary('unavailable', 'gone'));
    const response = await get(`${PATH}&format=csv`);
    expect(response.status).toBe(503);
  });
});

describe('the page to print', () => {
  it('has its style allowed by its policy, which allows no script', async () => {
    ledgerOf(3);
    const response = await get(`${PATH}&format=html`);
    const style = createHash('sha256').update(PRINT_STYLE).digest('base64');
    expect(response.headers.get('content-security-policy')).toContain(`'sha256-${style}'`);
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe-inline');
    const page = await response.text();
    expect(/<style>([^]*)<\/style>/.exec(page)?.[1]).toBe(PRINT_STYLE);
    expect(page.match(/<tr>/g)).toHaveLength(4);
  });
});
