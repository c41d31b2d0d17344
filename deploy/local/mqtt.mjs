import { connect } from 'node:net';
import { join } from 'node:path';
import { makeDataDir } from './data-dir.mjs';
import { root } from './paths.mjs';
import { freePort } from './ports.mjs';
import { supervise } from './supervise.mjs';

/**
 * Starts the MQTT 3.1.1 broker as its own process. It has no log-in, so it always listens on this machine alone.
 * @param {{ dataDir: string, port?: number, log?(message: string): void, signal?: AbortSignal }} options without a port a free one
 * @returns {Promise<{ url: string, port: number, name: string, stop(): Promise<void> }>}
 */
export async function startMqtt({ dataDir, port, log = () => {}, signal }) {
  makeDataDir(dataDir);
  const chosenPort = port ?? (await freePort());
  const broker = await supervise(
    {
      name: 'mqtt',
      command: process.execPath,
      args: [join(root, 'deploy/local/mqtt-broker.mjs'), '127.0.0.1', String(chosenPort)],
      isReady: () => answers(chosenPort),
    },
    { dataDir, log, signal },
  );
  return { ...broker, url: `mqtt://127.0.0.1:${chosenPort}`, port: chosenPort };
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => settle(true));
    socket.on('timeout', () => settle('no answer'));
    socket.on('error', (error) => settle(error.message));
  });
}
