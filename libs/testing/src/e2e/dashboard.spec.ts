import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DropOffRecorded, type DropOffView, FLOWS, type Flow, type FlowRule } from '@selvbetjent/contracts';
import { recordedDay } from '@selvbetjent/simulation';
import { parse } from 'csv-parse/sync';
import readXlsxFile from 'read-excel-file/node';
import { type Locator, type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { caughtUp } from '../caught-up';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { bookEntry } from './booked-entries';
import { faultsAt } from './page-check';

const HANG_MS = 60_000;
const WIDTHS = [360, 1440];
const DAY_MS = 86_400_000;
/** More than the pages have of things to stop at. */
const MOST_TABS = 150;
const STATION = 'trosterud';
const NOW = Date.now();
const localDate = (daysAgo: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo' }).format(new Date(NOW - daysAgo * DAY_MS));
const [FROM, TO] = [localDate(8), localDate(1)];
const ADDRESS = `/drift/tall?periode=egne&fra=${FROM}&til=${TO}`;

interface Booked extends Partial<DropOffRecorded> {
  daysAgo: number;
  grams: number;
}
/** Beside one real day of weighing at Trosterud: 12.3 kg in, 5 kg out. */
const BOOKED: Booked[] = [
  { daysAgo: 2, grams: 41_200 },
  { daysAgo: 3, grams: 18_700, quality: 'uncertain', reason: 'old_baseline' },
  { daysAgo: 4, grams: 63_400, stationId: 'demo-dogn' },
  { daysAgo: 5, grams: 7_500, kind: 'manual', method: 'estimated', origin: 'business' },
  { daysAgo: 6, grams: -4_300, kind: 'correction', reason: 'entered_by_staff' },
  { daysAgo: 7, grams: 22_100 },
  { daysAgo: 2, grams: 88_800, containerId: 'gjenvinning', stream: 'recycling', fraction: 'metal' },
  { daysAgo: 4, grams: 35_600, containerId: 'gjenvinning', stream: 'recycling', fraction: 'metal' },
  { daysAgo: 3, grams: -9_400, kind: 'take-out' },
  { daysAgo: 7, grams: -2_600, kind: 'take-out' },
  { daysAgo: 3, grams: -6_000, kind: 'transfer' },
  { daysAgo: 3, grams: 6_000, kind: 'transfer', containerId: 'rest', stream: 'residual', fraction: 'residual' },
  { daysAgo: 5, grams: 900_000, quality: 'quarantine', reason: 'implausible_weight' },
  { daysAgo: 10, grams: 50_000 },
  { daysAgo: 12, grams: 20_000, containerId: 'gjenvinning', stream: 'recycling', fraction: 'metal' },
];
const TOTALS: Partial<Record<Flow, number>> = {
  deliveredToReuseGrams: 12_300 + 41_200 + 18_700 + 63_400 + 7_500 - 4_300 + 22_100,
  deliveredToRecyclingGrams: 88_800 + 35_600,
  takenOutForReuseGrams: 5_000 + 9_400 + 2_600,
  becameWasteGrams: 6_000,
};

let infrastructure: Infrastructure;
let services: ServiceProcesses;
let operator: ApiClient;
let browser: Browser;
let page: Page;
const faults: string[] = [];

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

const at = (testId: string, where: Page | Locator = page): Locator => where.locator(`[data-testid="${testId}"]`);
const open = async (address: string): Promise<void> => {
  await page.goto(`${services.portalUrl}${address}`);
  await at('view').waitFor();
};

async function book(entries: Booked[]): Promise<void> {
  for (const { daysAgo, ...entry } of entries)
    await bookEntry(infrastructure.databaseUrl, { stationId: STATION, localDate: localDate(daysAgo), ...entry });
}

/** Every figure as the screen writes it, as `<part> <key> <flow>` and grams; and what it was before. */
async function shown(): Promise<Record<string, number>> {
  return page.evaluate<Record<string, number>>(`Object.fromEntries([
    ...[...document.querySelectorAll('[data-testid="total"]')].map((it) => ['total', '', it]),
    ...[...document.querySelectorAll('[data-testid="cell"]')].map((it) => [it.closest('table').dataset.part, it.dataset.key, it]),
  ].flatMap(([part, key, it]) => {
    const name = [part, key, it.dataset.flow].join(' ');
    const written = (it.querySelector('.main') ?? it).textContent.trim().replace('−', '-').replace(/[\\s\\u00a0]+(?=\\d{3})/g, '');
    const now = [name, Math.round(parseFloat(written.replace(',', '.')) * 1000)];
    const before = it.dataset.beforeGrams;
    return before === undefined ? [now] : [now, ['before ' + name, Number(before)]];
  }))`);
}

const FIGURES_WITH_ROWS = `[...document.querySelectorAll('[data-testid="cell"]:has(a)')]
  .map((cell) => [cell.dataset.flow, Number(cell.dataset.grams), cell.querySelector('a').href.split('?')[1]])`;

/** As far as the Tab key alone gets. */
async function tabTo(selector: string): Promise<void> {
  const here = `document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`;
  for (let presses = 0; presses < MOST_TABS; presses += 1) {
    if (await page.evaluate(here)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key never comes to ${selector}`);
}

inBrowser('the operator’s dashboard', () => {
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    const names = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'] as const;
    services = await ServiceProcesses.start(infrastructure, { names });
    operator = await ApiClient.signIn(services, 'demo-operator');
    const day = recordedDay({
      ...{ stationId: STATION, doorId: 'trosterud-ombruk', scaleId: 'trosterud-ombruk-vekt', date: TO },
      ...{ timeZone: 'Europe/Oslo', seed: 7, noiseGrams: 20, resolutionGrams: 100 },
      visits: [
        { at: '12:05', grams: 12_300 },
        { at: '14:00', grams: -5_000 },
      ],
    });
    await playUntilAcknowledged(infrastructure.mqttUrl, day.messages);
    await caughtUp(infrastructure);
    await book(BOOKED);
    await caughtUp(infrastructure);
    browser = await openBrowser(chromium!);
    browser.context.setDefaultTimeout(HANG_MS);
    page = await browser.context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security')) faults.push(message.text());
    });
    await page.goto(`${services.portalUrl}/login?returnTo=%2Fdrift%2Ftall`);
    await page.locator('#name').fill('operator');
    await page.locator('#password').fill('demo');
    await page.locator('button[type="submit"]').click();
    await page.waitForURL((url) => url.pathname === '/drift/tall');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await services?.stop();
    await infrastructure?.stop();
  }, 60_000);

  it('shows each flow for itself, none taken off another, and what it was before', async () => {
    await open(`${ADDRESS}&mot=before&del=fraction`);
    const figures = await shown();
    for (const [flow, grams] of Object.entries(TOTALS))
      expect([flow, figures[`total  ${flow}`]]).toEqual([flow, grams]);
    expect(figures['before total  deliveredToReuseGrams']).toBe(50_000);
    expect(figures[`period ${localDate(6)} deliveredToReuseGrams`]).toBe(-4_300);
    expect(figures['split metal deliveredToRecyclingGrams']).toBe(TOTALS.deliveredToRecyclingGrams);
    expect(await at('complete').first().textContent()).toContain('18,7 kg av det leverte er usikkert');
    expect(await at('complete').first().textContent()).toContain('900,0 kg er så usannsynlig');
    expect(await faultsAt(page, 'dashboard', WIDTHS, { pictured: false })).toEqual([]);
  });

  it('has nothing to compare with a time that nobody knows of', async () => {
    await open(`${ADDRESS}&mot=year`);
    expect(await at('against-range').textContent()).toContain('Vi har ingen tall fra den tiden');
    expect(await at('total-before').first().textContent()).toContain('Før: –');
  });

  it('keeps what was chosen in the address, so that "back" works', async () => {
    await open(ADDRESS);
    await at('split').selectOption('origin');
    await page.locator('[data-part="split"]').waitFor();
    expect(new URL(page.url()).searchParams.get('del')).toBe('origin');
    await page.goBack();
    await page.locator('[data-part="split"]').waitFor({ state: 'detached' });
    await at('period').selectOption('i-fjor');
    await page.waitForURL((url) => url.searchParams.get('periode') === 'i-fjor');
    await at('total').first().waitFor();
  });

  it('leads from every figure to the rows that add up to it, also by method and origin', async () => {
    for (const split of ['station', 'fraction', 'method', 'origin']) {
      await open(`${ADDRESS}&del=${split}`);
      const links = await page.evaluate<[Flow, number, string][]>(FIGURES_WITH_ROWS);
      for (const [flow, grams, query] of links) {
        const counted = await operator.get<{ grams: number }>(`/api/drop-offs/count?${query}`);
        const { sign }: FlowRule = FLOWS[flow];
        expect([query, sign * counted.grams]).toEqual([query, grams]);
      }
    }
    const business = `/api/drop-offs?from=${FROM}&to=${TO}&flow=deliveredToReuseGrams&origin=business&method=estimated`;
    const { items } = await operator.get<{ items: DropOffView[] }>(business);
    expect(items.map(({ grams }) => grams)).toEqual([7_500]);
  });

  it('exports exactly what is on the screen, in every format', async () => {
    await open(`${ADDRESS}&mot=before&del=station`);
    const screen = await shown();
    expect(Object.keys(screen).length).toBeGreaterThan(50);
    for (const format of ['csv-nb', 'csv', 'xlsx', 'json', 'html']) {
      const href = await at('exports').locator(`[data-format="${format}"]`).getAttribute('href');
      const { status, body } = await operator.download(href ?? '');
      expect([format, status]).toEqual([format, 200]);
      expect([format, await exported(format, body)]).toEqual([format, screen]);
    }
  });

  it('is walked by keyboard alone: to a figure’s rows, to the weighing, and to a file', async () => {
    await open(ADDRESS);
    await tabTo(`[data-key="${TO}"][data-flow="deliveredToReuseGrams"] a`);
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="rows-sum"][data-grams="12300"]').waitFor();
    await at('flow-row').waitFor();
    expect(await faultsAt(page, 'dashboard-rows', WIDTHS, { pictured: false })).toEqual([]);
    await tabTo('[data-testid="export"][data-format="csv-nb"]');
    const saved = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await saved).suggestedFilename()).toBe('vektbok.csv');
    await at('download-done').filter({ hasText: '1 rader' }).waitFor();
    await page.locator('main').focus();
    await tabTo('[data-testid="to-weighing"]');
    await page.keyboard.press('Enter');
    await at('weighing-drawing').waitFor();
    expect(await at('loads').textContent()).toMatch(/Vekten viste [\d,]+ kg før og [\d,]+ kg etter/);
    expect(await at('judgement').getAttribute('data-quality')).not.toBe('quarantine');
    expect(await faultsAt(page, 'dashboard-weighing', WIDTHS, { pictured: false })).toEqual([]);
    await page.goBack();
    await tabTo('[data-testid="back"]');
    await page.keyboard.press('Enter');
    await at('view').waitFor();
    expect(new URL(page.url()).searchParams.get('fra')).toBe(FROM);
  });

  it('says what a row rests on where no scale weighed it', async () => {
    await page.goto(`${services.portalUrl}/drift/tall/rader?from=${FROM}&to=${TO}&origin=business`);
    await at('to-weighing').click();
    await at('no-samples').filter({ hasText: 'Ingen vekt veide dette' }).waitFor();
  });

  it('lets a long export be followed and cancelled, and says when it broke', async () => {
    await open(ADDRESS);
    await page.route('**/api/exports/**', () => undefined);
    await at('exports').locator('[data-format="csv"]').click();
    await at('download-running').waitFor();
    await at('download-cancel').click();
    await at('download-cancelled').filter({ hasText: 'Ingen fil er lagret' }).waitFor();
    await page.unroute('**/api/exports/**');
    await page.route('**/api/exports/**', (route) => route.abort());
    await at('exports').locator('[data-format="csv"]').click();
    await at('problem').waitFor();
    await page.unroute('**/api/exports/**');
    await at('problem').locator('button').click();
    await at('download-done').waitFor();
  });

  it('shows by itself what is booked meanwhile, and says when it can’t', async () => {
    await open(ADDRESS);
    await page.locator('[data-testid="live"][data-connected="true"]').waitFor();
    await book([{ daysAgo: 1, grams: 1_000 }]);
    const total = TOTALS.deliveredToReuseGrams! + 1_000;
    await page.locator(`[data-testid="total"][data-grams="${total}"]`).waitFor();
    expect(await at('updated').textContent()).toMatch(/Oppdatert kl\. \d\d\.\d\d/);
    services.kill('portal');
    await at('live')
      .filter({ hasText: /Forbindelsen ble brutt kl\. \d\d\.\d\d/ })
      .waitFor();
    expect(await page.locator(`[data-testid="total"][data-grams="${total}"]`).count()).toBe(1);
    expect(faults).toEqual([]);
  });
});

const PART_CODES: Record<string, string> = { 'I alt': 'total', Periode: 'period', Stasjon: 'split', station: 'split' };
const FLOW_CODES: Record<string, Flow> = {
  'Levert til ombruk': 'deliveredToReuseGrams',
  'Levert til gjenvinning': 'deliveredToRecyclingGrams',
  'Tatt med til ombruk': 'takenOutForReuseGrams',
  'Ble til avfall': 'becameWasteGrams',
};

/** The figures of a file, by the names that `shown` gives them; people's kilos as grams. */
async function exported(format: string, body: Buffer): Promise<Record<string, number>> {
  const rows = await rowsOf(format, body);
  const isForPeople = !['csv', 'json'].includes(format);
  const grams = (value: string) => Math.round(Number(value.replace(',', '.')) * (isForPeople ? 1000 : 1));
  return Object.fromEntries(
    rows.flatMap(([part = '', key = '', flow = '', now = '', , , , before = '']) => {
      const name = `${PART_CODES[part] ?? part} ${key} ${FLOW_CODES[flow] ?? flow}`;
      const current: [string, number] = [name, grams(now)];
      return before === '' ? [current] : [current, [`before ${name}`, grams(before)]];
    }),
  );
}

async function rowsOf(format: string, body: Buffer): Promise<string[][]> {
  const text = body.toString('utf8');
  if (format === 'csv-nb') return parse(text, { bom: true, delimiter: ';', from_line: 2 });
  if (format === 'csv') return parse(text, { from_line: 2 });
  if (format === 'json')
    return (JSON.parse(text) as object[]).map((row) => Object.values(row).map((cell) => String(cell ?? '')));
  if (format === 'xlsx') {
    const [sheet] = await readXlsxFile(body);
    return (sheet?.data ?? []).slice(1).map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
  }
  const table = /<tbody>([^]*?)<\/tbody>/.exec(text)?.[1] ?? '';
  return [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell),
  );
}
