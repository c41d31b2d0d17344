import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Locator, type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { faultsAt, printedPicture } from './page-check';
import { qrText } from './qr-text';

const ROOT = resolve(__dirname, '../../../..');
const HANG_MS = 60_000;
const HOUR_MS = 3_600_000;
const MOST_BYTES = 100_000;
const STATION = 'demo-dogn';
const WIDTHS = [360, 1440];
const LANGUAGES = [
  { lang: 'nb', dir: 'ltr', title: 'Finn stasjonen din', open: /^Åpent nå/ },
  { lang: 'en', dir: 'ltr', title: 'Find your station', open: /^Open now/ },
  { lang: 'ar', dir: 'rtl', title: 'ابحث عن محطتك', open: /^مفتوحة الآن/ },
];

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let staff: ApiClient;
let browser: Browser;
let page: Page;
let webRoot: string;
const faults: string[] = [];

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

const at = (testId: string, where: Page | Locator = page): Locator => where.locator(`[data-testid="${testId}"]`);
const attribute = (name: string) => page.locator('html').getAttribute(name);
const address = (path: string) => `${services.portalUrl}${path}`;

async function openStation(lang: string): Promise<void> {
  await page.goto(address(`/stasjon/${STATION}?lang=${lang}`));
  await at('status').waitFor();
  await at('week').waitFor();
}

async function openSign(): Promise<void> {
  await page.goto(address(`/login?returnTo=${encodeURIComponent(`/stasjon/${STATION}/skilt`)}`));
  await page.locator('#name').fill('staff');
  await page.locator('#password').fill('demo');
  await page.locator('button[type="submit"]').click();
  await at('sign').first().waitFor();
}

/** Nobody is shut out, and nothing is cut off. */
async function isFine(name: string, options: { pictured?: boolean } = {}): Promise<void> {
  expect(await faultsAt(page, name, WIDTHS, options)).toEqual([]);
}

/** A clock of the page's own, that much later than ours. */
async function laterBy(ms: number): Promise<void> {
  await page.clock.setSystemTime(Date.now() + ms);
}

