import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import './check-node.mjs';
import { ensureDatabase, removeDataDir, startMqtt, startNats, startPostgres } from './components.mjs';
import { makeDataDir } from './data-dir.mjs';
import { root } from './paths.mjs';

/** Runs a built command beside a new PostgreSQL, NATS and MQTT broker of its own: `with-components.mjs <path below dist> [arguments]`. */
const [command, ...args] = process.argv.slice(2);
const dataDir = mkdtempSync(join(tmpdir(), 'selvbetjent-bench-'));
makeDataDir(dataDir);
const started = [];
try {
  const options = { dataDir, log: () => {} };
  const [postgres, nats, mqtt] = await Promise.all(
    [startPostgres, startNats, startMqtt].map(async (start) => {
      const component = await start(options);
      started.push(component);
      return component;
    }),
  );
  const DATABASE_URL = await ensureDatabase(postgres.url, 'bench');
  const env = { ...process.env, DATABASE_URL, NATS_URL: nats.url, MQTT_URL: mqtt.url };
  const child = spawn(process.execPath, [join(root, 'dist', command), ...args], { env, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await Promise.all(started.map((component) => component.stop()));
  removeDataDir(dataDir);
}
