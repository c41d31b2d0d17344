import { parseArgs } from 'node:util';
import { openDeadLetters, requestReplay } from '../src/second-chance';
import { fail, inSchema } from './in-schema';

const USAGE = `npm run replay                             lists the dead letters of all services
npm run replay -- <service> --all          has all of a service's handled again
npm run replay -- <service> <event id> …   or just these`;

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { all: { type: 'boolean' } }, allowPositionals: true });
  const [service, ...eventIds] = positionals;
  if (!service) return list();
  if (!(await services()).includes(service)) throw new Error(`${service} has no dead letters that you may see.`);
  if (!values.all && eventIds.length === 0) throw new Error('Say which ones, or --all.');
  await inSchema(service, async (query) => {
    const count = await requestReplay(query, values.all ? undefined : eventIds);
    console.log(`${service} handles ${count} dead letters again within seconds; what fails again is listed as before`);
  });
}

/** Those whose tables the log-in of DATABASE_URL may read: all for an administrator, its own for a service's role. */
async function services(): Promise<string[]> {
  let names: string[] = [];
  await inSchema('public', async (query) => {
    const rows = await query<{ schemaname: string }>(
      `SELECT schemaname FROM pg_tables WHERE tablename = 'dead_letters'
         AND has_table_privilege(format('%I.%I', schemaname, tablename), 'UPDATE') ORDER BY schemaname`,
    );
    names = rows.map(({ schemaname }) => schemaname);
  });
  return names;
}

async function list(): Promise<void> {
  for (const service of await services()) {
    await inSchema(service, async (query) => {
      const letters = await openDeadLetters(query);
      console.log(`${service}: ${letters.length} dead letters`);
      for (const { event_id, type, station_id, failed_at, reason } of letters)
        console.log(`  ${event_id} ${type} ${station_id} ${failed_at.toISOString()} ${reason}`);
    });
  }
}

run().catch((error: unknown) => fail(error, USAGE));
