import { FACTS, factType } from '@selvbetjent/contracts';
import { type Transaction } from '@selvbetjent/database';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { republish } from '../src/second-chance';
import { fail, inSchema } from './in-schema';

const PAUSE_MS = 250;
const OWNERS = [...new Set(FACTS.map(({ owner }) => owner))];
const USAGE = `npm run republish -- <${OWNERS.join('|')}> [--type <fact>] [--station <id>] [--since <instant>] [--wait]
Publishes an owner's facts again under their first ids: for a reader that is built anew, or a NATS that lost them.
--wait ends once NATS has them all.`;

async function run(): Promise<void> {
  const options = { type: { type: 'string' }, station: { type: 'string' }, since: { type: 'string' } } as const;
  const flags = { wait: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options: { ...options, ...flags }, allowPositionals: true });
  const owner = OWNERS.find((name) => name === positionals[0]);
  if (!owner || positionals.length > 1) throw new Error('Say whose facts.');
  const types = FACTS.filter((fact) => fact.owner === owner).map(factType);
  if (values.type && !types.includes(values.type)) throw new Error(`--type is none of ${types.join(', ')}`);
  const since = values.since ? new Date(values.since) : undefined;
  if (since && Number.isNaN(since.getTime())) throw new Error('--since is no instant like 2026-11-20T10:00:00Z');
  await inSchema(owner, async (query) => {
    const count = await republish(query, { type: values.type, stationId: values.station, since });
    console.log(`${count} facts of ${owner} are published again`);
    if (values.wait) await untilPublished(query);
  });
}

async function untilPublished(query: Transaction['query']): Promise<void> {
  while ((await query('SELECT 1 FROM outbox WHERE published_at IS NULL LIMIT 1')).length > 0) await delay(PAUSE_MS);
}

run().catch((error: unknown) => fail(error, USAGE));
