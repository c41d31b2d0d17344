import { type FactDescription, FACTS } from '@selvbetjent/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The sources, also when this has been built. */
const SERVICES = resolve(__dirname, '../../../services').replace(/[/\\]dist([/\\]services)$/, '$1');

export interface ContractUse {
  service: string;
  /** The name of the contract's class. */
  contract: string;
}

/**
 * Every place in the services' sources, their tests left out, where a contract's class follows these words.
 * @param words with the flag `g`, and one group that takes the name of the class
 */
export function contractUses(words: RegExp): ContractUse[] {
  return readdirSync(SERVICES).flatMap((service) =>
    sourcesOf(join(SERVICES, service, 'src')).flatMap((text) =>
      [...text.matchAll(words)].map(([, contract]) => ({ service, contract: contract ?? '' })),
    ),
  );
}

/** Every handler of a fact that a service declares, with its fact. @throws Error for a handler of what is no fact */
export function factHandlers(): { service: string; fact: FactDescription }[] {
  return contractUses(/@EventPattern\((\w+)\)/g).map(({ service, contract }) => {
    const fact = FACTS.find((one) => one.contract.name === contract);
    if (!fact) throw new Error(`${service} handles ${contract}, which is no fact`);
    return { service, fact };
  });
}

function sourcesOf(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /(?<!spec|test-kit)\.ts$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
