import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { type LivedIn, liveIn } from './lived-in';
import { STATION } from './lived-in.calendar';
import { faultsAt } from './page-check';

const APP = resolve(__dirname, '../../../../services/portal/web/src/App.svelte').replace(
  /([/\\])dist[/\\]libs/,
  '$1libs',
);

type Person = 'resident' | 'staff' | 'operator';
/** Who sees it, what the picture is called, and where it is. `:weighed`, `:from` and `:to` are of the lived-in station. */
type Shown = readonly [person: Person, picture: string, path: string];

const AT = `/drift/${STATION}`;
/** Every page that the web app has, by the files that `App.svelte` names. */
const PAGES: Record<string, readonly [Shown, ...Shown[]]> = {
  StationsPage: [
    ['resident', 'stations', '/?lang=nb'],
    ['resident', 'stations-en', '/?lang=en'],
    ['resident', 'stations-ar', '/?lang=ar'],
    ['staff', 'stations-staff', '/?lang=nb'],
  ],
  StationPage: [
    ['resident', 'resident', `/stasjon/${STATION}?lang=nb`],
    ['resident', 'resident-en', `/stasjon/${STATION}?lang=en`],
    ['resident', 'resident-ar', `/stasjon/${STATION}?lang=ar`],
  ],
  NotFound: [['resident', 'not-found', '/finnes-ikke?lang=nb']],
  OperationsPage: [['staff', 'today', '/drift']],
  StationOperationsPage: [['staff', 'station', AT]],
  HoursPage: [['staff', 'hours', `${AT}/tider`]],
  AlarmsPage: [['staff', 'alarms', `${AT}/alarmer`]],
  KilosPage: [['staff', 'kilos', `${AT}/kilo`]],
  ActivitiesPage: [['staff', 'activities', `${AT}/aktiviteter`]],
  SignPage: [['staff', 'sign', `/stasjon/${STATION}/skilt`]],
  MePage: [['staff', 'me', '/drift/meg']],
  DevicesPage: [['operator', 'devices', `${AT}/enheter`]],
  AttemptsPage: [['operator', 'attempts', `${AT}/forsok`]],
  HealthPage: [['operator', 'health', '/drift/helse']],
  AuditPage: [['operator', 'audit', '/drift/logg']],
  PeoplePage: [['operator', 'people', '/drift/folk']],
  DashboardPage: [
    ['operator', 'figures', '/drift/tall?periode=egne&fra=:from&til=:to&mot=before&del=fraction&stasjon=trosterud'],
    ['operator', 'figures-year', '/drift/tall?periode=i-ar&mot=year'],
  ],
  FlowRowsPage: [
    ['operator', 'rows', `/drift/tall/rader?station=${STATION}&container=ombruk&kind=drop-off&from=:weighedOn&to=:to`],
  ],
  WeighingPage: [['operator', 'weighing', '/drift/tall/veiing/:weighed']],
  UsePage: [['operator', 'use', `/drift/tall/bruk?stasjon=${STATION}`]],
};
const WIDTHS = [360, 1440];
/** Made by a library for programmers. */
const API_DOCS = '/api/docs';
const OUTSIDE_THE_APP: readonly Shown[] = [
  ['resident', 'sign-in', '/login'],
  ['resident', 'sign-in-failed', '/callback?code=x&state=y'],
  ['operator', 'export', `/api/exports/drop-offs?format=html&station=${STATION}&quality=uncertain&from=:from&to=:to`],
  ['operator', 'api-docs', API_DOCS],
];
const PEOPLE: readonly Person[] = ['resident', 'staff', 'operator'];
/** Each person's pages together, so that nobody signs in twice. */
const SHOWN = PEOPLE.flatMap((person) =>
  [...Object.values(PAGES).flat(), ...OUTSIDE_THE_APP].filter(([seer]) => seer === person),
);

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;
let infrastructure: Infrastructure;
let services: ServiceProcesses;
let browser: Browser;
let page: Page;
let lived: LivedIn;
let signedIn: Person = 'resident';
const faults: string[] = [];

inBrowser('every page', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    const names = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'] as const;
    services = await ServiceProcesses.start(infrastructure, { names });
    lived = await liveIn(infrastructure, services);
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
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await lived?.stop();
    await services?.stop();
    await infrastructure?.stop();
  }, 60_000);

  it('is tried here', () => {
    const named = readFileSync(APP, 'utf8').match(/pages\/\w+(?=\.svelte)/g) ?? [];
    expect(Object.keys(PAGES).toSorted()).toEqual(
      [...new Set(named)].map((name) => name.replace('pages/', '')).toSorted(),
    );
  });

  it.each(SHOWN)(
    'for a %s, %s, keeps the content security policy, asks no other host, is whole, and can be used by all: %s',
    async (person, picture, path) => {
      await become(person);
      const response = await page.goto(services.portalUrl + filled(path));
      await page.locator('h1, h2').first().waitFor();
      await page.locator('pkt-loader').first().waitFor({ state: 'detached' });
      const policy = response?.headers()['content-security-policy'] ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
      expect(faults).toEqual([]);
      if (path === API_DOCS) return;
      expect(policy).not.toContain('unsafe');
      expect(await page.locator('[data-testid="problem"]').count()).toBe(0);
      expect(await faultsAt(page, picture, WIDTHS)).toEqual([]);
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

function filled(path: string): string {
  return path.replace(/:(weighedOn|weighed|from|to)\b/g, (_all, name: keyof typeof lived.places) => lived.places[name]);
}

async function become(person: Person): Promise<void> {
  if (person === signedIn) return;
  signedIn = person;
  await page.context().clearCookies();
  await page.goto(`${services.portalUrl}/login?returnTo=%2Fdrift`);
  await page.locator('#name').fill(person);
  await page.locator('#password').fill('demo');
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname === '/drift');
}
