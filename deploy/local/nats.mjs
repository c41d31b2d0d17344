import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { makeDataDir } from './data-dir.mjs';
import { findNatsServer } from './nats-server.mjs';
import { freePort } from './ports.mjs';
import { supervise } from './supervise.mjs';

/**
 * Starts the data folder's NATS server with JetStream on 127.0.0.1.
 * @param {{ dataDir: string, port?: number, program?: string, log?(message: string): void, signal?: AbortSignal }} options
 *   without a port a free one, without a program the first that is found
 * @returns {Promise<{ url: string, port: number, name: string, stop(): Promise<void> }>}
 */
export async function startNats({ dataDir, port, program, log = () => {}, signal }) {
  makeDataDir(dataDir);
  const command = program ?? (await findNatsServer({ dataDir, log, signal }));
  const chosenPort = port ?? (await freePort());
  const storeDir = join(dataDir, 'nats');
  const configFile = join(dataDir, 'run', 'nats.conf');
  mkdirSync(storeDir, { recursive: true, mode: 0o700 });
  // JSON is valid in NATS's configuration language. No sync_interval: servers below 2.10 refuse to start with it.
  const config = { listen: `127.0.0.1:${chosenPort}`, jetstream: { store_dir: storeDir } };
  writeFileSync(configFile, JSON.stringify(config, null, 2));
  const server = await supervise(
    { name: 'nats', command, args: ['-c', configFile], isReady: () => answers(chosenPort) },
    { dataDir, log, signal },
  );
  return { ...server, url: `nats://127.0.0.1:${chosenPort}`, port: chosenPort };
}

/** A NATS server greets with its INFO, which says whether JetStream is up. */
function answers(port) {
  return new Promise((resolve) => {
    let greeting = '';
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('utf8').on('data', (text) => {
      greeting += text;
      if (greeting.includes('\r\n')) settle(/"jetstream":\s*true/.test(greeting) || 'JetStream is not up');
    });
    socket.on('timeout', () => settle('no greeting'));
    socket.on('error', (error) => settle(error.message));
    socket.on('close', () => settle('connection closed'));
  });
}
