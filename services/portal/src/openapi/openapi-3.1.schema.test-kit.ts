const ref = (name: string) => ({ $ref: `#/$defs/${name}` });
const mapOf = (value: object) => ({ type: 'object', additionalProperties: value });
const closed = (properties: Record<string, object>, required: string[] = []) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const TEXT = { type: 'string' };
const SCHEMA = { type: ['object', 'boolean'] };
const REFERENCE = closed({ $ref: TEXT }, ['$ref']);
const CONTENT = mapOf(closed({ schema: SCHEMA, example: {}, examples: {} }, ['schema']));

/** OpenAPI 3.1 as far as we use it, without anything that it doesn't know. */
export const OPENAPI_SCHEMA = {
  ...closed(
    {
      openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
      info: closed(
        { title: TEXT, description: TEXT, version: TEXT, contact: { type: 'object' }, license: { type: 'object' } },
        ['title', 'version'],
      ),
      servers: { type: 'array' },
      tags: { type: 'array', items: closed({ name: TEXT, description: TEXT }, ['name']) },
      paths: { type: 'object', propertyNames: { pattern: '^/' }, additionalProperties: ref('path') },
      components: closed({
        schemas: { type: 'object', propertyNames: { pattern: '^[\\w.-]+$' }, additionalProperties: SCHEMA },
        responses: mapOf(ref('response')),
        securitySchemes: mapOf(ref('security')),
      }),
    },
    ['openapi', 'info', 'paths'],
  ),
  $defs: {
    path: closed({ get: ref('operation'), put: ref('operation'), post: ref('operation'), delete: ref('operation') }),
    operation: closed(
      {
        ...{ operationId: TEXT, summary: TEXT, description: TEXT, tags: { type: 'array', items: TEXT } },
        parameters: { type: 'array', items: ref('parameter') },
        requestBody: closed({ description: TEXT, required: { type: 'boolean' }, content: CONTENT }, ['content']),
        responses: {
          ...{ type: 'object', minProperties: 1, propertyNames: { pattern: '^([1-5]\\d\\d|default)$' } },
          additionalProperties: { anyOf: [REFERENCE, ref('response')] },
        },
        'x-answered-once': { type: 'boolean' },
        security: { type: 'array', items: mapOf({ type: 'array', items: TEXT }) },
      },
      ['operationId', 'responses'],
    ),
    parameter: {
      ...closed(
        {
          ...{ name: TEXT, description: TEXT, required: { type: 'boolean' }, schema: SCHEMA, example: {} },
          in: { enum: ['query', 'path', 'header', 'cookie'] },
        },
        ['name', 'in', 'schema'],
      ),
      if: { properties: { in: { const: 'path' } } },
      then: { properties: { required: { const: true } }, required: ['required'] },
    },
    response: closed(
      {
        ...{ description: TEXT, content: CONTENT },
        headers: mapOf(closed({ description: TEXT, schema: SCHEMA }, ['schema'])),
      },
      ['description'],
    ),
    security: {
      ...{ type: 'object', required: ['type'] },
      properties: { type: { enum: ['apiKey', 'http', 'oauth2', 'openIdConnect'] } },
    },
  },
};
