import { type EnvironmentReader, readEnvironment } from '@selvbetjent/platform';
import { StationsFileError } from './stations-file/parse-stations-file';
import { readStationsFile } from './stations-file/read-stations-file';
import { type StationEntry } from './domain/station-entry';

export interface StationsConfig {
  host: string;
  port: number;
  logLevel: string;
  databaseUrl: string;
  natsUrl: string;
  /** The stations file's content, found free of faults. */
  stations: StationEntry[];
}

export function readStationsConfig(source: NodeJS.ProcessEnv = process.env): StationsConfig {
  return readEnvironment(
    (env) => ({
      host: env.host('HOST', '127.0.0.1'),
      port: env.port('STATIONS_PORT', 8082),
      logLevel: env.logLevel(),
      databaseUrl: env.url('DATABASE_URL', ['postgres', 'postgresql']),
      natsUrl: env.url('NATS_URL', ['nats', 'tls']),
      stations: stationsOf(env),
    }),
    source,
  );
}

function stationsOf(env: EnvironmentReader): StationEntry[] {
  try {
    return readStationsFile(env.text('STATIONS_FILE', 'deploy/stations/stations.yaml'));
  } catch (error) {
    if (!(error instanceof StationsFileError)) throw error;
    env.faults.push(...error.faults);
    return [];
  }
}
