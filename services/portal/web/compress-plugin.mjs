import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

const TEXT = /\.(js|css|svg|webmanifest)$/;
const WORTH_BYTES = 1024;

/**
 * Writes `<file>.br` beside every script, style sheet and picture of text, for the portal to send to browsers that take it.
 * @returns {import('vite').Plugin}
 */
export function compressedFiles() {
  return {
    name: 'compressed-files',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const names = Object.keys(bundle).filter((name) => TEXT.test(name));
      await Promise.all(names.map((name) => compress(join(dir, name))));
    },
  };
}

async function compress(path) {
  const content = await readFile(path);
  if (content.length >= WORTH_BYTES) await writeFile(`${path}.br`, await promisify(brotliCompress)(content));
}
