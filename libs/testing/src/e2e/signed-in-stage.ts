import { type Locator, type Page } from 'playwright-core';
import { openBrowser } from '../browser';
import { type Infrastructure, startInfrastructure } from '../infrastructure';
import { type ServiceName, ServiceProcesses } from '../service-processes';
import { faultsAt } from './page-check';

const HANG_MS = 60_000;
const WIDTHS = [360, 1440];
const SERVICES: readonly ServiceName[] = ['stations', 'access', 'dropoffs', 'tonnage', 'portal'];
/** More than the pages have of things to stop at. */
const MOST_TABS = 120;

/** The portal before real services in a real browser, with one of the demo people signed in. */
export class SignedInStage {
  /** What went wrong in the page without the person seeing it. */
  readonly faults: string[] = [];

  private constructor(
    readonly page: Page,
    readonly infrastructure: Infrastructure,
    readonly services: ServiceProcesses,
    readonly stop: () => Promise<void>,
  ) {
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (message.text().includes('Content Security')) this.faults.push(message.text());
    });
  }

  static async start(
    chromium: string,
    person: 'staff' | 'operator',
    options: { stationsFile?: string; names?: readonly ServiceName[] } = {},
  ): Promise<SignedInStage> {
    const infrastructure = await startInfrastructure();
    const services = await ServiceProcesses.start(infrastructure, { names: SERVICES, ...options });
    const browser = await openBrowser(chromium);
    browser.context.setDefaultTimeout(HANG_MS);
    const stop = async (): Promise<void> => {
      await browser.close();
      await services.stop();
      await infrastructure.stop();
    };
    const stage = new SignedInStage(await browser.context.newPage(), infrastructure, services, stop);
    await stage.signIn(person);
    return stage;
  }

  async signIn(person: 'staff' | 'operator', to = '/drift'): Promise<void> {
    await this.page.goto(`${this.services.portalUrl}/login?returnTo=${encodeURIComponent(to)}`);
    await this.page.locator('#name').fill(person);
    await this.page.locator('#password').fill('demo');
    await this.page.locator('button[type="submit"]').click();
    await this.page.waitForURL((url) => url.pathname === to);
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.services.portalUrl}${path}`);
  }

  at(testId: string, where: Page | Locator = this.page): Locator {
    return where.locator(`[data-testid="${testId}"]`);
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

  /** Comes to a field by the Tab key and types over what it holds. */
  async type(testId: string, text: string): Promise<void> {
    await this.tabTo(`[data-testid="${testId}"]`);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Comes to a choice by the Tab key and takes the one that begins so. */
  async choose(testId: string, beginning: string): Promise<void> {
    await this.tabTo(`[data-testid="${testId}"]`);
    await this.page.keyboard.type(beginning);
  }

  /** @returns what is cut off or breaks WCAG 2.1 A or AA on a phone and at a desk; takes pictures when asked by SCREENS_DIR. */
  faultsAt(name: string, options: { pictured?: boolean } = {}): Promise<unknown[]> {
    return faultsAt(this.page, name, WIDTHS, options);
  }
}
