import { spawnSync } from 'node:child_process';
import { type Page } from 'playwright-core';

/** Runs in the page; four pixels to each module of the code. */
const pixelsOf = (selector: string) => `(async () => {
  const svg = document.querySelector(${JSON.stringify(selector)});
  const copy = svg.cloneNode(true);
  const side = svg.viewBox.baseVal.width * 4;
  copy.setAttribute('width', side);
  copy.setAttribute('height', side);
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  await image.decode();
  const context = Object.assign(document.createElement('canvas'), { width: side, height: side }).getContext('2d');
  context.drawImage(image, 0, 0);
  return { side, data: context.getImageData(0, 0, side, side).data.join() };
})()`;

const READER = `import decodeQR from 'qr/decode.js';
import { readFileSync } from 'node:fs';
const { side, data } = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(decodeQR({ width: side, height: side, data: Uint8Array.from(data.split(',')) }));`;

/** @returns what a telephone reads from the first code that the selector finds, drawn as SVG. */
export async function qrText(page: Page, selector: string): Promise<string> {
  const image = await page.evaluate(pixelsOf(selector));
  const reader = spawnSync(process.execPath, ['--input-type=module', '-e', READER], { input: JSON.stringify(image) });
  if (reader.status !== 0) throw new Error(`The code can't be read: ${reader.stderr.toString()}`);
  return reader.stdout.toString();
}
