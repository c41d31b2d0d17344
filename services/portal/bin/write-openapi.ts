import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { answerSchemas } from './openapi/answer-schemas';
import { clientTypes } from './openapi/client-types';
import { formatted } from './openapi/formatted';

/**
 * Writes what is made of the controllers: their answers' schemas, and from those, after another build, the OpenAPI document and the web
 * app's types. `node dist/services/portal/bin/write-openapi.js answers`, build, then the same with `document`.
 */
async function write(what: string | undefined): Promise<void> {
  if (what === 'answers') return writeAnswers();
  if (what === 'document') return writeDocument();
  throw new Error('Say what to write: answers or document');
}

async function writeAnswers(): Promise<void> {
  const code = `/** Written by write-openapi from what the controllers return. */
    export const ANSWERS = ${JSON.stringify(answerSchemas(resolve('.')))};`;
  await writeFormatted('services/portal/src/openapi/generated/answers.ts', code, 'typescript');
}

async function writeDocument(): Promise<void> {
  const { describePortalApi } = await import('./openapi/describe-api');
  const document = await describePortalApi();
  await writeFormatted('docs/openapi.json', JSON.stringify(document), 'json');
  await writeFormatted('services/portal/web/src/generated/routes.ts', clientTypes(document), 'typescript');
}

async function writeFormatted(path: string, text: string, parser: 'typescript' | 'json'): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await formatted(text, parser));
}

void write(process.argv[2]);