inBrowser('the resident’s pages', () => {
  beforeAll(async () => {
    webRoot = await mkdtemp(join(tmpdir(), 'selvbetjent-web-'));
    await cp(join(ROOT, 'services/portal/web/dist'), webRoot, { recursive: true });
    // This file is changed below, as a new version would change it.
    await rm(join(webRoot, 'service-worker.js.br'), { force: true });
    infrastructure = await startInfrastructure();
    services = await ServiceProcesses.start(infrastructure, {
      env: { PORTAL_WEB_ROOT: webRoot },
    });
    staff = await ApiClient.signIn(services, 'demo-staff');
    browser = await openBrowser(chromium!);
    browser.context.setDefaultTimeout(HANG_MS);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await services?.stop();
    await infrastructure?.stop();
    if (webRoot) await rm(webRoot, { recursive: true, force: true });
  }, 60_000);

  beforeEach(async () => {
    await page?.close();
    page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.text().includes('Content Security') && faults.push(message.text()));
    await page.goto(address('/favicon.svg'));
    await page.evaluate('localStorage.clear()');
  });

  describe.each(LANGUAGES)('in $lang', ({ lang, dir, title, open }) => {
    const suffix = lang === 'nb' ? '' : `-${lang}`;

    it('the list and the station are whole, open to all, and say what language they are in', async () => {
      await page.goto(address(`/?lang=${lang}`));
      await at('station-card').first().waitFor();
      expect(await page.locator('h1').textContent()).toBe(title);
      expect([await attribute('lang'), await attribute('dir')]).toEqual([lang, dir]);
      expect(await at('draft').count()).toBe(lang === 'ar' ? 1 : 0);
      await isFine(`stations${suffix}`, { pictured: false });
      await openStation(lang);
      expect(await at('status').locator('.headline').textContent()).toMatch(open);
      expect(await at('help-phone').first().getAttribute('href')).toBe('tel:22000000');
      await isFine(`resident${suffix}`, { pictured: false });
      if (lang === 'nb') await printedPicture(page, 'resident-printed');
      expect(faults).toEqual([]);
    });
  });

  it('tell a closure in the best language there is, marked as that', async () => {
    const reason = { nb: 'Is på rampen', en: 'Ice on the ramp' };
    const closure = { appliesTo: 'residents', reason };
    const { body } = await staff.send('POST', '/api/stations/trosterud/closures', closure);
    for (const [lang, text, textLang] of [
      ['nn', reason.nb, 'nb'],
      ['ur', reason.en, 'en'],
    ] as const) {
      await page.goto(address(`/stasjon/trosterud?lang=${lang}`));
      const told = at('closure').locator('bdi').first();
      await told.waitFor();
      expect([await told.textContent(), await told.getAttribute('lang')]).toEqual([text, textLang]);
      expect(await at('status').getAttribute('data-open')).toBe('false');
      expect(await at('help-closed').textContent()).toContain(await at('status').locator('.headline').textContent());
    }
    await isFine('closed-ur', { pictured: false });
    await staff.send('DELETE', `/api/stations/trosterud/closures/${(body as { id: string }).id}`);
  });

  it('begin in the browser’s language, keep the one that was chosen, and share it', async () => {
    await page.addInitScript(`Object.defineProperty(navigator, 'languages', { get: () => ['fr', 'pl-PL', 'en'] })`);
    await page.goto(address('/'));
    await at('station-card').first().waitFor();
    expect(await attribute('lang')).toBe('pl');
    await at('language').click();
    await isFine('languages');
    await at('language-so').click();
    await page.locator('html[lang="so"]').waitFor();
    expect(new URL(page.url()).search).toBe('?lang=so');
    await page.goto(address('/'));
    await at('station-card').first().waitFor();
    expect(await attribute('lang')).toBe('so');
  });

  it('lead to a station by keyboard alone, and to another language', async () => {
    await page.goto(address('/'));
    await at('station-card').first().waitFor();
    const focused = () => page.evaluate<string>('document.querySelector(":focus")?.textContent.trim() ?? ""');
    const tabUntil = async (text: RegExp) => {
      for (let presses = 0; !text.test(await focused()); presses++) {
        if (presses > 30) throw new Error(`Tab never came to ${text}`);
        await page.keyboard.press('Tab');
      }
    };
    await tabUntil(/Bokmål/);
    await page.keyboard.press('Enter');
    await tabUntil(/^English$/);
    await page.keyboard.press('Enter');
    await page.locator('html[lang="en"]').waitFor();
    expect(await focused()).toMatch(/English$/);
    await tabUntil(/^Demostasjon/);
    await page.keyboard.press('Enter');
    await at('status').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/stasjon/${STATION}`);
    await tabUntil(/^Call 22 00 00 00/);
    await tabUntil(/^Subscribe/);
  });

  it('show without contact what was last known, with its time, and never promise an open door on it', async () => {
    const from = new Date(Date.now() + 2 * HOUR_MS).toISOString();
    const closure = { from, appliesTo: 'residents', reason: { nb: 'Tømming', en: 'Emptying' } };
    const { body } = await staff.send('POST', `/api/stations/${STATION}/closures`, closure);
    await openStation('nb');
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    expect(await at('status').getAttribute('data-open')).toBe('true');

    await browser.context.setOffline(true);
    try {
      await laterBy(HOUR_MS);
      await page.reload();
      await at('known-at').first().waitFor();
      expect(await at('known-at').first().textContent()).toMatch(/vi visste .*kl\. \d\d\.\d\d/);
      expect(await at('status').getAttribute('data-open')).toBe('false');
      expect(await at('status').locator('.headline').textContent()).toMatch(/^Etter planen åpent til/);
      expect(await at('week').count()).toBe(1);
      await isFine('offline');

      await laterBy(3 * HOUR_MS);
      await page.reload();
      await at('known-at').first().waitFor();
      expect(await at('status').getAttribute('data-open')).toBe('false');
      expect(await at('status').locator('.headline').textContent()).not.toMatch(/nå|Etter planen/);

      await page.goto(address('/stasjon/aldri-sett'));
      await at('problem').waitFor();
      expect(await at('status').count()).toBe(0);
    } finally {
      await browser.context.setOffline(false);
      await staff.send('DELETE', `/api/stations/${STATION}/closures/${(body as { id: string }).id}`);
    }
  });

  it('take a new version at the next page, never under what is shown', async () => {
    await openStation('nb');
    // Answered after the page's own: from then on it listens.
    await page.evaluate(`navigator.serviceWorker.register('/service-worker.js').then(() => undefined)`);
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.evaluate('window.seen = true');
    const path = join(webRoot, 'service-worker.js');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"version":"[^"]+"/, '"version":"newer"'));
    // The browser may look for a newer one by itself, just before it is asked to.
    await page.evaluate(`navigator.serviceWorker.getRegistration().then(async (registration) => {
      await registration.update();
      const worker = registration.installing;
      if (worker) await new Promise((resolve) => {
        worker.addEventListener('statechange', () => worker.state !== 'installing' && resolve());
        if (worker.state !== 'installing') resolve();
      });
      if (!registration.waiting) throw new Error('No newer version waits');
    })`);
    expect(await page.evaluate('window.seen')).toBe(true);
    expect(await at('status').count()).toBe(1);
    await page.locator('main a[href="/"]').click();
    await at('station-card').first().waitFor();
    expect(await page.evaluate('window.seen')).toBeUndefined();
  });

  it('offer the calendar to subscribe to', async () => {
    await openStation('nb');
    const link = (await at('calendar').getAttribute('href')) ?? '';
    expect(link).toMatch(/^webcal:/);
    const response = await fetch(link.replace('webcal:', 'http:'));
    expect(response.headers.get('content-type')).toContain('text/calendar');
    expect(await response.text()).toContain('BEGIN:VEVENT');
  });

  it('can be installed', async () => {
    await page.goto(address('/'));
    const href = await page.locator('link[rel="manifest"]').getAttribute('href');
    const response = await fetch(address(href ?? ''));
    expect(response.headers.get('content-type')).toContain('application/manifest+json');
    const { icons, start_url } = (await response.json()) as {
      icons: { src: string; sizes: string }[];
      start_url: string;
    };
    expect(start_url).toBe('/');
    expect(icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    for (const { src } of icons) expect((await fetch(address(src))).status).toBe(200);
  });

  it(`weigh at most ${MOST_BYTES / 1000} kB of script and style, compressed`, async () => {
    const loaded = new Map<string, Buffer>();
    page.on('response', async (response) => {
      const type = response.request().resourceType();
      if (type === 'script' || type === 'stylesheet') loaded.set(response.url(), await response.body());
    });
    await page.goto(address(`/stasjon/${STATION}?lang=ar`), { waitUntil: 'networkidle' });
    await at('week').waitFor();
    const bytes = [...loaded.values()].reduce((sum, body) => sum + gzipSync(body).length, 0);
    const style = [...loaded].filter(([url]) => url.endsWith('.css')).map(([, body]) => body.toString());
    await page.evaluate(`document.querySelectorAll('script, link').forEach((element) => element.remove())`);
    const staticBytes = gzipSync(`<style>${style.join('')}</style>${await page.content()}`).length;
    const ratio = (bytes / staticBytes).toFixed(1);
    console.info(
      `Resident's page: ${bytes} bytes of script and style; the same look as a static page: ${staticBytes}; ${ratio} times`,
    );
    expect(loaded.size).toBeGreaterThan(2);
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);

    const [script] = [...loaded.keys()].toSorted((a, b) => loaded.get(b)!.length - loaded.get(a)!.length) as [string];
    const sent = await fetch(script, { headers: { 'accept-encoding': 'br' } });
    expect(sent.headers.get('content-encoding')).toBe('br');
    expect(sent.headers.get('content-type')).toContain('javascript');
    expect(await sent.text()).toBe(loaded.get(script)?.toString());
  });

  it('are printed as signs with a code that leads there', async () => {
    await openSign();
    await isFine('sign', { pictured: false });
    expect(await qrText(page, '[data-testid="qr"]')).toBe(address(`/stasjon/${STATION}#ombruk`));

    const pdf = await page.pdf({ preferCSSPageSize: true });
    const signs = await at('sign').count();
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(signs);
    await printedPicture(page, 'sign-printed');
    await page.goto(address(`/stasjon/${STATION}#ombruk`));
    await at('here').waitFor();
    expect(await at('here').textContent()).toContain('Ombrukscontainer');
    expect(faults).toEqual([]);
  });
});
