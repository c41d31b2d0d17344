import { Database, DatabaseModule } from '@selvbetjent/database';
import { startService } from '@selvbetjent/platform';
import { type Infrastructure } from '@selvbetjent/testing';
import { createTables, REBUILT } from './read-model-tables';
import { TONNAGE_MIGRATIONS } from './tonnage.module';

/** Tonnage's tables, those of a rebuild beside the live ones, and nothing of the service that fills them. */
export async function startTonnageTables({
  databaseUrl,
}: Infrastructure): Promise<{ database: Database; close: () => Promise<void> }> {
  const service = await startService({
    name: 'tonnage',
    config: { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    module: DatabaseModule.forService({ schema: 'tonnage', url: databaseUrl, migrations: TONNAGE_MIGRATIONS }),
  });
  const database = service.app.get(Database);
  await database.query(createTables(REBUILT));
  return { database, close: () => service.close() };
}
