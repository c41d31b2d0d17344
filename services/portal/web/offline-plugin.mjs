import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, 'service-worker.js');
/** From `public/`; their names don't change with their content. */
const PUBLIC_FILES = ['favicon.svg', 'manifest.webmanifest', 'icon-192.png'];
const MESSAGES = /\/src\/messages\/[a-z]+\.json$/;

/**
 * Writes the service worker with the list of what a resident's page is made of: the entry, what it imports at once, and the
 * languages. Pages of staff are not kept: without contact they have nothing to show.
 * @returns {import('vite').Plugin}
 */
export function offlineShell() {
  return {
    name: 'offline-shell',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const kept = new Set(chunks.filter((chunk) => chunk.isEntry || MESSAGES.test(chunk.facadeModuleId ?? '')));
      for (const chunk of kept) {
        for (const name of chunk.imports) kept.add(bundle[name]);
      }
      const assets = [...kept].flatMap(({ fileName, viteMetadata }) => [
        fileName,
        ...(viteMetadata?.importedCss ?? []),
      ]);
      const files = [...new Set(assets)].sort();
      const version = versionOf(files);
      const shell = { version, files: [...files, ...PUBLIC_FILES].map((name) => `/${name}`) };
      const source = `const SHELL = ${JSON.stringify(shell)};\n${readFileSync(SOURCE, 'utf8')}`;
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  };
}

/** Names of assets carry a hash of their content; the files of `public/` are told apart by their own. */
function versionOf(files) {
  const hash = createHash('sha256').update(files.join('\n'));
  for (const name of PUBLIC_FILES) hash.update(readFileSync(join(import.meta.dirname, 'public', name)));
  return hash.digest('hex').slice(0, 12);
}
