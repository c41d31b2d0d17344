import { Logger } from '@nestjs/common';
import { type PoolClient } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { wasEndedForOthers } from './contention';

/** How often a transaction is begun that PostgreSQL ends for the sake of others; each time one of those others gets further. */
const TRIES = 3;

/** Runs SQL inside one transaction; useless, and loud about it, once the transaction has settled. */
export interface Transaction {
  /** @param name the server plans the statement once per connection and knows it by this; one name has one text, ever */
  query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[], name?: string): Promise<Row[]>;
  /** Runs after the commit has returned, never after a rollback; must not throw. */
  afterCommit(action: () => void): void;
}

/** The service's own schema. All writes of a use case go through one `transaction`. */
export class Database {
  private readonly logger = new Logger(Database.name);

  constructor(readonly dataSource: DataSource) {}

  /**
   * Commits when `work` resolves, rolls back when it rejects. A rejection may also mean that the connection broke during the
   * commit: then nobody knows whether it happened, and the caller must be safe to run again.
   * @param work done again from its beginning, up to twice, when PostgreSQL rolled it back because of others (a deadlock): what it changes
   * outside of the transaction it leaves to `afterCommit`
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.again(() => this.once(work));
  }

  private async once<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const afterCommit: (() => void)[] = [];
    let settled = false;
    const tx: Transaction = {
      query: (sql, parameters, name) => {
        if (settled) throw new Error('This transaction has settled; nothing may run in it any more.');
        return rowsOf(runner, sql, parameters, name);
      },
      afterCommit: (action) => afterCommit.push(action),
    };
    try {
      await runner.connect();
      await runner.startTransaction();
      const result = await work(tx);
      settled = true;
      await runner.commitTransaction();
      for (const action of afterCommit) action();
      return result;
    } catch (error) {
      settled = true;
      await rollBack(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  /** One statement on a connection of its own, which is a transaction too: done again as `transaction` says. */
  async query<Row = Record<string, unknown>>(sql: string, parameters?: unknown[], name?: string): Promise<Row[]> {
    return this.again(async () => {
      const runner = this.dataSource.createQueryRunner();
      try {
        return await rowsOf<Row>(runner, sql, parameters, name);
      } finally {
        await runner.release();
      }
    });
  }

  /** Rejects when the database doesn't answer. */
  async ping(): Promise<void> {
    await this.query('SELECT 1');
  }

  /**
   * Holds a connection for `work` while this process alone has the named lock; the lock goes with the connection.
   * @returns false when another process holds it.
   */
  async withLock(name: string, work: (query: Transaction['query']) => Promise<void>): Promise<boolean> {
    const runner = this.dataSource.createQueryRunner();
    const query: Transaction['query'] = (sql, parameters) => rowsOf(runner, sql, parameters);
    try {
      const [row] = await query<{ locked: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked', [
        `${String(this.schema)}:${name}`,
      ]);
      if (!row?.locked) return false;
      try {
        await work(query);
      } finally {
        await query('SELECT pg_advisory_unlock_all()').catch((error: unknown) => abandon(runner, error));
      }
      return true;
    } finally {
      await runner.release();
    }
  }

  private async again<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        if (tries === TRIES || !wasEndedForOthers(error)) throw error;
        this.logger.warn({ err: error }, `A transaction is done again: ${(error as Error).message}`);
      }
    }
  }

  private get schema(): string | undefined {
    return (this.dataSource.options as { schema?: string }).schema;
  }
}

/** What could not be rolled back must not meet the next borrower of the connection, whose commit would be its own. */
async function rollBack(runner: QueryRunner): Promise<void> {
  if (!runner.isTransactionActive) return;
  await runner.rollbackTransaction().catch((error: unknown) => abandon(runner, error));
}

/** Closes the connection instead of giving it back. */
function abandon(runner: QueryRunner, reason: unknown): Promise<void> {
  return (runner as unknown as { releasePostgresConnection(reason: unknown): Promise<void> }).releasePostgresConnection(
    reason,
  );
}

/** TypeORM's runner lets go of a broken connection by itself, and then says only that it is released. */
async function rowsOf<Row>(runner: QueryRunner, sql: string, parameters?: unknown[], name?: string): Promise<Row[]> {
  if (runner.isReleased) throw new Error('PostgreSQL ended the connection, or the link to it broke');
  return rowsBy<Row>(runner, sql, parameters, name);
}

/** TypeORM's runner knows no named statements; those go to the same connection without it. */
async function rowsBy<Row>(runner: QueryRunner, sql: string, parameters?: unknown[], name?: string): Promise<Row[]> {
  if (name !== undefined) {
    const client = (await runner.connect()) as PoolClient;
    return (await client.query({ name, text: sql, values: parameters ?? [] })).rows as Row[];
  }
  const result = await runner.query(sql, parameters, true);
  return result.records as Row[];
}
