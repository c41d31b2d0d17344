import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const require = createRequire(import.meta.url);
const ASSETS = join(dirname(require.resolve('@oslokommune/punkt-assets/package.json')), 'dist');
const BASE_CSS = require.resolve('@oslokommune/punkt-css/dist/css/pkt-base.css');

const CDN = /https:\/\/punkt-cdn\.oslo\.kommune\.no\/[^/"'`]+\//g;
const OTHER_HOST = /https?:\/\/[a-z0-9.-]*oslo\.kommune\.no/;
const TOKENS_ID = 'virtual:punkt-tokens.css';

/**
 * Makes Punkt fit for a page that loads nothing from other hosts: style sheets take their icons from punkt-assets,
 * elements get paths of our own, and the colour tokens come without the 300 kB of classes and the fonts around them.
 * The build fails when an address of the design system's hosts is left.
 * @returns {import('vite').Plugin}
 */
export function punktFromOwnHost() {
  return {
    name: 'punkt-from-own-host',
    enforce: 'pre',
    resolveId: (id) => (id === TOKENS_ID ? `\0${TOKENS_ID}` : undefined),
    load: (id) => (id === `\0${TOKENS_ID}` ? tokens() : undefined),
    transform(code, id) {
      if (!id.includes('@oslokommune')) return undefined;
      const file = id.split('?')[0];
      const ownPath = file.endsWith('.css') ? `${relative(dirname(file), ASSETS)}/` : '/punkt/';
      return { code: code.replace(CDN, ownPath), map: null };
    },
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        const text = output.type === 'chunk' ? output.code : String(output.source);
        const address = OTHER_HOST.exec(text);
        if (address) this.error(`${output.fileName} would load from another host: ${address[0]}`);
      }
    },
  };
}

async function tokens() {
  const css = await readFile(BASE_CSS, 'utf8');
  const root = /:root \{[^}]*\}/.exec(css);
  if (!root) throw new Error(`no colour tokens found in ${BASE_CSS}`);
  return root[0];
}
