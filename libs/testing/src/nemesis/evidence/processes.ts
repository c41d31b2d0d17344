import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bed } from '../bed/bed';
import { type Evidence } from './evidence';
import { withClient } from './read-database';

const UNHANDLED = /unhandled|uncaught/i;
const MOST_LINES = 20;
const SERVERS = ['postgres', 'nats', 'mqtt'];

const STARTED = /"pid":(\d+),.*Nest application successfully started/g;

/** A process that struck itself at a point ended as it was told. */
export function exitsOf(bed: Bed): Evidence['exits'] {
  const struck = new Set(bed.kills.hits.map(({ pid }) => pid));
  const logs = logsOf(bed).map(({ text }) => text);
  const started = new Set(logs.flatMap((text) => [...text.matchAll(STARTED)].map(([, pid]) => Number(pid))));
  return bed.children.exits.map((exit) => ({
    ...exit,
    wanted: exit.wanted || (exit.signal === 'SIGKILL' && struck.has(exit.pid)),
    wasUp: started.has(exit.pid) || SERVERS.includes(exit.name),
  }));
}

function logsOf({ folder }: Bed): { name: string; text: string }[] {
  const logs = join(folder, 'services');
  return readdirSync(logs).map((name) => ({ name, text: readFileSync(join(logs, name), 'utf8') }));
}

/** Lines of the services' logs that tell of a failure nobody handled. */
export function unhandledIn(bed: Bed): string[] {
  const lines = logsOf(bed).flatMap(({ name, text }) =>
    text
      .split('\n')
      .filter((line) => UNHANDLED.test(line))
      .map((line) => `${name}: ${line.slice(0, 300)}`),
  );
  return lines.slice(0, MOST_LINES);
}

/** Sessions at PostgreSQL by service, and open files by process where the machine tells. */
export async function resourcesOf(bed: Bed): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const { rows } = await withClient(bed.servers.databaseUrl, (client) =>
    client.query<{ name: string; sessions: number }>(
      `SELECT application_name AS name, count(*)::int AS sessions FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() GROUP BY 1`,
    ),
  );
  for (const { name, sessions } of rows) counts.set(`PostgreSQL sessions of ${name}`, sessions);
  for (const name of bed.fleet.names) {
    const folder = `/proc/${bed.fleet.pidOf(name)}/fd`;
    if (existsSync(folder)) counts.set(`open files of ${name}`, readdirSync(folder).length);
  }
  return counts;
}
