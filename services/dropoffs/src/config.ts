import { readEnvironment } from '@selvbetjent/platform';

export type DropoffsConfig = ReturnType<typeof readDropoffsConfig>;

/** Reads the environment once; throws ConfigurationError with all its faults. */
export function readDropoffsConfig(source: NodeJS.ProcessEnv = process.env) {
  return readEnvironment(
    (env) => ({
      host: env.host('HOST', '127.0.0.1'),
      port: env.port('DROPOFFS_PORT', 8083),
      logLevel: env.logLevel(),
      databaseUrl: env.url('DATABASE_URL', ['postgres', 'postgresql']),
      natsUrl: env.url('NATS_URL', ['nats', 'tls']),
      mqttUrl: env.url('MQTT_URL', ['mqtt', 'mqtts']),
      rawRetentionDays: env.integer('RAW_RETENTION_DAYS', { fallback: 90, min: 1, max: 3_650 }),
      mqttProtocol: env.oneOf('MQTT_PROTOCOL', ['4', '5'], '4') === '5' ? (5 as const) : (4 as const),
    }),
    source,
  );
}
