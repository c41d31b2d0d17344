import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureDatabase } from './components.mjs';
import { root } from './paths.mjs';

const require = createRequire(import.meta.url);
const templateName = 'selvbetjent_template';

/**
 * Makes the database that each test file clones: every service's schema, migrated by the built code.
 * @returns {Promise<string>} its name; `template0` when nothing has been built, then services migrate for themselves
 */
export async function makeTestTemplate(administratorUrl) {
  const services = join(root, 'dist/services');
  if (!existsSync(services)) return 'template0';
  const url = await ensureDatabase(administratorUrl, templateName);
  const { prepareDataSource } = require(join(root, 'dist/libs/database/src/index.js'));
  for (const schema of readdirSync(services)) {
    const migrations = migrationsOf(join(services, schema, 'src/migrations'));
    if (migrations.length === 0) continue;
    const dataSource = await prepareDataSource({ schema, url, migrations });
    await dataSource.destroy();
  }
  return templateName;
}

function migrationsOf(folder) {
  if (!existsSync(folder)) return [];
  const { MESSAGING_MIGRATIONS } = require(join(root, 'dist/libs/messaging/src/index.js'));
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const own = files.flatMap((name) => Object.values(require(join(folder, name))));
  return [...MESSAGING_MIGRATIONS, ...own.filter((value) => typeof value === 'function')];
}
