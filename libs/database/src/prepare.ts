import { Client, type Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { createDataSource, type DatabaseOptions } from './data-source';

/** Faults of the installation that no retry mends. */
export class UnsuitableDatabase extends Error {}

/**
 * Makes the service's schema usable: role and schema when we are administrator, then its migrations.
 * Throws UnsuitableDatabase when the server may lose acknowledged commits or the schema can't be had.
 */
export async function prepareDataSource(options: DatabaseOptions): Promise<DataSource> {
  const role = await provision(options);
  const dataSource = createDataSource(options, role);
  await dataSource.initialize();
  hearErrors(dataSource);
  try {
    await migrate(dataSource, options.schema);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/**
 * A new connection can be told to go in the same packet that says it is ready: after the pool has stopped listening, and before
 * TypeORM begins to. An error that nobody hears would end the process; whoever has the connection notices anyway.
 */
function hearErrors(dataSource: DataSource): void {
  const { master: pool } = dataSource.driver as unknown as { master: Pool };
  pool.on('connect', (client) => client.on('error', () => undefined));
}

/** @returns the role to take on each connection, or null when the URL's user is the service's own. */
async function provision({ url, schema }: DatabaseOptions): Promise<string | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseUnsafeServer(client);
    const { rows } = await client.query<{ rolsuper: boolean; rolcreaterole: boolean }>(
      'SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user',
    );
    const administrator = rows[0]?.rolsuper || rows[0]?.rolcreaterole;
    if (!administrator) {
      await requireSchema(client, schema);
      return null;
    }
    const role = `selvbetjent_${schema}`;
    await ignoringDuplicate(client.query(`CREATE ROLE ${role} NOLOGIN`));
    if (!rows[0]?.rolsuper) await client.query(`GRANT ${role} TO current_user`);
    await ignoringDuplicate(client.query(`CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role}`));
    return role;
  } finally {
    await client.end();
  }
}

/** A server that acknowledges commits before they are on disk would make every promise of ours a lie. */
async function refuseUnsafeServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off'`,
  );
  if (rows.length === 0) return;
  const settings = rows.map((row) => `${row.name}=off`).join(', ');
  throw new UnsuitableDatabase(
    `PostgreSQL runs with ${settings} and can lose acknowledged data. Switch them on and start again.`,
  );
}

async function requireSchema(client: Client, schema: string): Promise<void> {
  const { rows } = await client.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (rows.length > 0) return;
  throw new UnsuitableDatabase(
    `The schema "${schema}" does not exist and this role may not create it. Create it, or start once as administrator.`,
  );
}

async function migrate(dataSource: DataSource, schema: string): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`${schema}:migrations`]);
    await dataSource.runMigrations({ transaction: 'each' });
    await runner.query('SELECT pg_advisory_unlock_all()');
  } finally {
    await runner.release();
  }
}

const DUPLICATE_CODES = ['42710', '42P06', '23505'];

/** Services start together; whoever comes second finds it done. */
async function ignoringDuplicate(statement: Promise<unknown>): Promise<void> {
  try {
    await statement;
  } catch (error) {
    if (!DUPLICATE_CODES.includes((error as { code?: string }).code ?? '')) throw error;
  }
}
