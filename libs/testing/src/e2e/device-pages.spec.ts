import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync, type MqttClient } from 'mqtt';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { type Locator, type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { faultsAt } from './page-check';

const HANG_MS = 60_000;
const WIDTHS = [360, 1440];
const STATION = 'trosterud';
const SCALE = 'trosterud-ombruk-vekt';
const DAY_MS = 86_400_000;
/** More than the pages have of things to stop at. */
const MOST_TABS = 80;

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;
let scale: MqttClient;
let browser: Browser;
let page: Page;
let seq = 0;
const faults: string[] = [];

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

const at = (testId: string, where: Page | Locator = page): Locator => where.locator(`[data-testid="${testId}"]`);
const open = (part: string) => page.goto(`${services.portalUrl}/drift/${STATION}${part}`);
const localDate = (msAgo: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo' }).format(new Date(Date.now() - msAgo));

interface Row {
  kind: string;
  grams: number;
  author?: string;
  note?: string;
}
async function rows(): Promise<Row[]> {
  return (await operator.get<{ items: Row[] }>(`/api/drop-offs?station=${STATION}`)).items;
}

/** As the scale itself tells it, now. */
async function weigh(...grams: number[]): Promise<void> {
  const now = Date.now();
  const readings = grams.map((shown, index) => ({
    seq: (seq += 1),
    at: new Date(now - (grams.length - index) * 10).toISOString(),
    ...{ grams: shown, status: 'ok' },
  }));
  const topic = `selvbetjent/v1/${STATION}/${SCALE}/readings`;
  await scale.publishAsync(topic, JSON.stringify({ boot: 'b0071e57b0071e57', readings }), { qos: 1 });
}

/** As far as the Tab key alone gets. */
async function tabTo(testId: string): Promise<void> {
  const here = `document.activeElement?.matches('[data-testid="${testId}"]') ?? false`;
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await page.evaluate(here)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key never comes to ${testId}`);
}

async function type(testId: string, text: string): Promise<void> {
  await tabTo(testId);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function raiseAlarm(kind: string): Promise<void> {
  const client = new Client({ connectionString: infrastructure.databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO access.alarms (alarm_id, kind, subject, station_id, container_id, door_id, since, raised_at)
     VALUES ($1, $2, $1, $3, 'ombruk', 'trosterud-ombruk', now() - interval '25 minutes', now())`,
    [randomUUID(), kind, STATION],
  );
  await client.end();
}

inBrowser('the pages for devices, alarms and rows by hand', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    const names = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'] as const;
    services = await ServiceProcesses.start(infrastructure, { names });
    operator = await ApiClient.signIn(services, 'demo-operator');
    scale = await connectAsync(infrastructure.mqttUrl);
    browser = await openBrowser(chromium!);
    browser.context.setDefaultTimeout(HANG_MS);
    page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security')) faults.push(message.text());
    });
    await page.goto(`${services.portalUrl}/login?returnTo=%2Fdrift`);
    await page.locator('#name').fill('operator');
    await page.locator('#password').fill('demo');
    await page.locator('button[type="submit"]').click();
    await page.waitForURL((url) => url.pathname === '/drift');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await scale?.endAsync();
    await services?.stop();
    await infrastructure?.stop();
  }, 60_000);

  it('shows alarms with what to do, on the start page and at the station', async () => {
    await raiseAlarm('check_inside');
    await page.goto(`${services.portalUrl}/drift`);
    await at('alarm').filter({ hasText: 'Noen kan være inne' }).waitFor();
    expect(await at('alarm').first().textContent()).toContain('for 25 minutter siden');
    expect(await faultsAt(page, 'alarms-start', WIDTHS)).toEqual([]);
    await open('/alarmer');
    await at('alarm').filter({ hasText: 'Døren kan alltid åpnes innenfra' }).waitFor();
    expect(await faultsAt(page, 'alarms', WIDTHS)).toEqual([]);
  });

  it('enters what no scale measured once, and says so beforehand', async () => {
    await open('/kilo');
    await at('no-weighings').waitFor();
    await at('entry-date').fill(localDate(DAY_MS));
    await at('entry-time').fill('10:00');
    await at('entry-send').click();
    expect(await at('entry-fault').textContent()).toBe('Skriv hvor mange kilo som ble levert.');
    expect(await at('entry-kilos').evaluate((field) => field.matches(':focus'))).toBe(true);
    await at('entry-kilos').fill('12,3');
    await page.locator('[data-testid="entry-effect"][data-effect="added"][data-done="false"]').waitFor();
    expect(await rows()).toEqual([]);
    await at('entry-reason').fill('Vekten var på reparasjon');
    await at('entry-send').click();
    await page.locator('[data-testid="entry-effect"][data-done="true"]').waitFor();
    await at('weighing').filter({ hasText: '+12,3 kg' }).waitFor();
    expect(await rows()).toMatchObject([{ kind: 'manual', grams: 12_300, note: 'Vekten var på reparasjon' }]);
    expect(await faultsAt(page, 'kilos', WIDTHS)).toEqual([]);
  });

  it('corrects a row by keyboard alone', async () => {
    await open('/kilo');
    await at('weighing').waitFor();
    await tabTo('correct');
    await page.keyboard.press('Enter');
    await type('correction-kilos', '11');
    await page.locator('[data-testid="correction-form"] [data-effect="relabelled"]').waitFor();
    await tabTo('correction-send');
    await page.keyboard.press('Enter');
    expect(await at('correction-fault').textContent()).toContain('Skriv hvorfor');
    expect(await at('correction-reason').evaluate((field) => field.matches(':focus'))).toBe(true);
    expect(await faultsAt(page, 'kilos-correction', WIDTHS)).toEqual([]);
    await page.keyboard.type('Lest feil av');
    await page.keyboard.press('Enter');
    await at('weighing').filter({ hasText: '+11,0 kg' }).filter({ hasText: 'Lest feil av' }).waitFor();
    expect(await at('correct').evaluate((button) => button.matches(':focus'))).toBe(true);
    const standing = await rows();
    expect(standing.reduce((sum, { grams }) => sum + grams, 0)).toBe(11_000);
  });

  it('guides through a calibration with what the scale shows, and keeps the verdict', async () => {
    await weigh(-300, -300, -300);
    await open('/enheter');
    const card = page.locator(`[data-scale="${SCALE}"]`);
    await at('calibrate', card).click();
    await at('shown-now', card).filter({ hasText: '−0,3 kg' }).waitFor();
    await at('calibration-take', card).click();
    await at('shown-now', card).filter({ hasText: 'Venter på en ny måling' }).waitFor();
    await weigh(19_700, 19_700);
    await at('known-weight', card).fill('20');
    await at('shown-now', card).filter({ hasText: '19,7 kg' }).waitFor();
    expect(await faultsAt(page, 'devices-calibration', WIDTHS)).toEqual([]);
    await at('calibration-take', card).click();
    await at('calibration-save', card).click();
    await at('calibration-verdict', card).filter({ hasText: 'Vekten er god nok' }).waitFor();
    await at('fact', card).filter({ hasText: 'Vekten er god nok, sjekket nå nettopp' }).waitFor();
  });

  it('refuses a row while the scale is still weighing, and says what to do', async () => {
    await open('/kilo');
    await at('entry-kilos').fill('5');
    await at('entry-refusal').filter({ hasText: 'Vent et kvarter' }).waitFor();
  });

  it('shows a key once and takes it back, and what nobody could read', async () => {
    await scale.publishAsync(`selvbetjent/v1/${STATION}/${SCALE}/readings`, '{"boot":', { qos: 1 });
    await expectPoison();
    await open('/enheter');
    const card = page.locator(`[data-scale="${SCALE}"]`);
    await at('device-key', card).locator('summary').click();
    await at('key-make', card).click();
    await at('key-value', card).waitFor();
    expect((await at('key-value', card).inputValue()).length).toBeGreaterThan(40);
    await at('key-revoke', card).waitFor();
    expect(await faultsAt(page, 'devices', WIDTHS)).toEqual([]);
    await at('key-revoke', card).click();
    await at('key-told', card).filter({ hasText: 'trukket tilbake' }).waitFor();
    expect(await at('key-value', card).count()).toBe(0);
    await at('poison-row').waitFor();
    await at('replay').click();
    await at('poison').filter({ hasText: '1 kan fortsatt ikke leses' }).waitFor();
    expect(faults).toEqual([]);
  });
});

/** The message is taken in when it is told of. */
async function expectPoison(): Promise<void> {
  await expectSoon(async () => (await operator.get<unknown[]>(`/api/devices/poison?station=${STATION}`)).length);
}

async function expectSoon(read: () => Promise<number>): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  while ((await read()) === 0) if (performance.now() > deadline) throw new Error('It never came');
}
