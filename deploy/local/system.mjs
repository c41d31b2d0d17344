import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureDatabase, startMqtt, startNats, startPostgres } from './components.mjs';
import { lockDataDir, makeDataDir, readSecrets } from './data-dir.mjs';
import { readEnvironment } from './environment.mjs';
import { install } from './install.mjs';
import { choosePorts } from './ports.mjs';
import { stopSurvivors } from './run-dir.mjs';
import { serviceEnvironment, serviceNames, startService } from './services.mjs';

/**
 * Sets everything up and runs it: lock, ports, packages, build, database and brokers, services.
 * @param {{ env: Record<string, string | undefined>, log(message: string): void, signal?: AbortSignal }} options
 *   aborting the signal undoes what was begun and rejects
 * @returns {Promise<{ settings: object, ports: Record<string, number>, dataDir: string, stop(): Promise<void>, kill(): void }>}
 * @throws {import('./fault.mjs').Fault} what a person can mend
 */
export async function startEverything({ env, log, signal }) {
  const settings = readEnvironment(env);
  const { dataDir, host } = settings;
  makeDataDir(dataDir);
  const lock = await lockDataDir(dataDir);
  const running = createRunning(dataDir, lock);
  const context = { dataDir, log, signal };
  try {
    const services = serviceNames.filter((name) => name !== 'simulator' || settings.simulator);
    await stopSurvivors(join(dataDir, 'run'), { services: serviceNames, brokers: ['mqtt', 'nats'] }, log);
    const ports = await choosePorts(listeners(settings, services));
    await install(log, signal);
    await build(log, signal);

    const secrets = readSecrets(dataDir);
    const servers = await startServers({ settings, ports, context, running });
    const serviceEnv = serviceEnvironment({ settings, ports, servers, secrets });
    writeFileSync(join(dataDir, 'run', 'ports.json'), `${JSON.stringify(ports, null, 2)}\n`);
    log(`starting ${services.join(', ')} …`);
    await allOrNone(
      services.map((name) => startService(name, { host, ports, env: serviceEnv, ...context })),
      running.services,
    );
    return { settings, ports, dataDir, stop: running.stop, kill: running.kill };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

function listeners({ host, wantedPorts, databaseUrl, natsUrl, mqttUrl }, services) {
  const embedded = Object.entries({ mqtt: mqttUrl, nats: natsUrl, postgres: databaseUrl })
    .filter(([, url]) => !url)
    .map(([name]) => ({ name, host: '127.0.0.1', wanted: wantedPorts[name] }));
  return [...services.map((name) => ({ name, host, wanted: wantedPorts[name] })), ...embedded];
}

/** Starts what no URL was given for. @returns the URLs that the services get */
async function startServers({ settings, ports, context, running }) {
  const { databaseUrl, natsUrl, mqttUrl } = settings;
  const [postgres, nats, mqtt] = await allOrNone(
    [
      databaseUrl ? { url: databaseUrl } : startPostgres({ ...context, port: ports.postgres }),
      natsUrl ? { url: natsUrl } : startNats({ ...context, port: ports.nats }),
      mqttUrl ? { url: mqttUrl } : startMqtt({ ...context, port: ports.mqtt }),
    ],
    running.servers,
  );
  const embedded = [postgres, nats, mqtt].filter(({ stop }) => stop).map(({ name, url }) => `${name} ${new URL(url).port}`);
  if (embedded.length > 0) context.log(`running: ${embedded.join(', ')}`);
  return {
    databaseUrl: databaseUrl ?? (await ensureDatabase(postgres.url, 'selvbetjent')),
    natsUrl: nats.url,
    mqttUrl: mqtt.url,
  };
}

/** Waits for all to settle, notes those that run so that they can be stopped, and only then throws the first failure. */
async function allOrNone(starts, running) {
  const results = await Promise.allSettled(starts);
  running.push(...results.filter(({ value }) => value?.stop).map(({ value }) => value));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return results.map(({ value }) => value);
}

/** What runs, and how to stop it: services first, then brokers, then the database. */
function createRunning(dataDir, lock) {
  const services = [];
  const servers = [];
  const stopAll = (programs) => Promise.all(programs.map((program) => program.stop()));
  let stopped;
  const stop = async () => {
    await stopAll(services);
    await stopAll(servers.filter(({ name }) => name !== 'postgres'));
    await stopAll(servers.filter(({ name }) => name === 'postgres'));
    rmSync(join(dataDir, 'run', 'ports.json'), { force: true });
    lock.release();
  };
  return {
    services,
    servers,
    stop: () => (stopped ??= stop()),
    kill: () => [...services, ...servers].forEach((program) => program.kill()),
  };
}
