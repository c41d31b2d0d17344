import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;

export interface DescribedParameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

export interface DescribedRoute {
  method: string;
  /** As described, `/api/stations/{stationId}/…`. */
  path: string;
  parameters: DescribedParameter[];
  bodies: Record<string, Schema>;
  /** Schemas by status and media type. */
  answers: Record<string, Record<string, Schema>>;
}

interface Response {
  $ref?: string;
  content?: Record<string, { schema: Schema }>;
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: DescribedParameter[];
        requestBody?: { content: Record<string, { schema: Schema }> };
        responses: Record<string, Response>;
      }
    >
  >;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
}

/** The portal's own OpenAPI document, made strict: an answer with a member that isn't described is a fault. */
export class DescribedApi {
  readonly routes: DescribedRoute[];
  readonly schemas: Record<string, Schema>;
  private readonly ajv: Ajv;
  private readonly validators = new Map<Schema, ValidateFunction>();

  private constructor(document: Document) {
    const { paths, components } = closed(document) as Document;
    this.schemas = components.schemas;
    this.ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
    this.ajv.addSchema({ $id: 'api', components });
    this.routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { parameters = [], requestBody, responses }]) => ({
        ...{ method: method.toUpperCase(), path, parameters, bodies: schemasOf(requestBody?.content) },
        answers: Object.fromEntries(
          Object.entries(responses).map(([status, response]) => [status, schemasOf(contentOf(response, components))]),
        ),
      })),
    );
  }

  static async read(portalUrl: string): Promise<DescribedApi> {
    const response = await fetch(`${portalUrl}/api/openapi.json`);
    return new DescribedApi((await response.json()) as Document);
  }

  /** @returns what is wrong with an answer, one line each; none when it is as described. */
  faultsOf(route: DescribedRoute, response: globalThis.Response, text: string): string[] {
    const name = `${route.method} ${route.path}: ${response.status}`;
    const answer = route.answers[String(response.status)];
    if (!answer) return [`${name} isn't described: ${text.slice(0, 200)}`];
    const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
    if (Object.keys(answer).length === 0) return text === '' ? [] : [`${name} has a body: ${text.slice(0, 200)}`];
    const schema = answer[type];
    if (!schema) return [`${name} is of type ${type}`];
    if (!type.endsWith('json')) return [];
    const validate = this.validatorOf(schema);
    if (validate(JSON.parse(text))) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${name}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private validatorOf(schema: Schema): ValidateFunction {
    const known = this.validators.get(schema);
    if (known) return known;
    const validate = this.ajv.compile(absolute(schema) as Schema);
    this.validators.set(schema, validate);
    return validate;
  }
}

function contentOf(response: Response, { responses }: Document['components']): Response['content'] {
  return response.$ref ? responses[response.$ref.split('/').at(-1) ?? '']?.content : response.content;
}

function schemasOf(content: Record<string, { schema: Schema }> = {}): Record<string, Schema> {
  return Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema]));
}

/** Problems may have members of their own; everything else has what is described and nothing more. */
function closed(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => closed(one));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one, key)]));
  const isObject = copy.type === 'object' && typeof copy.properties === 'object';
  return isObject && name !== 'Problem' ? { additionalProperties: false, ...copy } : copy;
}

function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === '$ref' ? `api${String(one)}` : absolute(one)]),
  );
}
