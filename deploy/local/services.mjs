import { join, resolve } from 'node:path';
import { root } from './paths.mjs';
import { supervise } from './supervise.mjs';
import { addressOf } from './urls.mjs';

/** All our processes but the embedded parts; the simulator only where it is switched on. */
export const serviceNames = ['stations', 'access', 'dropoffs', 'tonnage', 'portal', 'simulator'];

export const readyPath = (name) => (name === 'portal' ? '/api/health/ready' : '/health/ready');

/**
 * The environment that every service gets: the person's own, with all that was left open filled in.
 * @param {{ settings: object, ports: Record<string, number>, servers: { databaseUrl, natsUrl, mqttUrl }, secrets: object }} facts
 */
export function serviceEnvironment({ settings, ports, servers, secrets }) {
  const { host, simulator, env } = settings;
  const base = (name) => `http://${addressOf(host)}:${ports[name]}`;
  return {
    SESSION_SECRET: secrets.SESSION_SECRET,
    ENCRYPTION_KEY: secrets.ENCRYPTION_KEY,
    LOG_LEVEL: 'info',
    ADAPTER_PUBLIC_URL: base('access'),
    ...(simulator ? { OSLONOKKELEN_BACKEND_URL: base('simulator') } : {}),
    ...env,
    HOST: host,
    PORT: String(ports.portal),
    ACCESS_PORT: String(ports.access),
    STATIONS_PORT: String(ports.stations),
    DROPOFFS_PORT: String(ports.dropoffs),
    TONNAGE_PORT: String(ports.tonnage),
    ...(simulator ? { SIMULATOR_PORT: String(ports.simulator) } : {}),
    DATABASE_URL: servers.databaseUrl,
    NATS_URL: servers.natsUrl,
    MQTT_URL: servers.mqttUrl,
    DATA_DIR: settings.dataDir,
    STATIONS_FILE: settings.stationsFile,
    ...(env.ALARM_RECEIVERS_FILE ? { ALARM_RECEIVERS_FILE: resolve(env.ALARM_RECEIVERS_FILE) } : {}),
    SIMULATOR: simulator ? 'on' : 'off',
  };
}

/** Starts one service and resolves when it is ready. */
export function startService(name, { host, ports, env, ...context }) {
  const url = `http://${addressOf(host)}:${ports[name]}${readyPath(name)}`;
  return supervise(
    {
      name,
      command: process.execPath,
      args: ['--enable-source-maps', join(root, 'dist/services', name, 'src/main.js')],
      options: { env, cwd: root },
      isReady: () => answers(url),
    },
    context,
  );
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    return response.ok || `${url} says ${response.status} ${(await response.text()).slice(0, 300)}`;
  } catch (error) {
    return `${url}: ${error.cause?.message ?? error.message}`;
  }
}
