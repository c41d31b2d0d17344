import { beforeAll, describe, expect, it } from '@jest/globals';
import { type OpenAPIObject } from '@nestjs/swagger';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { answerSchemas } from '../../bin/openapi/answer-schemas';
import { clientTypes } from '../../bin/openapi/client-types';
import { describePortalApi } from '../../bin/openapi/describe-api';
import { ANSWERS } from './generated/answers';
import { OPENAPI_SCHEMA } from './openapi-3.1.schema.test-kit';

const ROOT = resolve(__dirname, '../../../..');

let document: OpenAPIObject;

beforeAll(async () => {
  document = JSON.parse(JSON.stringify(await describePortalApi())) as OpenAPIObject;
});

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', () => {
    const isOpenApi = new Ajv({ strict: false, allErrors: true }).compile(OPENAPI_SCHEMA);
    isOpenApi(document);
    expect(isOpenApi.errors).toBeNull();
  });

  it('has schemas that are JSON Schema 2020-12, and refers only to what is in it', () => {
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    const names = new Set(references.map((reference) => reference.slice(8, -1)));
    expect([...names].filter((name) => at(document, name) === undefined)).toEqual([]);
    const ajv = addFormats(new Ajv({ strict: true, strictTypes: false, strictRequired: true }));
    ajv.addVocabulary(['example', 'components']);
    ajv.addSchema({ $id: 'api', components: document.components });
    const schemas = Object.keys(document.components?.schemas ?? {});
    expect(schemas.length).toBeGreaterThan(80);
    for (const name of schemas) expect(() => ajv.getSchema(`api#/components/schemas/${name}`)).not.toThrow();
  });

  it('says of every route what it answers, and every problem that it may answer with', () => {
    const bare = operations().flatMap(([name, { responses }]) => {
      const [status, success] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [];
      const hasContent = status === '204' || Object.keys(success?.content ?? {}).length > 0;
      const problems = ['400', '422', '429', '503'].filter((code) => !(code in responses));
      return hasContent && problems.length === 0 ? [] : [`${name}: ${status} ${problems.join(' ')}`];
    });
    expect(bare).toEqual([]);
  });

  it('names each operation once', () => {
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('takes an Idempotency-Key with every change that people make', () => {
    const without = operations().filter(
      ([name, { parameters, security }]) =>
        !name.startsWith('get') &&
        security?.some((scheme) => 'session' in scheme) &&
        !parameters?.some((parameter) => parameter.name === 'Idempotency-Key'),
    );
    expect(without.map(([name]) => name)).toEqual(['post /api/devices/{deviceId}/keys']);
  });
});

/** Written anew by `write-openapi`. */
describe('what is made of the controllers is as they are now:', () => {
  it('the schemas of their answers', () => {
    expect(answerSchemas(ROOT)).toEqual(ANSWERS);
  });

  it('docs/openapi.json', () => {
    expect(JSON.parse(readFileSync(resolve(ROOT, 'docs/openapi.json'), 'utf8'))).toEqual(document);
  });

  it('the web app’s types', () => {
    const path = resolve(ROOT, 'services/portal/web/src/generated/routes.ts');
    const prettier = resolve(ROOT, 'node_modules/prettier/bin/prettier.cjs');
    const input = clientTypes(document);
    const written = execFileSync(process.execPath, [prettier, '--stdin-filepath', path], { cwd: ROOT, input });
    expect(readFileSync(path, 'utf8')).toBe(written.toString('utf8'));
  });
});

interface Operation {
  operationId: string;
  security?: object[];
  parameters?: { name: string }[];
  responses: Record<string, { content?: object }>;
}

function operations(): [name: string, operation: Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as unknown as Record<string, Operation>).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      operation,
    ]),
  );
}

function at(value: unknown, pointer: string): unknown {
  const steps = pointer.replace(/^#\//, '').split('/');
  return steps.reduce((here, step) => (here as Record<string, unknown> | undefined)?.[step], value);
}
