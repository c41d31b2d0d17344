import { Database, prepareDataSource } from '@selvbetjent/database';
import { FactReader, NatsLink } from '@selvbetjent/messaging';
import { SystemClock } from '@selvbetjent/platform';
import { parseArgs } from 'node:util';
import { readTonnageConfig } from '../src/config';
import { describeReport } from '../src/rebuild/describe-report';
import { READ_MODEL_FACTS } from '../src/rebuild/keep-fact';
import { RebuildReadModel } from '../src/rebuild/rebuild-read-model';
import { TONNAGE_MIGRATIONS } from '../src/tonnage.module';

const USAGE = `npm run rebuild-tonnage                      builds the read model anew beside the live one, compares, and swaps
npm run rebuild-tonnage -- --compare         only compares; ends with 1 when they differ
npm run rebuild-tonnage -- --drop-unknown    swaps also when the live one has rows that no fact tells of`;

async function run(): Promise<number> {
  const options = { compare: { type: 'boolean' }, 'drop-unknown': { type: 'boolean' } } as const;
  const { values } = parseArgs({ options });
  const { databaseUrl, natsUrl } = readTonnageConfig();
  const dataSource = await prepareDataSource({
    schema: 'tonnage',
    url: databaseUrl,
    migrations: TONNAGE_MIGRATIONS,
    unhurried: true,
  });
  const nats = new NatsLink(natsUrl, 'tonnage-rebuild');
  try {
    const reader = await FactReader.open(await nats.connected(), 'tonnage-rebuild', READ_MODEL_FACTS);
    const rebuild = new RebuildReadModel(new Database(dataSource), reader, new SystemClock());
    const report = await rebuild.handle({ compareOnly: values.compare, dropUnknown: values['drop-unknown'] });
    await reader.close();
    console.log(describeReport(report));
    return report.swapped || report.comparisons.length === 0 ? 0 : 1;
  } finally {
    nats.onModuleDestroy();
    await nats.onApplicationShutdown();
    await dataSource.destroy();
  }
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}\n`);
    process.exit(1);
  },
);
