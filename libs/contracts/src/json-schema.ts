import { getMetadataStorage } from 'class-validator';

export type JsonSchema = Record<string, unknown>;

interface Rule {
  propertyName: string;
  type: string;
  name?: string;
  constraints?: unknown[];
  each: boolean;
}

/** What a rule of class-validator says in JSON Schema; rules without an entry say nothing there. */
const KEYWORDS: Record<string, (constraints: unknown[]) => JsonSchema> = {
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isString: () => ({ type: 'string' }),
  isNotEmpty: () => ({ minLength: 1 }),
  maxLength: ([maxLength]) => ({ maxLength }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  isIn: ([values]) => ({ enum: values }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  notEquals: ([comparison]) => ({ not: { const: comparison } }),
  isLatitude: () => ({ type: 'number', minimum: -90, maximum: 90 }),
  isLongitude: () => ({ type: 'number', minimum: -180, maximum: 180 }),
  isPositive: () => ({ exclusiveMinimum: 0 }),
  min: ([minimum]) => ({ minimum }),
  max: ([maximum]) => ({ maximum }),
  isObject: () => ({ type: 'object' }),
  isArray: () => ({ type: 'array' }),
  isBase64: () => ({ type: 'string', contentEncoding: 'base64' }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMaxSize: ([maxItems]) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
};

/**
 * JSON Schema of a contract's class, from its own validators.
 * @param sample an instance with every property, for the classes of nested ones
 */
export function jsonSchemaOf(sample: object): JsonSchema {
  const rules = rulesOf(sample);
  const names = [...new Set(rules.map((rule) => rule.propertyName))].sort();
  const properties = Object.fromEntries(
    names.map((name) => [
      name,
      propertySchema(
        rules.filter((rule) => rule.propertyName === name),
        (sample as Record<string, unknown>)[name],
      ),
    ]),
  );
  const required = names.filter((name) => !mayBeAbsent(sample, name));
  return { type: 'object', properties, ...(required.length > 0 ? { required } : {}) };
}

/** @returns the properties that a class's validators know. */
export function propertiesOf(sample: object): string[] {
  return [...new Set(rulesOf(sample).map((rule) => rule.propertyName))];
}

export function mayBeAbsent(sample: object, property: string): boolean {
  return rulesOf(sample).some((rule) => rule.propertyName === property && rule.type === 'conditionalValidation');
}

function rulesOf(sample: object): Rule[] {
  return getMetadataStorage().getTargetValidationMetadatas(sample.constructor, '', false, false);
}

function propertySchema(rules: Rule[], value: unknown): JsonSchema {
  const isList = rules.some((rule) => rule.name === 'isArray');
  const nested = rules.some((rule) => rule.type === 'nestedValidation');
  const ofItems = isList ? (rule: Rule) => rule.each : () => true;
  const item = Array.isArray(value) ? (value[0] as object) : (value as object);
  const single = nested ? jsonSchemaOf(item) : keywords(rules.filter(ofItems));
  const schema = isList ? { ...keywords(rules.filter((rule) => !rule.each)), items: single } : single;
  return rules.some((rule) => rule.name === 'isOptional') ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function keywords(rules: Rule[]): JsonSchema {
  const parts = rules.map((rule) => KEYWORDS[rule.name ?? '']?.(rule.constraints ?? []) ?? {});
  return Object.assign({}, ...parts) as JsonSchema;
}
