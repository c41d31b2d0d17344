import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Locator, type Page } from 'playwright-core';
import { Client } from 'pg';
import { Temporal } from 'temporal-polyfill';
import { type Browser, browserPath, openBrowser } from '../browser';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { faultsAt } from './page-check';
import { PressedDoors } from './pressed-doors';
import { stationsFileOf } from './stations-file';

const STATION = 'trosterud';
const PAGE = '/drift/tall/bruk';
const HANG_MS = 30_000;
const WIDTHS = [360, 1440];
/** More than the page has of things to stop at. */
const MOST_TABS = 60;
const TUESDAY = 2;
const THURSDAY = 4;
/** When the presses were, as the wall shows it: two of them are somebody who tries again. */
const PRESSES = [
  { weekday: TUESDAY, time: '19:05' },
  { weekday: TUESDAY, time: '19:09' },
  { weekday: TUESDAY, time: '20:30' },
  { weekday: TUESDAY, time: '22:00' },
  { weekday: THURSDAY, time: '19:00' },
];

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

let infrastructure: Infrastructure;
let doors: PressedDoors;
let browser: Browser;
let page: Page;
const faults: string[] = [];

const at = (testId: string, where: Page | Locator = page): Locator => where.locator(`[data-testid="${testId}"]`);
const cell = (weekday: number, hour: number) => page.locator(`td[data-weekday="${weekday}"][data-hour="${hour}"]`);

inBrowser('the page of use and hours', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    doors = await PressedDoors.start(infrastructure, {
      names: ['stations', 'access', 'dropoffs', 'tonnage', 'portal'],
      stationsFile: stationsFileOf([STATION], 'off'),
      doors: [{ stationId: STATION, doorId: `${STATION}-dor` }],
    });
    for (let pressed = 0; pressed < PRESSES.length; pressed += 1) await doors.press(`${STATION}-dor`);
    await caughtUp(infrastructure);
    await moveIntoLastWeek();
    browser = await openBrowser(chromium ?? '');
    browser.context.setDefaultTimeout(HANG_MS);
    page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security')) faults.push(message.text());
    });
    await signIn();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await doors?.stop();
    await infrastructure?.stop();
  });

  it('tells hour by hour when people came in vain, and who tries again once', async () => {
    await at('week-table').waitFor();
    expect(await cell(TUESDAY, 19).innerText()).toBe('1');
    expect(await cell(TUESDAY, 20).innerText()).toBe('1');
    expect(await cell(THURSDAY, 19).innerText()).toBe('1');
    expect(await cell(1, 19).innerText()).toBe('0');
    expect(await at('endings').innerText()).toMatch(/Utenfor åpningstiden\s+5/);
  });

  it('tells by the keyboard alone what longer hours would have served', async () => {
    expect(await served()).toEqual([2, 4]);
    await tabTo(`[data-testid="day-${THURSDAY}"]`);
    await page.keyboard.press('Space');
    expect(await served()).toEqual([3, 4]);
    await tabTo('[data-testid="to-hour"]');
    await page.keyboard.type('23');
    expect(await served()).toEqual([4, 4]);
    await page.keyboard.press('Home');
    expect(await at('extension-fault').innerText()).toContain('etter start');
    await page.keyboard.press('End');
    expect(await served()).toEqual([4, 4]);
  });

  it('has no fault of accessibility and cuts nothing off, on a phone and on a desk', async () => {
    expect(await faultsAt(page, 'use', WIDTHS, { pictured: false })).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('goes on with what one owner tells while the other is silent', async () => {
    const silent = {
      status: 503,
      contentType: 'application/problem+json',
      body: '{"status":503,"title":"Svarer ikke"}',
    };
    await page.route('**/api/use?**', (route) => route.fulfill(silent));
    await page.reload();
    await at('week-table').waitFor();
    expect(await cell(TUESDAY, 19).innerText()).toBe('1');
    await page.getByRole('alert').waitFor();
    expect(await at('endings').count()).toBe(0);
    await page.unroute('**/api/use?**');
    await page.reload();
    await at('endings').waitFor();
  });

  it('shows what was unlocked and visited in the same table, and leads to the hours', async () => {
    await at('measure').selectOption('visits');
    expect(await page.locator('[data-testid="week-table"] caption').innerText()).toBe('Besøk som begynte');
    expect(await cell(TUESDAY, 19).innerText()).toBe('0');
    await at('to-hours').click();
    await page.waitForURL((url) => url.pathname === `/drift/${STATION}/tider`);
  });
});

async function served(): Promise<number[]> {
  const told = at('extension-served');
  return Promise.all(['data-served', 'data-all'].map(async (name) => Number(await told.getAttribute(name))));
}

async function signIn(): Promise<void> {
  await page.goto(`${doors.services.portalUrl}/login?returnTo=${encodeURIComponent(PAGE)}`);
  await page.locator('#name').fill('operator');
  await page.locator('#password').fill('demo');
  await page.locator('button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname === PAGE);
}

/** As if the presses had been on those days. */
async function moveIntoLastWeek(): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ attempt_id: string }>('SELECT attempt_id FROM access.attempts');
  const today = Temporal.Now.plainDateISO('Europe/Oslo');
  const monday = today.subtract({ days: 6 + today.dayOfWeek });
  for (const [index, { weekday, time }] of PRESSES.entries()) {
    const pressed = monday.add({ days: weekday - 1 }).toZonedDateTime({ timeZone: 'Europe/Oslo', plainTime: time });
    await client.query('UPDATE access.attempts SET requested_at = $1 WHERE attempt_id = $2', [
      pressed.toInstant().toString(),
      rows[index]?.attempt_id,
    ]);
  }
  await client.end();
}

/** As far as the Tab key alone gets. */
async function tabTo(selector: string): Promise<void> {
  const here = `document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`;
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await page.evaluate(here)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key never comes to ${selector}`);
}
