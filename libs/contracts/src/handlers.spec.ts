import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FACTS, REQUESTS } from './index';

const SERVICES = resolve(__dirname, '../../../services');

interface Use {
  service: string;
  contract: string;
}

/** Every place in the services' sources where a contract's class follows these words. */
function uses(words: RegExp): Use[] {
  return readdirSync(SERVICES).flatMap((service) =>
    sourcesOf(join(SERVICES, service, 'src')).flatMap((text) =>
      [...text.matchAll(words)].map(([, contract]) => ({ service, contract: contract ?? '' })),
    ),
  );
}

describe('every fact', () => {
  const told = uses(/outbox\s*\.append\(\s*tx,\s*(\w+)/g);
  const read = uses(/@EventPattern\((\w+)\)/g);

  it.each(FACTS.map(({ contract, owner }) => [contract.name, owner]))(
    '%s is told by its owner, %s, alone',
    (name, owner) => {
      const tellers = told.filter(({ contract }) => contract === name).map(({ service }) => service);
      expect([...new Set(tellers)]).toEqual([owner]);
    },
  );

  it('has a reader, and the live feed has all', () => {
    const names = FACTS.map(({ contract }) => contract.name);
    const unread = names.filter((name) => !read.some(({ contract }) => contract === name));
    expect(unread).toEqual([]);
    expect(uses(/STREAMS = \[\.\.\.new Set\((FACTS)\.map\(streamName\)\)\]/g)).toEqual([
      { service: 'portal', contract: 'FACTS' },
    ]);
  });

  it('has at most one handler in a service, and no handler waits for what is no fact', () => {
    expect(read).toEqual(unique(read));
    const names = FACTS.map(({ contract }) => contract.name);
    expect(read.filter(({ contract }) => !names.includes(contract))).toEqual([]);
  });
});

describe('every request', () => {
  const answered = uses(/@MessagePattern\((\w+)\)/g);
  const asked = uses(/requests\s*\.ask\(\s*(\w+)/g);

  it('is answered by its owner alone, once', () => {
    expect(answered.toSorted(byContract)).toEqual(
      REQUESTS.map(({ contract, owner }) => ({ service: owner, contract: contract.name })).toSorted(byContract),
    );
  });

  it('is asked by the portal', () => {
    const names = asked.filter(({ service }) => service === 'portal').map(({ contract }) => contract);
    const unasked = REQUESTS.map(({ contract }) => contract.name).filter((name) => !names.includes(name));
    expect(unasked).toEqual([]);
  });
});

function sourcesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /(?<!spec|test-kit)\.ts$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function unique(all: Use[]): Use[] {
  return [...new Map(all.map((use) => [`${use.service} ${use.contract}`, use])).values()];
}

function byContract(one: Use, other: Use): number {
  return one.contract.localeCompare(other.contract);
}
