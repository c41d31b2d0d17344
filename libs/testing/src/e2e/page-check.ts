import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page } from 'playwright-core';

const PICTURED = [360, 1440];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

interface AxeResults {
  violations: { id: string; nodes: { failureSummary: string; target: string[] }[] }[];
}

/**
 * Takes pictures of a phone and a desk for the docs when asked by SCREENS_DIR, unless there is a better one of that page.
 * @returns what is cut off or breaks WCAG 2.1 A or AA, at every width
 */
export async function faultsAt(
  page: Page,
  name: string,
  widths: readonly number[],
  { pictured = true }: { pictured?: boolean } = {},
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const width of widths) {
    found.push(...(await faultsAtWidth(page, name, width)));
    if (pictured && PICTURED.includes(width)) await picture(page, `${name}-${width}`, width);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  return found;
}

async function faultsAtWidth(page: Page, name: string, width: number): Promise<unknown[]> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate('document.fonts.ready');
  const cut = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, { runOnly: ${JSON.stringify(WCAG)} })`);
  const broken = violations.map(({ id, nodes }) => ({ name, width, id, first: nodes[0] }));
  return cut === 0 ? broken : [{ name, width, cut }, ...broken];
}

/** A picture of the first sheet as it comes out of a printer: A4 with margins of 12 mm. */
export async function printedPicture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENS_DIR;
  if (!folder) return;
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 703, height: 1032 });
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.emulateMedia({ media: null });
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** As high as the page, so that what sticks to the window's edge is in its place. */
async function picture(page: Page, name: string, width: number): Promise<void> {
  const folder = process.env.SCREENS_DIR;
  if (!folder) return;
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  await page.setViewportSize({ width, height });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
