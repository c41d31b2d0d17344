import { type OpenAPIObject } from '@nestjs/swagger';
import { problemAnswers, PROBLEM_RESPONSES, PROBLEM_SCHEMA } from './problem-answers';

type Schema = Record<string, unknown>;
type Paths = OpenAPIObject['paths'];
export type Operation = NonNullable<Paths[string]['get']>;
interface Answer {
  description?: string;
  content?: unknown;
  headers?: Record<string, unknown>;
}

/** What the routes answer, by the operation's id, and the schemas that those refer to. */
export interface Answers {
  answers: Readonly<Record<string, unknown>>;
  schemas: Readonly<Record<string, unknown>>;
}

/** Marks an operation whose answer is kept nowhere, so that no key gets it again. */
export const ANSWERED_ONCE = 'x-answered-once';

const METHODS = ['get', 'post', 'put', 'delete'] as const;
const IDEMPOTENCY_KEY = {
  ...{
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  },
  description:
    'Made anew for each change. The same again with the same request gets the first answer and changes nothing.',
};
const IF_NONE_MATCH = {
  ...{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } },
  description: 'The ETag of the answer that one has',
};
const ETAG = { description: 'Of this very answer', schema: { type: 'string' } };
const UNCHANGED = { description: 'As one has it, by If-None-Match' };

/** Makes a description whole: answers with their schemas, problems, tags, and the headers that all routes of a kind take. */
export function completed(document: OpenAPIObject, { answers, schemas }: Answers): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]): [string, Paths[string]] => [
    path,
    Object.fromEntries(
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation ? [[method, completedOperation(method, path, operation, answers)] as const] : [];
      }),
    ),
  ]);
  const { components, ...rest } = document;
  const named = { ...components?.schemas, ...schemas, Problem: PROBLEM_SCHEMA } as typeof schemas;
  const whole = { ...rest, paths: Object.fromEntries(paths), components: { ...components, schemas: named } };
  return asOpenApi31({ ...whole, components: { ...whole.components, responses: PROBLEM_RESPONSES } }) as OpenAPIObject;
}

function completedOperation(
  method: (typeof METHODS)[number],
  path: string,
  operation: Operation,
  answers: Answers['answers'],
): Operation {
  const isRead = method === 'get';
  const isForPeople = (operation.security ?? []).some((scheme) => 'session' in scheme);
  const [status = '200'] = Object.keys(operation.responses).filter((one) => one.startsWith('2'));
  const others = Object.fromEntries(Object.entries(operation.responses).filter(([one]) => one !== status));
  const given = (operation.responses[status] ?? {}) as Answer;
  const schema = answers[operation.operationId ?? ''];
  const own = given.content ?? (schema ? { 'application/json': { schema } } : undefined);
  const isTagged = isRead && schema !== undefined;
  const answer = {
    ...given,
    description: given.description || 'As asked for',
    ...(own !== undefined && { content: own }),
    ...(isTagged && { headers: { ETag: ETAG, ...given.headers } }),
  };
  const parameters = [
    ...(operation.parameters ?? []).filter((one) => !('name' in one) || one.name !== IDEMPOTENCY_KEY.name),
    ...(isTagged ? [IF_NONE_MATCH] : []),
    ...(!isRead && isForPeople && !(ANSWERED_ONCE in operation) ? [IDEMPOTENCY_KEY] : []),
  ] as NonNullable<Operation['parameters']>;
  const takes = (name: string) => parameters.some((one) => 'name' in one && one.name === name);
  const named = { takesStation: takes('station'), takesIfMatch: takes('If-Match') };
  const responses = {
    [status]: answer,
    ...(isTagged && { 304: UNCHANGED }),
    ...problemAnswers({ isRead, isForPeople, path, takesBody: operation.requestBody !== undefined, ...named }),
    ...others,
  } as Operation['responses'];
  return { ...operation, parameters, responses };
}

/** NestJS describes in OpenAPI 3.0, which has `nullable`; 3.1 is JSON Schema 2020-12. */
function asOpenApi31(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asOpenApi31);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, one]): [string, unknown] => [key, asOpenApi31(one)]);
  const { nullable, ...schema }: Schema = Object.fromEntries(members);
  if (nullable === true && Array.isArray(schema.allOf))
    return { anyOf: [...(schema.allOf as unknown[]), { type: 'null' }] };
  if (nullable !== true) return nullable === undefined || nullable === false ? schema : { ...schema, nullable };
  const values = Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {};
  return typeof schema.type === 'string'
    ? { ...schema, type: [schema.type, 'null'], ...values }
    : { anyOf: [schema, { type: 'null' }] };
}
