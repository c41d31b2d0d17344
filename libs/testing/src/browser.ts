import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns the browser of this machine (CHROMIUM_PATH, or Debian's), or null. */
export function browserPath(): string | null {
  const path =
    [process.env.CHROMIUM_PATH ?? '', ...PLACES].find((candidate) => candidate && existsSync(candidate)) ?? null;
  if (!path && process.env.SELVBETJENT_REQUIRE_BROWSER)
    throw new Error('A browser is required here, and there is none.');
  if (!path) console.warn('SKIPPED: no Chromium on this machine, so nothing is tried in a browser.');
  return path;
}

export interface Browser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** A real headless Chromium with a profile of its own, in the language and zone of its users. */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'selvbetjent-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: QUIET,
    locale: 'nb-NO',
    timezoneId: 'Europe/Oslo',
    viewport: { width: 1440, height: 900 },
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
