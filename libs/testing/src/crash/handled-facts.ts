import { FACTS, factType } from '@selvbetjent/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The sources, also when this has been built. */
const SERVICES = resolve(__dirname, '../../../../services').replace(/[/\\]dist([/\\]services)$/, '$1');

/** @returns every fact that some service has a handler for, from the services' sources. */
export function handledFacts(): { service: string; type: string }[] {
  return readdirSync(SERVICES).flatMap((service) => {
    const folder = join(SERVICES, service, 'src');
    const consumers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.consumer.ts'),
    );
    const handled = consumers.flatMap((name) => [
      ...readFileSync(join(folder, name), 'utf8').matchAll(/@EventPattern\((\w+)\)/g),
    ]);
    return handled.map(([, name]) => ({ service, type: typeOf(name) }));
  });
}

function typeOf(name: string | undefined): string {
  const fact = FACTS.find(({ contract }) => contract.name === name);
  if (!fact) throw new Error(`${name} is no fact`);
  return factType(fact);
}
