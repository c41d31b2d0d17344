import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, repeatedly } from './fault';

const SHORTEST_MS = 500;
const LONGEST_MS = 2_500;

/** Sessions of the services that have written and not committed yet; whoever holds the relay's lock is no such. */
const WRITING = `SELECT pid FROM pg_stat_activity
  WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid() LIMIT 1`;

/** A transaction that has written stands still, and later ones commit before it. */
export const lateCommits: Fault = {
  name: 'late-commits',
  strike: async (strike) => {
    const client = new Client({ connectionString: strike.bed.servers.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await repeatedly(strike, [5, 25], async () => {
        const { rows } = await client.query<{ pid: number }>(WRITING);
        if (!rows[0]) return;
        await pause(rows[0].pid, SHORTEST_MS + strike.random.integer(LONGEST_MS - SHORTEST_MS));
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
