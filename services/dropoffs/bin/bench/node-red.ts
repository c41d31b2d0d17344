import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { benchEnvironment, freePort } from '../running-service';

const VERSION = '4.1.8';
const INSTALL_MS = 240_000;
const HANG_MS = 60_000;

/** One INSERT per reading, as a flow of mqtt-in, split and a database node does it; or one for the whole message, by hand. */
const FUNCTIONS = {
  'one row per message': `for (const r of msg.payload.readings) await pool.query(
    'INSERT INTO bench_node_red (device, boot, seq, at, grams) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [device, msg.payload.boot, r.seq, r.at, r.grams]);`,
  'batched by hand': `const rs = msg.payload.readings; await pool.query(
    'INSERT INTO bench_node_red (device, boot, seq, at, grams) SELECT $1, $2, * FROM unnest($3::bigint[], $4::timestamptz[], $5::bigint[]) ON CONFLICT DO NOTHING',
    [device, msg.payload.boot, rs.map((r) => r.seq), rs.map((r) => r.at), rs.map((r) => r.grams)]);`,
};
export type NodeRedFlow = keyof typeof FUNCTIONS;
export const NODE_RED_FLOWS = Object.keys(FUNCTIONS) as NodeRedFlow[];

/** Node-RED in a folder of its own, with its default pool of ten connections. */
export class NodeRed {
  private constructor(private readonly folder: string) {}

  /** @returns null, and says so, when npm can't fetch it. */
  static install(): NodeRed | null {
    const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-node-red-'));
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    try {
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `node-red@${VERSION}`], {
        cwd: folder,
        timeout: INSTALL_MS,
        stdio: 'pipe',
      });
      return new NodeRed(folder);
    } catch (error) {
      console.error(`SKIPPED: Node-RED ${VERSION} could not be installed: ${(error as Error).message.slice(0, 300)}`);
      rmSync(folder, { recursive: true, force: true });
      return null;
    }
  }

  async start(flow: NodeRedFlow): Promise<{ stop(): Promise<void> }> {
    const port = await freePort();
    writeFileSync(join(this.folder, 'settings.js'), this.settings(port));
    writeFileSync(join(this.folder, 'flows.json'), JSON.stringify(nodesOf(FUNCTIONS[flow])));
    const child = spawn(
      process.execPath,
      [join(this.folder, 'node_modules/node-red/red.js'), '-u', this.folder, '-s', join(this.folder, 'settings.js')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await connected(child);
    return {
      stop: async () => {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      },
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private settings(port: number): string {
    const pg = JSON.stringify(require.resolve('pg'));
    const url = JSON.stringify(benchEnvironment().databaseUrl);
    return `const { Pool } = require(${pg});
module.exports = { uiHost: '127.0.0.1', uiPort: ${port}, flowFile: 'flows.json', httpAdminRoot: false, telemetry: { enabled: false },
  functionGlobalContext: { pool: new Pool({ connectionString: ${url} }) }, logging: { console: { level: 'info' } } };`;
  }
}

function nodesOf(body: string): object[] {
  const { hostname, port } = new URL(benchEnvironment().mqttUrl);
  const func = `const pool = global.get('pool'); const device = msg.topic.split('/')[3];\n${body}\nreturn null;`;
  return [
    { id: 'tab', type: 'tab', label: 'bench' },
    {
      id: 'broker',
      type: 'mqtt-broker',
      broker: hostname,
      port,
      clientid: '',
      autoConnect: true,
      cleansession: true,
      protocolVersion: '4',
      keepalive: '60',
    },
    {
      id: 'in',
      type: 'mqtt in',
      z: 'tab',
      topic: 'selvbetjent/v1/+/+/readings',
      qos: '1',
      datatype: 'json',
      broker: 'broker',
      inputs: 0,
      wires: [['fn']],
    },
    { id: 'fn', type: 'function', z: 'tab', func, outputs: 1, wires: [[]] },
  ];
}

async function connected(child: ChildProcess): Promise<void> {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const deadline = performance.now() + HANG_MS;
  while (!said.includes('Connected to broker')) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`Node-RED does not listen: ${said}`);
    await delay(50);
  }
  await delay(500);
}
