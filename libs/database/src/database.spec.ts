import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import { Database, type Transaction } from './database';
import { prepareDataSource, UnsuitableDatabase } from './prepare';

class CreateNotes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE notes (text text PRIMARY KEY, grams bigint, day date)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE notes');
  }
}

const administratorUrl = new URL(process.env.TEST_DATABASE_URL as string);
const name = `test_${randomUUID().replaceAll('-', '')}`;
const url = new URL(administratorUrl);
url.pathname = `/${name}`;

let database: Database;

beforeAll(async () => {
  await administer(administratorUrl, `CREATE DATABASE ${name}`);
  database = await open('notes');
});

afterAll(async () => {
  await database?.dataSource.destroy();
  await administer(administratorUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
});

beforeEach(() => database.query('DELETE FROM notes'));

describe('a connection', () => {
  it('has somebody who hears its errors from the first moment, so that none ends the process', async () => {
    const { master: pool } = database.dataSource.driver as unknown as { master: Pool };
    const held: Promise<void>[] = [];
    const listeners: number[] = [];
    for (let taken = 0; taken < 5; taken += 1)
      held.push(
        new Promise((resolve, reject) => {
          pool.connect((error, client, release) => {
            if (!client) return reject(error ?? new Error('no connection'));
            listeners.push(client.listenerCount('error'));
            setImmediate(() => resolve(release()));
          });
        }),
      );
    await Promise.all(held);
    expect(listeners.slice(1).every((count) => count > 0)).toBe(true);
  });
});

describe('transaction', () => {
  it('commits when its work resolves, with the value', async () => {
    const value = await database.transaction(async (tx) => {
      await write(tx, 'kept');
      return 42;
    });
    expect(value).toBe(42);
    expect(await notes()).toEqual(['kept']);
  });

  it('rolls back when its work rejects, with the reason', async () => {
    const work = database.transaction(async (tx) => {
      await write(tx, 'lost');
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await notes()).toEqual([]);
  });

  it('rolls back as a whole when a statement fails', async () => {
    const work = database.transaction(async (tx) => {
      await write(tx, 'first');
      await write(tx, 'first');
    });
    await expect(work).rejects.toThrow(/duplicate key/);
    expect(await notes()).toEqual([]);
  });

  it('says that its connection is gone when it is', async () => {
    const gone = database.transaction(async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await administer(url, `SELECT pg_terminate_backend(${row?.pid})`);
      await expect(tx.query('SELECT 1')).rejects.toThrow();
      await tx.query('SELECT 2');
    });
    await expect(gone).rejects.toThrow('PostgreSQL ended the connection, or the link to it broke');
  });

  it('that could not be rolled back is not committed by the next one on its connection', async () => {
    const unheard = jest.spyOn(PostgresQueryRunner.prototype, 'rollbackTransaction');
    unheard.mockRejectedValueOnce(new Error('Query read timeout'));
    const broken = database.transaction(async (tx) => {
      await write(tx, 'half');
      throw new Error('the link hangs');
    });
    await expect(broken).rejects.toThrow('the link hangs');
    await database.transaction((tx) => write(tx, 'whole'));
    expect(await notes()).toEqual(['whole']);
    unheard.mockRestore();
  });

  it('that PostgreSQL ends for the sake of another one is done again, and each takes effect once', async () => {
    let begun = 0;
    let bothHoldOne: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => (bothHoldOne = resolve));
    const committed: string[] = [];
    await database.query(`INSERT INTO notes VALUES ('one', 0), ('other', 0)`);
    const crossing = (first: string, second: string): Promise<void> =>
      database.transaction(async (tx) => {
        tx.afterCommit(() => committed.push(first));
        await tx.query('UPDATE notes SET grams = grams + 1 WHERE text = $1', [first]);
        if ((begun += 1) === 2) bothHoldOne();
        await bothHold;
        await tx.query('UPDATE notes SET grams = grams + 1 WHERE text = $1', [second]);
      });
    await Promise.all([crossing('one', 'other'), crossing('other', 'one')]);
    expect(begun).toBe(3);
    expect(committed.sort()).toEqual(['one', 'other']);
    expect(await database.query('SELECT grams FROM notes')).toEqual([{ grams: 2 }, { grams: 2 }]);
  });

  it.each([
    { code: '40P01', times: 3 },
    { code: '40001', times: 3 },
    { code: '55P03', times: 1 },
    { code: '23505', times: 1 },
  ])('that fails with $code is begun $times times', async ({ code, times }) => {
    let begun = 0;
    const failing = database.transaction(async (tx) => {
      begun += 1;
      await tx.query(`DO $$ BEGIN RAISE SQLSTATE '${code}' USING MESSAGE = 'no luck'; END $$`);
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(begun).toBe(times);
  });

  it('of one statement is done again as well', async () => {
    await database.query('CREATE SEQUENCE begun');
    const failing = database.query(
      `DO $$ BEGIN PERFORM nextval('begun'); RAISE SQLSTATE '40P01' USING MESSAGE = 'no luck'; END $$`,
    );
    await expect(failing).rejects.toThrow('no luck');
    expect(await database.query('SELECT last_value FROM begun')).toEqual([{ last_value: 3 }]);
  });

  it('refuses statements once it has settled', async () => {
    let leaked: Transaction | undefined;
    await database.transaction((tx) => Promise.resolve((leaked = tx)));
    expect(() => leaked?.query('SELECT 1')).toThrow(/settled/);
  });

  it('runs what waits for the commit after it, and seen by others', async () => {
    const seen: Promise<string[]>[] = [];
    await database.transaction(async (tx) => {
      tx.afterCommit(() => seen.push(notes()));
      await write(tx, 'told');
      expect(seen).toHaveLength(0);
    });
    expect(await Promise.all(seen)).toEqual([['told']]);
  });

  it('never runs it after a rollback, nor when the commit itself fails', async () => {
    const ran: string[] = [];
    const rejected = database.transaction((tx) => {
      tx.afterCommit(() => ran.push('rollback'));
      return Promise.reject(new Error('no'));
    });
    await expect(rejected).rejects.toThrow('no');
    const killed = database.transaction(async (tx) => {
      tx.afterCommit(() => ran.push('commit'));
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await administer(url, `SELECT pg_terminate_backend(${row?.pid})`);
    });
    await expect(killed).rejects.toThrow();
    expect(ran).toEqual([]);
    await expect(database.ping()).resolves.toBeUndefined();
  });
});

it('reads bigint as number and date as text', async () => {
  await database.query(`INSERT INTO notes VALUES ('typed', 9007199254740991, '2026-11-20')`);
  const [row] = await database.query('SELECT grams, day FROM notes');
  expect(row).toEqual({ grams: Number.MAX_SAFE_INTEGER, day: '2026-11-20' });
});

describe('withLock', () => {
  it('lets one in at a time, also of different processes', async () => {
    const other = await open('notes');
    try {
      const inside = await database.withLock('turn', async () => {
        expect(await other.withLock('turn', () => Promise.reject(new Error('two inside')))).toBe(false);
        expect(await other.withLock('another', () => Promise.resolve())).toBe(true);
      });
      expect(inside).toBe(true);
      expect(await other.withLock('turn', () => Promise.resolve())).toBe(true);
    } finally {
      await other.dataSource.destroy();
    }
  });

  it('is free again after a failure', async () => {
    await expect(database.withLock('turn', () => Promise.reject(new Error('stumbled')))).rejects.toThrow('stumbled');
    expect(await database.withLock('turn', () => Promise.resolve())).toBe(true);
  });
});

describe('a service', () => {
  it('creates nothing outside its schema and reads nothing of another one', async () => {
    const other = await open('others');
    try {
      await expect(other.query('SELECT * FROM notes.notes')).rejects.toThrow(/permission denied/);
      await expect(other.query('CREATE TABLE notes.mine (id int)')).rejects.toThrow(/permission denied/);
      await expect(other.query('CREATE TABLE public.mine (id int)')).rejects.toThrow(/permission denied/);
      await expect(other.query('CREATE SCHEMA mine')).rejects.toThrow(/permission denied/);
    } finally {
      await other.dataSource.destroy();
    }
  });

  it('starts with its own role when its schema is there, and says so when it is not', async () => {
    const role = `own_${randomUUID().slice(0, 8)}`;
    await administer(url, `CREATE ROLE ${role} LOGIN PASSWORD 'own'; CREATE SCHEMA own AUTHORIZATION ${role}`);
    const ownUrl = new URL(url);
    [ownUrl.username, ownUrl.password] = [role, 'own'];
    try {
      const own = await open('own', ownUrl.href);
      await own.query(`INSERT INTO notes VALUES ('mine')`);
      await own.dataSource.destroy();
      await expect(open('missing', ownUrl.href)).rejects.toThrow(/"missing" does not exist/);
    } finally {
      await administer(url, `DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });

  it('migrates once when several start together', async () => {
    const both = await Promise.all([open('crowd'), open('crowd')]);
    const [row] = await both[0].query<{ count: number }>('SELECT count(*) FROM migrations');
    expect(row?.count).toBe(1);
    await Promise.all(both.map((one) => one.dataSource.destroy()));
  });

  it('refuses a server that acknowledges commits before they are on disk', async () => {
    const unsafe = new URL(url);
    unsafe.searchParams.set('options', '-c synchronous_commit=off');
    await expect(open('unsafe', unsafe.href)).rejects.toThrow(UnsuitableDatabase);
    await expect(open('unsafe', unsafe.href)).rejects.toThrow(/synchronous_commit=off/);
  });
});

async function open(schema: string, as = url.href): Promise<Database> {
  return new Database(await prepareDataSource({ schema, url: as, migrations: [CreateNotes1700000000000] }));
}

async function write(tx: Transaction, text: string): Promise<void> {
  await tx.query('INSERT INTO notes (text) VALUES ($1)', [text]);
}

async function notes(): Promise<string[]> {
  const rows = await database.query<{ text: string }>('SELECT text FROM notes ORDER BY text');
  return rows.map(({ text }) => text);
}

async function administer(at: URL, sql: string): Promise<void> {
  const client = new Client({ connectionString: at.href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
