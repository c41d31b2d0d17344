import { Client } from 'pg';
import { type Transaction } from '@selvbetjent/database';

/** Runs `work` in the schema of one service, at the database of DATABASE_URL. */
export async function inSchema(service: string, work: (query: Transaction['query']) => Promise<void>): Promise<void> {
  const connectionString = process.env.DATABASE_URL;
  if (!connectionString) throw new Error('DATABASE_URL is not set: it says where the services keep their data.');
  const client = new Client({ connectionString, options: `-c search_path=${service}` });
  await client.connect();
  try {
    await work(async (sql, parameters) => (await client.query(sql, parameters)).rows as never);
  } finally {
    await client.end();
  }
}

/** Ends the command with the reason and its usage. */
export function fail(error: unknown, usage: string): never {
  process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
  process.exit(1);
}
