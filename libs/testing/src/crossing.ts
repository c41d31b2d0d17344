import { type Database } from '@selvbetjent/database';

/**
 * Starts pieces of work that each write to one of these tables, stops each transaction at its first write there, and lets them go on once each
 * stands there, waits for a lock, or has ended. What locks in different orders deadlocks then, every time.
 * @param database as the tables' owner
 */
export async function crossing<T>(
  database: Database,
  tables: readonly string[],
  start: () => Promise<T>[],
): Promise<T[]> {
  await database.query(
    `CREATE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END $$`,
  );
  for (const table of tables)
    await database.query(
      `CREATE TRIGGER stand_still AFTER INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION stand_still()`,
    );
  try {
    return await Promise.all(await startedTogether(database, start));
  } finally {
    await database.query('DROP FUNCTION stand_still CASCADE');
  }
}

async function startedTogether<T>(database: Database, start: () => Promise<T>[]): Promise<Promise<T>[]> {
  let started: Promise<T>[] = [];
  let ended = 0;
  await database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(1)');
    started = start();
    const note = (): unknown => (ended += 1);
    for (const each of started) each.then(note, note);
    while ((await waitingForLocks(database)) + ended < started.length);
  });
  return started;
}

/** @returns how many transactions wait for a lock in this database. */
export async function waitingForLocks(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()',
  );
  return row?.count ?? 0;
}
