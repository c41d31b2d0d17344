import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, repeatedly } from './fault';

const SHORTEST_MS = 500;
const LONGEST_MS = 2_500;

/** Sessions of the services that have just told a fact and not committed yet: its place in the outbox is taken by then. */
const TELLING = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND backend_xid IS NOT NULL AND query ~ 'INSERT INTO outbox' AND pid <> pg_backend_pid() LIMIT 1`;

/** A transaction that has told something stands still, and later ones commit before it. */
export const lateCommits: Fault = {
  name: 'late-commits',
  strike: async (strike) => {
    const client = new Client({ connectionString: strike.bed.servers.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await repeatedly(strike, [1, 4], async () => {
        const [telling] = (await client.query<{ pid: number }>(TELLING)).rows;
        if (!telling) return;
        await pause(telling.pid, SHORTEST_MS + strike.random.integer(LONGEST_MS - SHORTEST_MS));
        strike.injected('late commit');
      });
    } catch {
      // The database is down, by another fault.
    } finally {
      await client.end().catch(() => undefined);
    }
  },
};

/** A process that stands still would outlive its server: it goes on with the run's own end at the latest. */
async function pause(pid: number, ms: number): Promise<void> {
  const goOn = (): void => signal(pid, 'SIGCONT');
  process.once('exit', goOn);
  signal(pid, 'SIGSTOP');
  await delay(ms);
  goOn();
  process.off('exit', goOn);
}

function signal(pid: number, what: NodeJS.Signals): void {
  try {
    process.kill(pid, what);
  } catch {
    // It has ended.
  }
}
