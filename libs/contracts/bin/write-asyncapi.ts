import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { format } from 'prettier';
import { asyncApi } from '../src/asyncapi';

/** Writes docs/asyncapi.json anew; after a build: `node dist/libs/contracts/bin/write-asyncapi.js`. */
async function write(): Promise<void> {
  const path = resolve('docs/asyncapi.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await format(JSON.stringify(asyncApi()), { parser: 'json', printWidth: 120 }));
}

void write();
