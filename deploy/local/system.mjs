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
 * @returns {Promise<{ settings: object, ports: Record<string, number>, dataDir: string, stop(): Promise<void> }>}
 * @throws {import('./fault.mjs').Fault} what a person can mend
 */
export async function startEverything({ env, log, signal }) {
  const settings = readEnvironment(env);
  const { dataDir, host } = settings;
  makeDataDir(dataDir);
  const lock = await lockDataDir(dataDir, log);
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
      services.map((name) => (one) => startService(name, { host, ports, env: serviceEnv, ...one })),
      running.services,
      context,
    );
    return { settings, ports, dataDir, stop: running.stop };
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
      (one) => (databaseUrl ? { url: databaseUrl } : startPostgres({ ...one, port: ports.postgres })),
      (one) => (natsUrl ? { url: natsUrl } : startNats({ ...one, port: ports.nats })),
      (one) => (mqttUrl ? { url: mqttUrl } : startMqtt({ ...one, port: ports.mqtt })),
    ],
    running.servers,
    context,
  );
  const embedded = [postgres, nats, mqtt]
    .filter(({ stop }) => stop)
    .map(({ name, url }) => `${name} ${new URL(url).port}`);
  if (embedded.length > 0) context.log(`running: ${embedded.join(', ')}`);
  return {
    databaseUrl: databaseUrl ?? (await ensureDatabase(postgres.url, 'selvbetjent')),
    natsUrl: nats.url,
    mqttUrl: mqtt.url,
  };
}

/** Starts all at once and notes those that run, so that they can be stopped; the first failure ends the other starts. */
async function allOrNone(starts, running, context) {
  const failure = new AbortController();
  const one = { ...context, signal: AbortSignal.any([failure.signal, context.signal].filter(Boolean)) };
  const attempts = starts.map(async (start) => {
    const started = await start(one);
    if (started.stop) running.push(started);
    return started;
  });
  for (const attempt of attempts) attempt.catch((error) => failure.abort(error));
  await Promise.allSettled(attempts);
  if (failure.signal.aborted) throw failure.signal.reason;
  return Promise.all(attempts);
}

/** What runs, and how to stop it: services first, then brokers, then the database. */
function createRunning(dataDir, lock) {
  const services = [];
  const servers = [];
  const stopAll = (programs) => Promise.all(programs.map((program) => program.stop()));
  let stopped;
  const stop = async () => {
    lock.willRelease();
    await stopAll(services);
    await stopAll(servers.filter(({ name }) => name !== 'postgres'));
    await stopAll(servers.filter(({ name }) => name === 'postgres'));
    rmSync(join(dataDir, 'run', 'ports.json'), { force: true });
    lock.release();
  };
  return { services, servers, stop: () => (stopped ??= stop()) };
}
