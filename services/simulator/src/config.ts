import { resolve } from 'node:path';
import { schemeAndHost } from '@selvbetjent/oslonokkelen';
import { type EnvironmentReader, isLoopback, readEnvironment } from '@selvbetjent/platform';
import { readSimulatedStations, type SimulatedStation } from './simulated-stations';

export interface SimulatorConfig {
  host: string;
  port: number;
  logLevel: string;
  mqttUrl: string;
  /** The adapter, without `/oslonokkelen`; tokens name its scheme and host as audience. */
  adapterUrl: string;
  /** What tokens name as issuer. */
  issuer: string;
  portalUrl: string;
  /** Where simulated devices keep what they would keep. */
  dataDir: string;
  /** The built page. */
  webDir: string;
  stations: SimulatedStation[];
}

/** Reads the environment once; throws ConfigurationError with all its faults. */
export function readSimulatorConfig(source: NodeJS.ProcessEnv = process.env): SimulatorConfig {
  return readEnvironment((env) => {
    const host = env.host('HOST', '127.0.0.1');
    if (!isLoopback(host))
      env.faults.push(`HOST is ${host}: the simulator holds keys to doors and serves this machine only`);
    const port = env.port('SIMULATOR_PORT', 8085);
    const accessPort = env.port('ACCESS_PORT', 8081);
    const backendUrl = env.url('OSLONOKKELEN_BACKEND_URL', ['http', 'https'], `http://${host}:${port}`);
    return {
      host,
      port,
      logLevel: env.logLevel(),
      mqttUrl: env.url('MQTT_URL', ['mqtt', 'mqtts']),
      adapterUrl: env.url('ADAPTER_PUBLIC_URL', ['http', 'https'], `http://127.0.0.1:${accessPort}`),
      issuer: env.url('OSLONOKKELEN_ISSUER', ['http', 'https'], schemeAndHost(backendUrl)),
      portalUrl: env.url('PORTAL_PUBLIC_URL', ['http', 'https'], `http://${host}:${env.port('PORT', 8080)}`),
      dataDir: resolve(env.text('DATA_DIR', '.data'), 'simulator'),
      webDir: resolve('services/simulator/web/dist'),
      stations: stationsOf(env),
    };
  }, source);
}

function stationsOf(env: EnvironmentReader): SimulatedStation[] {
  const path = env.text('STATIONS_FILE', 'deploy/stations/stations.yaml');
  try {
    return readSimulatedStations(path);
  } catch (error) {
    env.faults.push(`STATIONS_FILE: ${path}: ${(error as Error).message}`);
    return [];
  }
}
