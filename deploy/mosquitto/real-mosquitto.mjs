import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRoot } from '../local/data-dir.mjs';
import { root } from '../local/paths.mjs';
import { freePort } from '../local/ports.mjs';

const program = ['/usr/sbin/mosquitto', '/usr/local/sbin/mosquitto', '/opt/homebrew/sbin/mosquitto'].find(existsSync);
export const hasMosquitto = program !== undefined;
export const passwordOf = (user) => `secret-of-${user}`;

/**
 * Starts the real broker with deploy/mosquitto by its own start.sh, as docker-compose.yml does: in a folder instead of
 * /mosquitto, on free ports of 127.0.0.1.
 * @param {{ devices: string[], withTls?: boolean, maxQueuedMessages?: number }} options log-ins to make beside the services'; with a certificate
 * made for it; with a shorter queue, and news of what it drops each second
 * @returns {Promise<{ port: number, tlsPort: number, certificate?: Buffer, stop(): Promise<void> }>}
 */
export async function startConfiguredMosquitto({ devices, withTls = false, maxQueuedMessages }) {
  const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-mosquitto-'));
  const [port, tlsPort] = [await freePort(), await freePort()];
  cpSync(join(root, 'deploy/mosquitto'), join(folder, 'config'), { recursive: true });
  mkdirSync(join(folder, 'data'));
  const inFolder = (name, replacements) => {
    const path = join(folder, 'config', name);
    let text = readFileSync(path, 'utf8');
    for (const [from, to] of replacements) {
      if (!text.includes(from)) throw new Error(`deploy/mosquitto/${name} lacks "${from}"`);
      text = text.replaceAll(from, to);
    }
    writeFileSync(path, text);
  };
  inFolder('start.sh', [['/mosquitto/', `${folder}/`]]);
  inFolder('mosquitto.conf', [
    ['/mosquitto/', `${folder}/`],
    ['listener 1883', `listener ${port} 127.0.0.1`],
  ]);
  if (maxQueuedMessages !== undefined) {
    inFolder('mosquitto.conf', [
      ['max_queued_messages 100000', `max_queued_messages ${maxQueuedMessages}\nsys_interval 1`],
    ]);
  }
  // The container never is root; Mosquitto would become a user that can't read this folder.
  if (isRoot()) appendFileSync(join(folder, 'config/mosquitto.conf'), '\nuser root\n');
  if (withTls) {
    cpSync(join(folder, 'config/conf.d/tls.conf.example'), join(folder, 'config/conf.d/tls.conf'));
    inFolder('conf.d/tls.conf', [
      ['/mosquitto/', `${folder}/`],
      ['listener 8883', `listener ${tlsPort} 127.0.0.1`],
    ]);
    makeCertificate(join(folder, 'config/conf.d'));
  }
  writeDeviceLogIns(join(folder, 'data/passwords'), devices);
  const broker = spawn('sh', [join(folder, 'config/start.sh')], {
    env: {
      PATH: `${process.env.PATH}:${program.replace(/\/[^/]*$/, '')}`,
      ACCESS_PASSWORD: passwordOf('access'),
      DROPOFFS_PASSWORD: passwordOf('dropoffs'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(broker, 'exit');
  const stop = async () => {
    broker.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const said = [];
  broker.stderr.setEncoding('utf8').on('data', (text) => said.push(text));
  if (!(await listens(broker, port))) {
    await stop();
    throw new Error(`Mosquitto does not start with deploy/mosquitto:\n${said.join('')}`);
  }
  return {
    port,
    tlsPort,
    stop,
    certificate: withTls ? readFileSync(join(folder, 'config/conf.d/server.crt')) : undefined,
  };
}

/** `mosquitto_passwd -U` hashes what was written in plain: one call for all devices. */
function writeDeviceLogIns(file, devices) {
  writeFileSync(file, devices.map((device) => `${device}:${passwordOf(device)}\n`).join(''), { mode: 0o600 });
  execFileSync('mosquitto_passwd', ['-U', file]);
}

function makeCertificate(folder) {
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.crt')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...kind, ...subject, ...files], { stdio: 'pipe' });
}

/** Mosquitto says nothing of the log types that are switched on when it is up. */
async function listens(broker, port) {
  while (broker.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const [event] = await Promise.race(
      ['connect', 'error'].map((name) =>
        once(socket, name).then(
          () => [name],
          () => ['error'],
        ),
      ),
    );
    socket.destroy();
    if (event === 'connect') return true;
    await delay(50);
  }
  return false;
}
