import fc from 'fast-check';
import { type DescribedParameter, type DescribedRoute } from './described-api';

type Schema = Record<string, unknown>;

export interface SentRequest {
  route: DescribedRoute;
  /** With its query. */
  path: string;
  body?: string;
  type?: string;
}

/** What people, programs and attackers type where something else belongs. */
const ODD_TEXTS = [
  '',
  ' ',
  '*',
  'null',
  '-1',
  '0',
  '1e400',
  '../..',
  '%00',
  "';--",
  '𝕏'.repeat(300),
  '\ud83d',
  '\0',
  'æøå',
  '__proto__',
];
const ODD_VALUES: unknown[] = [null, true, -1, 1.5, 1e300, [], {}, [[]], '', '\0', '\ud83d', { $gt: '' }, ['a', 'b']];
const DATES = ['2026-01-01', '2026-11-20', '2026-12-31', '2027-03-28', '9998-12-31', '0000-01-01', '2026-02-30'];
const INSTANTS = ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00+01:00', '9998-12-31T23:59:59Z', '0001-01-01T00:00:00Z'];
const ODD_OF_TEN = 2;

/**
 * Requests to any of the routes: mostly as the description has them, with known ids, sometimes with a part that is odd, missing or unknown,
 * or a body that is broken.
 */
export function generatedRequest(
  routes: readonly DescribedRoute[],
  schemas: Record<string, Schema>,
  known: Record<string, string>,
): fc.Arbitrary<SentRequest> {
  return fc
    .constantFrom(...routes)
    .chain((route) =>
      fc
        .record({ path: pathOf(route, known), query: queryOf(route, known), sent: bodyOf(route, schemas, known) })
        .map(({ path, query, sent }) => ({ route, path: query ? `${path}?${query}` : path, ...sent })),
    );
}

function pathOf({ path, parameters }: DescribedRoute, known: Record<string, string>): fc.Arbitrary<string> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path');
  return fc
    .tuple(...inPath.map((parameter) => parameterText(parameter, known)))
    .map((values) =>
      inPath.reduce((address, { name }, index) => address.replace(`{${name}}`, encoded(values[index] || 'x')), path),
    );
}

function queryOf({ parameters }: DescribedRoute, known: Record<string, string>): fc.Arbitrary<string> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const named = inQuery.map((parameter) =>
    fc
      .tuple(fc.nat(9), parameterText(parameter, known))
      .map(([chance, text]) => (chance < (parameter.required ? 9 : 4) ? [`${parameter.name}=${encoded(text)}`] : [])),
  );
  const unknown = fc.nat(19).map((chance) => (chance === 0 ? ['unknown=1'] : []));
  return fc.tuple(...named, unknown).map((parts) => parts.flat().join('&'));
}

function parameterText({ name, schema, example }: DescribedParameter, known: Record<string, string>) {
  const good = name in known ? fc.constant(known[name] ?? '') : valueOf(schema, {}, known).map(String);
  const likely = example === undefined ? good : fc.oneof(good, fc.constant(`${example as string | number}`));
  return fc.oneof(
    { weight: 10 - ODD_OF_TEN, arbitrary: likely },
    {
      weight: ODD_OF_TEN,
      arbitrary: fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 60 })),
    },
  );
}

function bodyOf(
  { bodies }: DescribedRoute,
  schemas: Record<string, Schema>,
  known: Record<string, string>,
): fc.Arbitrary<{ body?: string; type?: string }> {
  const [[type, schema] = []] = Object.entries(bodies);
  if (!type || !schema) return fc.constant({});
  const written = (value: unknown) =>
    typeof value === 'string' && !type.endsWith('json') ? value : JSON.stringify(value);
  const good = valueOf(schema, schemas, known).map(written);
  const odd = fc.oneof(
    fc.constantFrom('{', '[]', 'null', '"', '{"a":', '\0', '{"__proto__":{}}'),
    fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  );
  const text = fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: odd });
  return fc
    .tuple(
      text,
      fc.oneof(
        { weight: 30, arbitrary: fc.constant(type) },
        { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', 'application/json; charset=utf-7') },
      ),
    )
    .map(([body, sentType]) => ({ body, type: sentType }));
}

/** Values that a schema describes, now and then with an odd one somewhere inside. */
function valueOf(
  schema: Schema,
  schemas: Record<string, Schema>,
  known: Record<string, string>,
): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string')
    return valueOf(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, schemas, known);
  const [all, any] = [schema.allOf, schema.anyOf] as (Schema[] | undefined)[];
  if (all?.[0]) return valueOf(all[0], schemas, known);
  if (any) return fc.oneof(...any.map((one) => valueOf(one, schemas, known)));
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const types = [schema.type].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, schemas, known)));
}

function ofType(
  type: unknown,
  schema: Schema,
  schemas: Record<string, Schema>,
  known: Record<string, string>,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return fc.oneof(
        fc.integer({ min: Number(schema.minimum ?? -5), max: Number(schema.maximum ?? 5_000) }),
        fc.constantFrom(0, 1, 2, 3),
      );
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf((schema.items ?? {}) as Schema, schemas, known), { maxLength: 4 });
    case 'object':
      return objectOf(schema, schemas, known);
    case 'null':
      return fc.constant(null);
    default:
      return fc.constantFrom(...ODD_VALUES);
  }
}

function textOf({ format, example }: Schema): fc.Arbitrary<string> {
  const own =
    format === 'date' ? DATES : format === 'date-time' ? INSTANTS : typeof example === 'string' ? [example] : [];
  const free = format === 'uuid' ? fc.uuid() : fc.string({ unit: 'grapheme', maxLength: 40 });
  return own.length > 0
    ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: free })
    : free;
}

function objectOf(
  schema: Schema,
  schemas: Record<string, Schema>,
  known: Record<string, string>,
): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  const required = (schema.required ?? []) as string[];
  const members = properties.map(([name, own]) => {
    const good =
      name in known
        ? fc.oneof(fc.constant<unknown>(known[name]), valueOf(own, schemas, known))
        : valueOf(own, schemas, known);
    const value = fc.oneof({ weight: 24, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...ODD_VALUES) });
    return fc
      .tuple(fc.nat(29), value)
      .map(([chance, one]) => (chance < (required.includes(name) ? 29 : 12) ? [[name, one] as const] : []));
  });
  return fc.tuple(...members).map((parts) => Object.fromEntries(parts.flat()));
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
