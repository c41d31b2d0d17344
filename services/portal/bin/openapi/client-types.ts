import { type OpenAPIObject } from '@nestjs/swagger';
import { type JsonSchema } from './type-schemas';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: JsonSchema;
}

interface Described {
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
}

const NOTHING: JsonSchema = {};
const HEADER = '// Written by services/portal/bin/write-openapi.ts from the OpenAPI document. Do not edit.';

/** TypeScript for a typed client: every schema by its name, every route by its method and path. */
export function clientTypes({ paths, components }: OpenAPIObject): string {
  const schemas = Object.entries((components?.schemas ?? {}) as Record<string, JsonSchema>);
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Described>).map(
      ([method, operation]) =>
        `${comment(operation.summary)}'${method.toUpperCase()} ${path}': ${routeType(operation)};`,
    ),
  );
  return [
    HEADER,
    '/** What the API takes and answers, by the names of its schemas. */',
    `export interface Schemas {${schemas.map(([name, schema]) => `${comment(schema.description)}${name}: ${typeOf(schema)};`).join('\n')}}`,
    '/** What each route takes and answers. `answer` is undefined where it has no JSON. */',
    `export interface Routes {${routes.join('\n')}}`,
  ].join('\n\n');
}

function routeType({ parameters = [], requestBody, responses }: Described): string {
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const body = requestBody?.content['application/json']?.schema;
  const answer: Member = ['answer', typeOf(success?.content?.['application/json']?.schema ?? NOTHING)];
  return objectType([
    ...parametersMember(parameters, 'path'),
    ...parametersMember(parameters, 'query'),
    ...(body ? [['body', typeOf(body)] satisfies Member] : []),
    answer,
  ]);
}

function parametersMember(parameters: Parameter[], place: string): Member[] {
  const here = parameters.filter((parameter) => parameter.in === place);
  if (here.length === 0) return [];
  const members = here.map(({ name, required, description, schema }): Member => [
    name,
    typeOf(schema),
    { isOptional: !required, description },
  ]);
  return [[place, objectType(members), { isOptional: !here.some(({ required }) => required) }]];
}

function typeOf(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return `Schemas['${schema.$ref.split('/').at(-1)}']`;
  const [all, any] = [schema.allOf, schema.anyOf ?? schema.oneOf] as (JsonSchema[] | undefined)[];
  if (all) return all.map(typeOf).join(' & ');
  if (any) return `(${any.map(typeOf).join(' | ')})`;
  if (schema === NOTHING) return 'undefined';
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const types = [schema.type].flat();
  return types.map((type) => typeOfKind(type, schema)).join(' | ');
}

function typeOfKind(type: unknown, schema: JsonSchema): string {
  switch (type) {
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return type;
    case 'array':
      return `(${typeOf((schema.items ?? {}) as JsonSchema)})[]`;
    case 'object':
      return schemaObject(schema);
    default:
      return 'unknown';
  }
}

function schemaObject({ properties, required, additionalProperties }: JsonSchema): string {
  if (!properties)
    return `Record<string, ${typeof additionalProperties === 'object' ? typeOf(additionalProperties as JsonSchema) : 'unknown'}>`;
  const needed = (required ?? []) as string[];
  const members = Object.entries(properties as Record<string, JsonSchema>);
  return objectType(
    members.map(([name, schema]): Member => [
      name,
      typeOf(schema),
      { isOptional: !needed.includes(name), description: schema.description },
    ]),
  );
}

type Member = [name: string, type: string, how?: { isOptional: boolean; description?: unknown }];

function objectType(members: Member[]): string {
  const lines = members.map(
    ([name, type, how]) => `${comment(how?.description)}'${name}'${how?.isOptional ? '?' : ''}: ${type};`,
  );
  return `{${lines.join('\n')}}`;
}

function comment(text: unknown): string {
  return typeof text === 'string' && text !== '' ? `\n/** ${text.replaceAll('*/', '*∕')} */\n` : '';
}
