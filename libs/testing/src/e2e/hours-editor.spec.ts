import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { type Locator, type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';

const HANG_MS = 60_000;
const STATION = 'trosterud';
const HOURS = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';
const WIDTHS = [360, 1440];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

interface Schedule {
  hoursVersion: number;
  versions: { validFrom: string; hours: string }[];
  exceptions: { date: string; hours: string }[];
  closures: { id: string; until: string | null }[];
}

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let staff: ApiClient;
let browser: Browser;
let page: Page;

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

const at = (testId: string, where: Page | Locator = page): Locator => where.locator(`[data-testid="${testId}"]`);
const row = (day: string): Locator => page.locator(`[data-testid="day-row"][data-row="${day}"]`);
const schedule = () => staff.get<Schedule>(`/api/stations/${STATION}/schedule`);
const hoursNow = async () => (await schedule()).versions.at(-1)?.hours;
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo' }).format(new Date());

async function save(hours: string): Promise<void> {
  const { hoursVersion } = await schedule();
  const change = { validFrom: today(), hours, expectedVersion: hoursVersion, confirm: true };
  const { status } = await staff.send('PUT', `/api/stations/${STATION}/opening-hours`, change);
  expect(status).toBe(200);
}

async function signIn(returnTo: string, on = page): Promise<void> {
  await on.goto(`${services.portalUrl}/login?returnTo=${encodeURIComponent(returnTo)}`);
  await answerSignIn(on);
  await on.waitForURL((url) => url.pathname === returnTo);
}

async function answerSignIn(on = page): Promise<void> {
  await on.locator('#name').fill('staff');
  await on.locator('#password').fill('demo');
  await on.locator('button[type="submit"]').click();
}

async function openEditor(): Promise<void> {
  await page.goto(`${services.portalUrl}/drift/${STATION}/tider`);
  await at('week-grid').waitFor();
  await at('preview-summary').waitFor();
}

/** Nothing is cut off, and nobody is shut out. */
async function isFineAt(name: string): Promise<void> {
  const axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate('document.fonts.ready');
    const cut = await page.evaluate(`document.documentElement.scrollWidth - document.documentElement.clientWidth`);
    expect({ name, width, cut }).toEqual({ name, width, cut: 0 });
    await page.evaluate(axe);
    const { violations } = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(WCAG)} })`)) as {
      violations: { id: string; nodes: { failureSummary: string; target: string[] }[] }[];
    };
    const found = violations.map(({ id, nodes: [first] }) => [id, first?.target.join(), first?.failureSummary]);
    expect({ name, width, found }).toEqual({ name, width, found: [] });
    const folder = process.env.SCREENS_DIR;
    if (folder) await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

inBrowser('the hours editor', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    services = await ServiceProcesses.start(infrastructure, {
      names: ['stations', 'access', 'dropoffs', 'tonnage', 'portal'],
    });
    staff = await ApiClient.signIn(services, 'demo-staff');
    browser = await openBrowser(chromium!);
    browser.context.setDefaultTimeout(HANG_MS);
    page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.text().includes('Content Security') && faults.push(message.text()));
    await signIn('/drift');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await services?.stop();
    await infrastructure?.stop();
  }, 60_000);

  const faults: string[] = [];

  beforeEach(async () => {
    if ((await hoursNow()) !== HOURS) await save(HOURS);
    await page.evaluate('sessionStorage.clear()');
  });

  it('is used by keyboard alone: Monday, an exception, save, undo', async () => {
    await openEditor();
    const keys = async (...all: string[]) => {
      for (const key of all) await page.keyboard.press(key);
    };
    await row('Mo').locator('[data-cell]').focus();
    await keys('ArrowRight', 'Shift+ArrowLeft', 'Shift+ArrowLeft');
    expect(await at('grid-told').textContent()).toBe('Mandag: 11:15–15:45');
    await keys('Enter');
    await page.keyboard.type('0900');
    await keys('Tab');
    await page.keyboard.type('13.30');
    await keys('Enter');
    expect(await at('hours-text').inputValue()).toBe('Mo 09:00-13:30; We,Fr 11:00-16:00; Th 11:00-18:00; PH off');
    await at('preview-summary').filter({ hasText: 'endres' }).waitFor();
    await at('save-hours').focus();
    await keys('Enter');
    await at('save-result').filter({ hasText: 'Lagret' }).waitFor();
    expect(await hoursNow()).toBe('Mo 09:00-13:30; We,Fr 11:00-16:00; Th 11:00-18:00; PH off');

    await at('exception-closed').focus();
    await at('exception-date').fill('2030-12-24');
    await keys('Enter');
    await at('exception').waitFor();
    expect((await schedule()).exceptions).toMatchObject([{ date: '2030-12-24', hours: 'off' }]);

    await at('undo').focus();
    await keys('Enter');
    await at('undo-result').filter({ hasText: 'angret' }).waitFor();
    expect((await schedule()).exceptions).toEqual([]);
    await at('undo').filter({ hasText: 'Gjør om igjen' }).focus();
    await keys('Enter');
    await at('exception').waitFor();
    await at('exception-remove').click();
    await at('exception').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it('is used by mouse: spans are drawn, moved and stretched', async () => {
    await openEditor();
    const box = (await at('track', row('Tu')).boundingBox())!;
    const x = (hour: number) => box.x + ((hour - 6) / 16) * box.width;
    const drag = async (day: string, from: number, to: number) => {
      await at('track', row(day)).scrollIntoViewIfNeeded();
      const { y, height } = (await at('track', row(day)).boundingBox())!;
      await page.mouse.move(from, y + height / 2);
      await page.mouse.down();
      await page.mouse.move((from + to) / 2, y + height / 2);
      await page.mouse.move(to, y + height / 2);
      await page.mouse.up();
    };
    await drag('Tu', x(9), x(12));
    await drag('Th', x(14), x(13));
    await drag('We', x(16) - 4, x(17) - 4);
    expect(await at('hours-text').inputValue()).toBe(
      'Mo,Fr 11:00-16:00; Tu 09:00-12:00; We 11:00-17:00; Th 10:00-17:00; PH off',
    );
  });

  it('follows the text, and shows nothing where the text says more or cannot be read', async () => {
    await openEditor();
    await at('hours-text').fill('Mo-Fr 22:00-02:00; PH 12:00-14:00');
    expect(await at('span-end', row('Fr')).inputValue()).toBe('02:00');
    expect(await at('holidays').inputValue()).toBe('own');
    await at('hours-text').fill('Mo 10:00-12:00; Dec 24 off');
    await at('no-grid').filter({ hasText: 'sier mer' }).waitFor();
    expect(await at('week-grid').count()).toBe(0);
    await isFineAt('hours-text-only');
    await at('hours-text').fill('Mo 10:00-12:00; Tu 25:00');
    expect(await at('hours-fault').getAttribute('data-position')).toBe('19');
    await isFineAt('hours-fault');
  });

  it('has a winter of its own, and the days of other days', async () => {
    await openEditor();
    await at('season-new').click();
    await at('season-add').click();
    await at('copy-day', row('Mo')).click();
    await at('copy-to', row('Mo')).first().click();
    await at('preview-summary').filter({ hasText: 'endres' }).waitFor();
    expect(await at('hours-text').inputValue()).toBe(
      'Apr-Sep Mo,We,Fr 11:00-16:00; Apr-Sep Th 11:00-18:00; Oct-Mar Mo-Fr 11:00-16:00; PH off',
    );
    await isFineAt('hours-seasons');
  });

  it('keeps the text of the second of two people, and shows what is now in force beside it', async () => {
    await openEditor();
    await at('hours-text').fill('Mo 11:00-15:00; PH off');
    await save('We 11:00-15:00; PH off');
    await at('save-hours').click();
    await at('stale-version').waitFor();
    expect(await at('hours-text').inputValue()).toBe('Mo 11:00-15:00; PH off');
    expect(await at('now-in-force').textContent()).toContain('We 11:00-15:00; PH off');
    expect(await hoursNow()).toBe('We 11:00-15:00; PH off');
    await isFineAt('hours-overtaken');
    await at('keep-mine').click();
    await at('save-hours').click();
    await at('confirm-hours').check();
    await at('save-hours').click();
    await at('save-result').filter({ hasText: 'Lagret' }).waitFor();
    expect(await hoursNow()).toBe('Mo 11:00-15:00; PH off');
  });

  it('asks who opens more to sign in again, and keeps the draft meanwhile', async () => {
    await openEditor();
    await ageSignIns();
    await at('span-end', row('Th')).fill('20:00');
    await at('span-end', row('Th')).blur();
    await at('confirm-hours').check();
    await at('save-hours').click();
    await at('sign-in-again').waitFor();
    expect(await hoursNow()).toBe(HOURS);
    await isFineAt('hours-confirm');
    await at('sign-in-link').click();
    await answerSignIn();
    await at('draft-restored').waitFor();
    await at('confirm-hours').check();
    await at('save-hours').click();
    await at('save-result').filter({ hasText: 'Lagret' }).waitFor();
    expect(await hoursNow()).toBe('Mo,We,Fr 11:00-16:00; Th 11:00-20:00; PH off');
  });

  it('plans a closure of one container, for everyone', async () => {
    await page.goto(`${services.portalUrl}/drift/${STATION}`);
    await at('closure-plan').locator('summary').click();
    await at('plan-from').fill('2030-01-07');
    await at('plan-until').fill('2030-01-08');
    await at('plan-container').first().check();
    await at('plan-everyone').check();
    await at('plan-reason-preset').selectOption('2');
    await isFineAt('staff');
    await at('plan-save').click();
    await at('closure').waitFor();
    expect((await schedule()).closures).toMatchObject([
      {
        from: '2030-01-07T07:00:00.000Z',
        until: '2030-01-08T15:00:00.000Z',
        containers: ['ombruk'],
        appliesTo: 'everyone',
        reason: { nb: 'Teknisk feil', en: 'Technical fault' },
      },
    ]);
    await at('reopen').click();
    await at('closure').waitFor({ state: 'detached' });
  });

  it('closes a station in two taps on the start page, and opens it again in one', async () => {
    await page.goto(services.portalUrl);
    const card = page.locator(`[data-testid="station-card"][data-station="${STATION}"]`);
    await at('close-now', card).click();
    await isFineAt('start-close');
    await at('closure-reason', card).first().click();
    await at('close-undo', card).waitFor();
    expect(await at('close-result', card).textContent()).toBe('Stengt: Is og glatt føre.');
    const running = async () => (await schedule()).closures.filter(({ until }) => until === null);
    expect(await running()).toHaveLength(1);
    await at('close-undo', card).click();
    await at('close-now', card).waitFor();
    expect(await running()).toHaveLength(0);
  });

  it('is whole and open to all as it is first seen', async () => {
    await openEditor();
    await isFineAt('hours');
    expect(faults).toEqual([]);
  });
});

/** As if everybody had signed in an hour ago. */
async function ageSignIns(): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl });
  await client.connect();
  const author = `jsonb_set(author, '{signedInAt}', to_jsonb('2020-01-01T00:00:00Z'::text))`;
  await client.query(`UPDATE portal.session SET author = ${author}`);
  await client.end();
}
