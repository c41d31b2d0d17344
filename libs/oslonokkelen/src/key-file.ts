import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { KeyStore, StoredKeys } from './key-store';

/** Keeps the keys in a file of its own. What is there is whole: it is written beside and put in place at once. */
export function keyFile(path: string): KeyStore {
  return {
    load: async () => {
      const text = await readFile(path, 'utf8').catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      });
      return text === null ? null : (JSON.parse(text) as StoredKeys);
    },
    save: async (keys) => {
      const beside = `${path}.${randomUUID()}`;
      try {
        await writeFile(beside, JSON.stringify(keys), { mode: 0o600 });
        await rename(beside, path);
      } finally {
        await rm(beside, { force: true });
      }
    },
  };
}
