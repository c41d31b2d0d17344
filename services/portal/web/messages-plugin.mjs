import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, keysFile, readCatalogues } from './message-catalogues.mjs';

const FOLDER = join(import.meta.dirname, 'src/messages');
const KEYS_FILE = join(FOLDER, 'message-values.ts');

/**
 * No page is built with a text missing: stops the build when a language lacks a key, a placeholder or a plural form, or has one
 * too many. While developing, the typed keys follow `nb.json`; in a build they must already be right.
 * @returns {import('vite').Plugin}
 */
export function checkedMessages() {
  let serving = false;
  return {
    name: 'checked-messages',
    configResolved: ({ command }) => void (serving = command === 'serve'),
    buildStart() {
      const catalogues = readCatalogues(FOLDER);
      const faults = faultsOf(catalogues);
      if (faults.length > 0) this.error(`The messages don't fit together:\n${faults.join('\n')}`);
      const wanted = keysFile(catalogues);
      if (readFileSync(KEYS_FILE, 'utf8') === wanted) return;
      if (!serving)
        this.error('message-values.ts is older than nb.json: node services/portal/web/write-message-values.mjs');
      writeFileSync(KEYS_FILE, wanted);
    },
  };
}
