import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Bed } from '../bed/bed';
import { type Evidence } from './evidence';

/** Has the read model built anew from the facts in JetStream, beside the live one, and compares them table by table and row by row. */
export async function rebuiltTonnage(bed: Bed, dist: string): Promise<Evidence['rebuilt']> {
  const { databaseUrl, nats } = bed.servers;
  const env = { ...process.env, DATABASE_URL: databaseUrl, NATS_URL: nats.url };
  const command = join(dist, 'services/tonnage/bin/rebuild.js');
  const child = spawn(process.execPath, [command, '--compare'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'close') as Promise<[number | null]>;
  const [said, failure, [code]] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  return { isSame: code === 0, said: `${said}${failure}`.trim() };
}
