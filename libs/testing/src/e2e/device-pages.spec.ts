import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync, type MqttClient } from 'mqtt';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
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
let devices: MqttClient;
let browser: Browser;
let page: Page;
let seq = 0;
let doorSeq = 0;
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

/** As the scale itself tells it. */
async function weigh(msAgo: number, ...grams: number[]): Promise<void> {
  const now = Date.now() - msAgo;
  const readings = grams.map((shown, index) => ({
    seq: (seq += 1),
    at: new Date(now - (grams.length - index) * 10).toISOString(),
    ...{ grams: shown, status: 'ok' },
  }));
  const topic = `selvbetjent/v1/${STATION}/${SCALE}/readings`;
  await devices.publishAsync(topic, JSON.stringify({ boot: 'b0071e57b0071e57', readings }), { qos: 1 });
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

async function chooseStationsFile(yaml: string): Promise<void> {
  const file = { name: 'stations.yaml', mimeType: 'application/yaml', buffer: Buffer.from(yaml) };
  await at('stations-file-choice').setInputFiles(file);
}

/** As the door itself tells it: closed and locked, with that much left in its battery. */
async function doorSays(battery: number): Promise<void> {
  doorSeq += 1;
  const said = { boot: 'd0071e57d0071e57', seq: doorSeq, at: new Date().toISOString(), locked: true, open: false };
  const state = { ...said, battery, nonce: randomBytes(16).toString('hex') };
  await devices.publishAsync(`selvbetjent/v1/${STATION}/trosterud-ombruk/state`, JSON.stringify(state), { qos: 1 });
}

inBrowser('the pages for devices, alarms and rows by hand', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    const names = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'] as const;
    services = await ServiceProcesses.start(infrastructure, { names });
    operator = await ApiClient.signIn(services, 'demo-operator');
    devices = await connectAsync(infrastructure.mqttUrl);
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
    await devices?.endAsync();
    await services?.stop();
    await infrastructure?.stop();
  }, 60_000);

  it('shows alarms with what to do, on the start page and at the station, as long as they stand', async () => {
    await doorSays(4);
    await expectSoon(() => operator.get<unknown[]>(`/api/alerts?station=${STATION}&standing=true`));
    await page.goto(`${services.portalUrl}/drift`);
    await at('alarm').filter({ hasText: 'Lite batteri' }).filter({ hasText: 'nå nettopp' }).waitFor();
    expect(await faultsAt(page, 'alarms-start', WIDTHS)).toEqual([]);
    await at('alarm').locator('a').click();
    await at('alarm').filter({ hasText: 'Bytt batteri denne uken.' }).waitFor();
    expect(await faultsAt(page, 'alarms', WIDTHS, { pictured: false })).toEqual([]);
    await doorSays(96);
    await at('no-alarms').waitFor();
    await page.locator('summary').filter({ hasText: 'Tidligere alarmer (1)' }).click();
    await at('cleared-alarm').filter({ hasText: 'Lite batteri' }).waitFor();
  });

  it('enters what no scale measured once, and says so beforehand', async () => {
    await open('/kilo');
    await at('no-weighings').waitFor();
    await at('entry-date').fill(localDate(DAY_MS));
    await at('entry-time').fill('10:00');
    await at('entry-send').click();
    expect(await at('entry-fault').textContent()).toBe('Skriv hvor mange kilo som ble levert.');
    await at('entry-kilos').and(page.locator(':focus')).waitFor();
    await at('entry-kilos').fill('12,3');
    await page.locator('[data-testid="entry-effect"][data-effect="added"][data-done="false"]').waitFor();
    expect(await rows()).toEqual([]);
    await at('entry-reason').fill('Vekten var på reparasjon');
    await at('entry-send').click();
    await page.locator('[data-testid="entry-effect"][data-done="true"]').waitFor();
    await at('weighing').filter({ hasText: '+12,3 kg' }).waitFor();
    expect(await rows()).toMatchObject([{ kind: 'manual', grams: 12_300, note: 'Vekten var på reparasjon' }]);
    expect(await faultsAt(page, 'kilos', WIDTHS, { pictured: false })).toEqual([]);
  });

  it('corrects a row by keyboard alone', async () => {
    await open('/kilo');
    await at('weighing').waitFor();
    await tabTo('correct');
    await page.keyboard.press('Enter');
    await type('correction-kilos', '11');
    await at('entry-effect', at('correction-form')).filter({ hasText: 'endres med −1,3 kg' }).waitFor();
    await tabTo('correction-send');
    await page.keyboard.press('Enter');
    expect(await at('correction-fault').textContent()).toContain('Skriv hvorfor');
    await at('correction-reason').and(page.locator(':focus')).waitFor();
    expect(await faultsAt(page, 'kilos-correction', WIDTHS)).toEqual([]);
    await page.keyboard.type('Lest feil av');
    await page.keyboard.press('Enter');
    await at('weighing').filter({ hasText: '+11,0 kg' }).filter({ hasText: 'Lest feil av' }).waitFor();
    await at('correct').and(page.locator(':focus')).waitFor();
    const standing = await rows();
    expect(standing.reduce((sum, { grams }) => sum + grams, 0)).toBe(11_000);
  });

  it('guides through a calibration with what the scale shows, and keeps the verdict', async () => {
    await weigh(5 * 60_000, -300, -300, -300);
    await open('/enheter');
    const card = page.locator(`[data-scale="${SCALE}"]`);
    await at('calibrate', card).click();
    await at('shown-now', card).filter({ hasText: '−0,3 kg' }).waitFor();
    await at('calibration-take', card).click();
    await at('shown-now', card).filter({ hasText: 'Venter på en ny måling' }).waitFor();
    await weigh(0, 19_700, 19_700);
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

  it('takes a scale of another make into use by the stations file, and hears it', async () => {
    await open('/enheter');
    await at('stations-file').locator('summary').click();
    const exported = await page.evaluate<string>(`fetch('/api/stations/export').then((answer) => answer.text())`);
    await chooseStationsFile(`${exported}\n- nonsense`);
    await page.locator('[data-testid="stations-file"] [role="alert"]').filter({ hasText: 'stations.yaml:' }).waitFor();
    const old = '          - id: trosterud-gjenvinning-vekt\n';
    const lines = ['id: vekt2', 'dialect: tasmota-hx711', 'topic: tele/vekt2/SENSOR', 'resolutionGrams: 10'];
    const fresh = `          - ${lines.join('\n            ')}\n`;
    expect(exported).toContain(old);
    await chooseStationsFile(exported.replace(old, `${fresh}${old}            retiredAt: 2026-01-01T00:00:00Z\n`));
    await at('change-line').filter({ hasText: 'tasmota-hx711' }).waitFor();
    expect(await faultsAt(page, 'devices-file', WIDTHS)).toEqual([]);
    await at('stations-file-apply').click();
    await at('stations-file-done').filter({ hasText: 'Tatt i bruk' }).waitFor();
    const card = page.locator('[data-scale="vekt2"]');
    await card.filter({ hasText: 'Har aldri meldt seg' }).waitFor();
    await expectSoon(async () => {
      await devices.publishAsync('tele/vekt2/SENSOR', JSON.stringify({ HX711: { WeightRaw: 123, Weight: 12.3 } }));
      const { scales } = await operator.get<{ scales: { deviceId: string; lastSeenAt: string | null }[] }>(
        `/api/devices?station=${STATION}`,
      );
      return scales.filter(({ deviceId, lastSeenAt }) => deviceId === 'vekt2' && lastSeenAt !== null);
    });
    await card.filter({ hasText: 'Melder seg' }).waitFor();
  });

  it('shows a key once and takes it back, and what nobody could read', async () => {
    await devices.publishAsync(`selvbetjent/v1/${STATION}/${SCALE}/readings`, '{"boot":', { qos: 1 });
    await expectSoon(() => operator.get<unknown[]>(`/api/devices/poison?station=${STATION}`));
    await open('/enheter');
    const card = page.locator(`[data-scale="${SCALE}"]`);
    await at('device-key', card).locator('summary').click();
    await at('key-make', card).click();
    await at('key-value', card).waitFor();
    expect((await at('key-value', card).inputValue()).length).toBeGreaterThan(40);
    await at('key-revoke', card).waitFor();
    expect(await faultsAt(page, 'devices-key', WIDTHS)).toEqual([]);
    await at('key-revoke', card).click();
    await at('key-told', card).filter({ hasText: 'trukket tilbake' }).waitFor();
    expect(await at('key-value', card).count()).toBe(0);
    await at('poison-row').waitFor();
    await at('replay').click();
    await at('poison').filter({ hasText: '1 kan fortsatt ikke leses' }).waitFor();
    expect(faults).toEqual([]);
  });
});

/** What devices tell arrives by itself. */
async function expectSoon(read: () => Promise<unknown[]>): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  while ((await read()).length === 0) {
    if (performance.now() > deadline) throw new Error('It never came');
    await delay(100);
  }
}
