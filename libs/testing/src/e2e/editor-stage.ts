import { Client } from 'pg';
import { type BrowserContext, type Locator, type Page } from 'playwright-core';
import { openBrowser } from '../browser';
import { startInfrastructure } from '../infrastructure';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { faultsAt } from './page-check';

export const STATION = 'trosterud';
const HANG_MS = 60_000;
/** A phone, the narrowest page that shows the tracks, and a desk. */
const WIDTHS = [360, 900, 1440];
/** More than the editor has of things to stop at. */
const MOST_TABS = 150;

export interface Schedule {
  hoursVersion: number;
  versions: { validFrom: string; hours: string }[];
  exceptions: { date: string; hours: string }[];
  closures: { id: string; until: string | null }[];
}

/** The portal before real services in a real browser, with somebody of the staff signed in. */
export class EditorStage {
  /** What went wrong in the page without the person seeing it. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly portalUrl: string,
    private readonly staff: ApiClient,
    private readonly databaseUrl: string,
    readonly stop: () => Promise<void>,
  ) {
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security')) this.faults.push(message.text());
    });
  }

  static async start(chromium: string): Promise<EditorStage> {
    const infrastructure = await startInfrastructure();
    const names = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'] as const;
    const services = await ServiceProcesses.start(infrastructure, { names });
    const browser = await openBrowser(chromium);
    browser.context.setDefaultTimeout(HANG_MS);
    const stop = async (): Promise<void> => {
      await browser.close();
      await services.stop();
      await infrastructure.stop();
    };
    const staff = await ApiClient.signIn(services, 'demo-staff');
    const page = await browser.context.newPage();
    const stage = new EditorStage(page, services.portalUrl, staff, infrastructure.databaseUrl, stop);
    await page.goto(`${services.portalUrl}/login?returnTo=%2Fdrift`);
    await stage.answerSignIn();
    await page.waitForURL((url) => url.pathname === '/drift');
    return stage;
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  at(testId: string, where: Page | Locator = this.page): Locator {
    return where.locator(`[data-testid="${testId}"]`);
  }

  row(day: string): Locator {
    return this.page.locator(`[data-testid="day-row"][data-row="${day}"]`);
  }

  schedule(): Promise<Schedule> {
    return this.staff.get<Schedule>(`/api/stations/${STATION}/schedule`);
  }

  /** The text of the last version. */
  async hoursNow(): Promise<string | undefined> {
    return (await this.schedule()).versions.at(-1)?.hours;
  }

  /** As somebody else does, from today on. */
  async save(hours: string): Promise<number> {
    const { hoursVersion } = await this.schedule();
    const validFrom = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo' }).format(new Date());
    const change = { validFrom, hours, expectedVersion: hoursVersion, confirm: true };
    return (await this.staff.send('PUT', `/api/stations/${STATION}/opening-hours`, change)).status;
  }

  async answerSignIn(): Promise<void> {
    await this.page.locator('#name').fill('staff');
    await this.page.locator('#password').fill('demo');
    await this.page.locator('button[type="submit"]').click();
  }

  /** As if everybody had signed in long ago. */
  async ageSignIns(): Promise<void> {
    const client = new Client({ connectionString: this.databaseUrl });
    await client.connect();
    const author = `jsonb_set(author, '{signedInAt}', to_jsonb('2020-01-01T00:00:00Z'::text))`;
    await client.query(`UPDATE portal.session SET author = ${author}`);
    await client.end();
  }

  async openEditor(): Promise<void> {
    await this.page.goto(`${this.portalUrl}/drift/${STATION}/tider`);
    await this.at('week-grid').waitFor();
    await this.at('preview-summary').waitFor();
  }

  async keys(...all: string[]): Promise<void> {
    for (const key of all) await this.page.keyboard.press(key);
  }

  /** As far as the Tab key alone gets. */
  async tabTo(selector: string): Promise<void> {
    const here = `document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`;
    for (let presses = 0; presses < MOST_TABS; presses += 1) {
      if (await this.page.evaluate(here)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`The Tab key never comes to ${selector}`);
  }

  /** @returns what is cut off or breaks WCAG 2.1 A or AA, at every width; takes pictures for the docs when asked by SCREENS_DIR. */
  faultsAt(name: string, options: { pictured?: boolean } = {}): Promise<unknown[]> {
    return faultsAt(this.page, name, WIDTHS, options);
  }
}
