import { plainToInstance } from 'class-transformer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContractClass, type DeclaredFact, type DeclaredRequest, FACTS, factSubject, REQUESTS } from './contract';
import { type JsonSchema, jsonSchemaOf } from './json-schema';
import './index';

/** The golden sample of a contract: a body with every property that it knows. */
export function sampleOf(contract: ContractClass): object {
  return JSON.parse(readFileSync(join(__dirname, 'samples', `${String(contract)}.json`), 'utf8')) as object;
}

/** All that crosses a process as an AsyncAPI 3.0 document. */
export function asyncApi(): JsonSchema {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Selvbetjent',
      version: '1',
      description:
        'Facts on JetStream with CloudEvents attributes in NATS headers, and requests over NATS request/reply. ' +
        'Inside a version only optional additions happen: readers tolerate properties that they do not know.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([...FACTS.map(factChannel), ...REQUESTS.map(requestChannel)]),
    operations: Object.fromEntries([...FACTS.map(factOperation), ...REQUESTS.map(requestOperation)]),
    components: { schemas: { CloudEvent: CLOUD_EVENT, Outcome: OUTCOME } },
  };
}

const REASON = {
  type: 'object',
  properties: { code: { type: 'string' }, message: { type: 'string' }, details: { type: 'object' } },
  required: ['code', 'message'],
};

const OUTCOME = {
  description: 'The answer to every request; `value` comes with ok, `reason` with all others.',
  type: 'object',
  properties: { outcome: { enum: ['ok', 'denied', 'temporary', 'permanent'] }, value: {}, reason: REASON },
  required: ['outcome'],
};

const CLOUD_EVENT_HEADERS = [
  ...['id', 'source', 'type', 'time', 'subject', 'dataschema', 'specversion'].map((attribute) => `ce-${attribute}`),
  'traceparent',
];

const CLOUD_EVENT = {
  type: 'object',
  properties: Object.fromEntries(CLOUD_EVENT_HEADERS.map((header) => [header, { type: 'string' }])) as JsonSchema,
  required: ['ce-id', 'ce-type', 'ce-time'],
};

function factChannel(fact: DeclaredFact): [string, JsonSchema] {
  const channel = {
    address: factSubject(fact, '{stationId}'),
    parameters: { stationId: { description: 'The station that the fact is about.' } },
    messages: {
      [fact.contract.name]: { ...messageOf(fact.contract), headers: { $ref: '#/components/schemas/CloudEvent' } },
    },
  };
  return [fact.contract.name, channel];
}

function requestChannel({ contract }: DeclaredRequest): [string, JsonSchema] {
  const messages = {
    [contract.name]: messageOf(contract),
    [`${contract.name}Reply`]: { payload: { $ref: '#/components/schemas/Outcome' } },
  };
  return [contract.name, { address: String(contract), messages }];
}

function messageOf(contract: ContractClass): JsonSchema {
  const sample = sampleOf(contract);
  return { payload: jsonSchemaOf(plainToInstance(contract, sample)), examples: [{ payload: sample }] };
}

function factOperation({ contract, owner, snapshot }: DeclaredFact): [string, JsonSchema] {
  const channel = { $ref: `#/channels/${contract.name}` };
  return [`publish${contract.name}`, { action: 'send', channel, tags: tags(owner, snapshot ? 'snapshot' : 'fact') }];
}

function requestOperation({ contract, owner }: DeclaredRequest): [string, JsonSchema] {
  const channel = { $ref: `#/channels/${contract.name}` };
  const reply = { channel, messages: [{ $ref: `#/channels/${contract.name}/messages/${contract.name}Reply` }] };
  const messages = [{ $ref: `#/channels/${contract.name}/messages/${contract.name}` }];
  return [`answer${contract.name}`, { action: 'receive', channel, messages, reply, tags: tags(owner, 'request') }];
}

function tags(...names: string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}
