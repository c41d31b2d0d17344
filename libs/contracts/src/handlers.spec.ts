import { describe, expect, it } from '@jest/globals';
import { type ContractUse, contractUses } from '@selvbetjent/testing';
import { FACTS, REQUESTS } from './index';

describe('every fact', () => {
  const told = contractUses(/outbox\s*\.append\(\s*tx,\s*(\w+)/g);
  const read = contractUses(/@EventPattern\((\w+)\)/g);

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
    expect(contractUses(/STREAMS = \[\.\.\.new Set\((FACTS)\.map\(streamName\)\)\]/g)).toEqual([
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
  const answered = contractUses(/@MessagePattern\((\w+)\)/g);
  const asked = contractUses(/requests\s*\.ask\(\s*(\w+)/g);

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

function unique(all: ContractUse[]): ContractUse[] {
  return [...new Map(all.map((use) => [`${use.service} ${use.contract}`, use])).values()];
}

function byContract(one: ContractUse, other: ContractUse): number {
  return one.contract.localeCompare(other.contract);
}
