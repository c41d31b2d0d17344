import { readEnvironment } from '@selvbetjent/platform';

export type TonnageConfig = ReturnType<typeof readTonnageConfig>;

/** Reads the environment once; throws ConfigurationError with all its faults. */
export function readTonnageConfig(source: NodeJS.ProcessEnv = process.env) {
  return readEnvironment(
    (env) => ({
      host: env.host('HOST', '127.0.0.1'),
      port: env.port('TONNAGE_PORT', 8084),
      logLevel: env.logLevel(),
      databaseUrl: env.url('DATABASE_URL', ['postgres', 'postgresql']),
      natsUrl: env.url('NATS_URL', ['nats', 'tls']),
    }),
    source,
  );
}
