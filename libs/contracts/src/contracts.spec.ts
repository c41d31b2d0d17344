import { describe, expect, it } from '@jest/globals';
import { InvalidBody, parseBody } from './parse-body';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { asyncApi, sampleOf } from './asyncapi';
import { type ContractClass, FACTS, factSubject, factType, REQUESTS } from './index';
import { mayBeAbsent, propertiesOf } from './json-schema';

const CONTRACTS: ContractClass[] = [...FACTS, ...REQUESTS].map(({ contract }) => contract);

type Path = (string | number)[];

describe.each(CONTRACTS.map((contract) => [String(contract), contract] as const))('%s', (_subject, contract) => {
  const body = (): object => sampleOf(contract);

  it('parses its sample and loses nothing on the way', () => {
    expect(JSON.parse(JSON.stringify(parseBody(contract, body())))).toEqual(body());
  });

  it('shows every property that it knows in its sample', () => {
    for (const { owner, name } of properties(parseBody(contract, body()))) expect(owner).toHaveProperty([name]);
  });

  it('refuses a body without a required property, and takes one without an optional', () => {
    for (const { owner, name, at } of properties(parseBody(contract, body()))) {
      const without = body();
      remove(without, at);
      const parse = (): object => parseBody(contract, without);
      if (mayBeAbsent(owner, name)) expect(parse).not.toThrow();
      else expect(parse).toThrow(InvalidBody);
    }
  });

  it('tolerates what a later minor change may add, at every level', () => {
    const instances = new Map(properties(parseBody(contract, body())).map(({ owner, at }) => [owner, at.slice(0, -1)]));
    for (const at of [[], ...instances.values()]) {
      const extended = body();
      Object.assign(valueAt(extended, at) as object, { addedLater: { any: 'thing' } });
      expect(() => parseBody(contract, extended)).not.toThrow();
    }
  });
});

describe('all contracts', () => {
  it('have one sample each, and no sample is left over', () => {
    const files = readdirSync(join(__dirname, 'samples')).sort();
    expect(files).toEqual(CONTRACTS.map((contract) => `${String(contract)}.json`).sort());
  });

  it('have each a subject of their own', () => {
    const subjects = [...FACTS.map(factType), ...REQUESTS.map(({ contract }) => String(contract))];
    expect(subjects).toEqual([...new Set(subjects)]);
  });

  it('keep requests out of the streams of facts', () => {
    for (const { contract } of REQUESTS) {
      const catching = FACTS.filter((fact) => matches(factSubject(fact, '*'), String(contract)));
      expect(catching).toEqual([]);
    }
  });

  it('are what docs/asyncapi.json describes', () => {
    const path = resolve(__dirname, '../../../docs/asyncapi.json');
    const written: unknown = JSON.parse(readFileSync(path, 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });
});

/** Every property of the body and of what is nested in it, with the instance that has it and the way there. */
function properties(instance: object, way: Path = []): { owner: object; name: string; at: Path }[] {
  return propertiesOf(instance).flatMap((name) => {
    const value = (instance as Record<string, unknown>)[name];
    const items: [unknown, Path][] = Array.isArray(value)
      ? value.map((item, index) => [item, [...way, name, index]])
      : [[value, [...way, name]]];
    const nested = items.filter(([item]) => typeof item === 'object' && item !== null);
    return [
      { owner: instance, name, at: [...way, name] },
      ...nested.flatMap(([item, at]) => properties(item as object, at)),
    ];
  });
}

function valueAt(body: object, at: Path): unknown {
  return at.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], body);
}

function remove(body: object, at: Path): void {
  Reflect.deleteProperty(valueAt(body, at.slice(0, -1)) as object, String(at.at(-1)));
}

/** NATS: `*` stands for one token. */
function matches(filter: string, subject: string): boolean {
  const [wanted, tokens] = [filter.split('.'), subject.split('.')];
  return wanted.length === tokens.length && wanted.every((token, index) => token === '*' || token === tokens[index]);
}
