import { Client } from 'pg';
import { type Fault, repeatedly } from './fault';

/** Of the transactions that tell a fact, those that stand still in their commit, and for how long. */
const SHARE = 0.3;
const SHORTEST_SECONDS = 0.5;
const LONGEST_SECONDS = 2.5;

/** Whoever has an outbox locked for long, by another fault, isn't waited for: the next phase tries again. */
const LOCK_TIMEOUT = `SET lock_timeout = '2s'`;

/** A deferred trigger runs in the commit itself, when the fact's place in the outbox has long been taken. Without a later `until` it does nothing. */
const PREPARE = `
  CREATE SCHEMA IF NOT EXISTS nemesis;
  CREATE TABLE IF NOT EXISTS nemesis.late_until (until timestamptz NOT NULL);
  CREATE SEQUENCE IF NOT EXISTS nemesis.late_commits MINVALUE 0;
  CREATE OR REPLACE FUNCTION nemesis.commit_late() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF random() < ${SHARE} AND EXISTS (SELECT 1 FROM nemesis.late_until WHERE until > clock_timestamp()) THEN
        PERFORM nextval('nemesis.late_commits'),
          pg_sleep(${SHORTEST_SECONDS} + random() * ${LONGEST_SECONDS - SHORTEST_SECONDS});
      END IF;
      RETURN NULL;
    END $$;
  DO $$
    DECLARE outbox regclass;
    BEGIN
      FOR outbox IN SELECT oid FROM pg_class WHERE relname = 'outbox' AND relkind = 'r'
        AND oid NOT IN (SELECT tgrelid FROM pg_trigger WHERE tgname = 'nemesis_commits_late') LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER nemesis_commits_late AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION nemesis.commit_late()', outbox);
      END LOOP;
    END $$;`;

/** A transaction that has told something stands still, and later ones commit before it. */
export const lateCommits: Fault = {
  name: 'late-commits',
  strike: async (strike) => {
    const client = new Client({ connectionString: strike.bed.servers.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(LOCK_TIMEOUT);
      await client.query(PREPARE);
      let known = await countOf(client);
      await client.query(`INSERT INTO nemesis.late_until VALUES (clock_timestamp() + $1 * interval '1 ms')`, [
        strike.durationMs,
      ]);
      await repeatedly(strike, [200, 400], async () => {
        for (const count = await countOf(client); known < count; known += 1) strike.injected('late commit');
      });
    } catch {
      // The database is down or its tables are locked, by another fault.
    } finally {
      await client.end().catch(() => undefined);
    }
  },
};

async function countOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    `SELECT CASE WHEN is_called THEN last_value + 1 ELSE 0 END AS count FROM nemesis.late_commits`,
  );
  return Number(rows[0]?.count ?? 0);
}
