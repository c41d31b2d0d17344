import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { type Bed } from '../bed/bed';
import { type Server } from '../bed/server';
import { type Fault, repeatedly } from './fault';

const LONGEST_DOWN_MS = 3_000;
const turns = new WeakMap<Server, Promise<unknown>>();

/** One at a time with the same server. */
async function inTurn(server: Server, act: () => Promise<void>): Promise<void> {
  const turn = (turns.get(server) ?? Promise.resolve()).then(act);
  turns.set(
    server,
    turn.catch(() => undefined),
  );
  await turn;
}

interface Outage {
  name: string;
  server: (bed: Bed) => Server;
  signal: NodeJS.Signals;
  shortestDownMs?: number;
  /** While it is down. */
  meanwhile?: (bed: Bed) => Promise<void>;
}

function outage({ name, server, signal, shortestDownMs = 0, meanwhile }: Outage): Fault {
  return {
    name,
    strike: (strike) =>
      repeatedly(strike, [1_000, 6_000], () =>
        inTurn(server(strike.bed), async () => {
          await server(strike.bed).end(signal);
          await meanwhile?.(strike.bed);
          await delay(shortestDownMs + strike.random.integer(LONGEST_DOWN_MS));
          await server(strike.bed).start();
          strike.injected(name);
        }),
      ),
  };
}

/** As by `pg_ctl stop -m immediate`: no checkpoint, the next start recovers. */
export const postgresStop = outage({ name: 'postgres-stop', server: (bed) => bed.servers.postgres, signal: 'SIGQUIT' });

export const natsKill = outage({ name: 'nats-kill', server: (bed) => bed.servers.nats, signal: 'SIGKILL' });

/** Longer than a client tries that gives up after ten times. */
export const natsAway = outage({
  ...{ name: 'nats-away', server: (bed) => bed.servers.nats, signal: 'SIGTERM', shortestDownMs: 10_000 },
});

export const jetstreamWiped = outage({
  name: 'jetstream-wiped',
  server: (bed) => bed.servers.nats,
  signal: 'SIGKILL',
  meanwhile: (bed) => rm(bed.servers.natsFolder, { recursive: true, force: true }),
});

/** Mosquitto keeps its sessions and what waits in them; the embedded broker forgets. */
export const brokerRestart = outage({ name: 'broker-restart', server: (bed) => bed.servers.mqtt, signal: 'SIGTERM' });

export const brokerKill = outage({ name: 'broker-kill', server: (bed) => bed.servers.mqtt, signal: 'SIGKILL' });

export const brokerWiped = outage({
  name: 'broker-wiped',
  server: (bed) => bed.servers.mqtt,
  signal: 'SIGKILL',
  meanwhile: async ({ servers: { mqttFolder } }) => {
    const files = await readdir(mqttFolder).catch(() => []);
    for (const file of files) if (file.endsWith('.db')) await rm(join(mqttFolder, file), { force: true });
  },
});

/** Every session of the services is thrown out by PostgreSQL. */
export const sessionsEnded: Fault = {
  name: 'sessions-ended',
  strike: (strike) =>
    repeatedly(strike, [500, 3_000], async () => {
      const client = new Client({ connectionString: strike.bed.servers.databaseUrl });
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        strike.injected('sessions ended');
      } catch {
        // It is down already, by another fault.
      } finally {
        await client.end().catch(() => undefined);
      }
    }),
};

/** Where a server writes there is no room any more; whoever makes room starts it again. */
function fullDisk(name: string, which: 'postgres' | 'nats'): Fault {
  return {
    name,
    missing: ({ servers: { disks } }) => (disks[which] ? null : 'only root can mount a small disk'),
    strike: ({ bed, durationMs, injected }) =>
      inTurn(bed.servers[which], async () => {
        const [server, disk] = [bed.servers[which], bed.servers.disks[which]];
        server.mayEnd();
        disk?.fill();
        injected(name);
        await delay(durationMs);
        disk?.free();
        await server.end('SIGTERM');
        await server.start();
      }),
  };
}

/** JetStream says no from then on. */
export const jetstreamDiskFull = fullDisk('disk-full', 'nats');

/** Statements fail, and PostgreSQL ends itself when its log of changes can't grow. */
export const postgresDiskFull = fullDisk('postgres-disk-full', 'postgres');
