import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { benchEnvironment, startService, withDatabase } from './running-service';
import { ScaleClient } from './bench/scale-client';
import { judgeTrace } from './bench/trace';

const CALLS = 'fsync,fdatasync,recvfrom,sendto,write,writev,sendmsg';
const WARM_UP = 20;

/**
 * Shows by strace that no message is acknowledged, to the broker or to the device, before the WAL sync of its commit has returned. Ends with 1
 * when one is. Needs strace and the right to trace: `node deploy/local/with-components.mjs services/dropoffs/bin/ack-after-fsync.js [--batches 1000]`.
 */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { batches: { type: 'string' } } });
  const batches = Number(values.batches ?? 1_000);
  const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-trace-'));
  const output = join(folder, 'strace');
  const service = await startService(1);
  const scale = await ScaleClient.connect(benchEnvironment().mqttUrl, 'bench-0');
  try {
    await send(scale, WARM_UP);
    const servicePid = service.process.pid ?? 0;
    const threads = readdirSync(`/proc/${servicePid}/task`);
    const strace = await attach([servicePid, ...(await postgresPids())], output);
    await send(scale, batches);
    strace.kill('SIGINT');
    await once(strace, 'exit');
    const lines = await linesOf(output);
    const verdict = judgeTrace(lines, new Set(threads));
    console.log(`${batches} batches: ${JSON.stringify(verdict)}`);
    const isComplete = verdict.pubacks >= batches && verdict.acks >= batches && verdict.durableCommits >= batches;
    if (!isComplete || verdict.early > 0 || verdict.earlyAcks > 0) process.exitCode = 1;
  } finally {
    await scale.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One after the other, each when the one before is acknowledged. */
async function send(scale: ScaleClient, batches: number): Promise<void> {
  for (let batch = 0; batch < batches; batch += 1) {
    const at = Date.now();
    await scale.send(Array.from({ length: 5 }, (_, index) => ({ at: at + index, grams: 1_000 })));
  }
}

/** The postmaster, whose later children are followed, and all that it has now. */
async function postgresPids(): Promise<number[]> {
  return withDatabase(async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    const postmaster = Number(
      readFileSync(join(rows[0]?.data_directory ?? '', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
    const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
      .trim()
      .split(' ')
      .map(Number);
    const own = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return [postmaster, ...children.filter((pid) => pid > 0 && pid !== own.rows[0]?.pid)];
  });
}

async function attach(pids: number[], output: string): Promise<ChildProcess> {
  const args = [
    '-f',
    '-ttt',
    '-s',
    '120',
    '-e',
    `trace=${CALLS}`,
    '-o',
    output,
    ...pids.flatMap((pid) => ['-p', String(pid)]),
  ];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  strace.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (let tries = 0; tries < 100; tries += 1) {
    await delay(100);
    if (strace.exitCode !== null) throw new Error(`strace: ${said}`);
    if (existsSync(output) && said.split('attached').length > pids.length) return strace;
  }
  throw new Error(`strace does not attach: ${said}`);
}

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) lines.push(line);
  return lines;
}

run().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
