import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { faultsAtWidth } from './page-check';

const STATION = 'trosterud';
const APP = resolve(__dirname, '../../../../services/portal/web/src/App.svelte').replace(
  /([/\\])dist[/\\]libs/,
  '$1libs',
);
/** Every page that the portal serves; those of the web app by the files that `App.svelte` names. */
const PAGES: Record<string, string> = {
  StationsPage: '/',
  StationPage: `/stasjon/${STATION}`,
  SignPage: `/stasjon/${STATION}/skilt`,
  OperationsPage: '/drift',
  StationOperationsPage: `/drift/${STATION}`,
  HoursPage: `/drift/${STATION}/tider`,
  AlarmsPage: `/drift/${STATION}/alarmer`,
  DevicesPage: `/drift/${STATION}/enheter`,
  KilosPage: `/drift/${STATION}/kilo`,
  ActivitiesPage: `/drift/${STATION}/aktiviteter`,
  AttemptsPage: `/drift/${STATION}/forsok`,
  HealthPage: '/drift/helse',
  AuditPage: '/drift/logg',
  PeoplePage: '/drift/folk',
  MePage: '/drift/meg',
  DashboardPage: '/drift/tall',
  FlowRowsPage: '/drift/tall/rader?from=2026-01-01&to=2026-01-31',
  UsePage: '/drift/tall/bruk',
  WeighingPage: '/drift/tall/veiing/00000000-0000-4000-8000-000000000000',
  NotFound: '/finnes-ikke',
};
const WIDTHS = [360, 1440];
/** Made by a library for programmers. */
const API_DOCS = '/api/docs';
const PAGES_OF_OUR_OWN = [API_DOCS, '/login', '/callback?code=x&state=y', '/api/exports/drop-offs?format=html'];

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;
let infrastructure: Infrastructure;
let services: ServiceProcesses;
let browser: Browser;
let page: Page;
const faults: string[] = [];

inBrowser('every page', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    const names = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'] as const;
    services = await ServiceProcesses.start(infrastructure, { names });
    browser = await openBrowser(chromium!);
    page = await browser.context.newPage();
    page.on('console', (message) => {
      if (/content security policy|refused to/i.test(message.text())) faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== services.portalUrl)
        faults.push(`${page.url()}: ${url.href}`);
    });
    await page.goto(`${services.portalUrl}/login?returnTo=%2Fdrift`);
    await page.locator('#name').fill('operator');
    await page.locator('#password').fill('demo');
    await page.locator('button[type="submit"]').click();
    await page.waitForURL((url) => url.pathname === '/drift');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await services?.stop();
    await infrastructure?.stop();
  }, 60_000);

  it('is tried here', () => {
    const named = readFileSync(APP, 'utf8').match(/pages\/\w+(?=\.svelte)/g) ?? [];
    expect(Object.keys(PAGES).toSorted()).toEqual(
      [...new Set(named)].map((name) => name.replace('pages/', '')).toSorted(),
    );
  });

  it.each([...Object.values(PAGES), ...PAGES_OF_OUR_OWN])(
    '%s keeps the content security policy, asks no other host, is whole, and can be used by all',
    async (path) => {
      const response = await page.goto(services.portalUrl + path);
      await page.locator('h1, h2').first().waitFor();
      const policy = response?.headers()['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
      expect(faults).toEqual([]);
      if (path === API_DOCS) return;
      expect(policy).not.toContain('unsafe');
      for (const width of WIDTHS) expect(await faultsAtWidth(page, path, width)).toEqual([]);
    },
  );

  it('stops a script that somebody got into it', async () => {
    await page.goto(services.portalUrl);
    await page.evaluate(`{
      const script = document.createElement('script');
      script.textContent = 'window.planted = true';
      document.body.append(script);
    }`);
    expect(await page.evaluate('window.planted')).toBeUndefined();
    expect(faults.splice(0).join()).toMatch(/content security policy/i);
  });
});
