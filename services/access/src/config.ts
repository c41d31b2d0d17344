import { type EnvironmentReader, readEnvironment } from '@selvbetjent/platform';
import { type MailOptions } from './alarms/mailer';
import { readReceivers, type ReceiversFile } from './alarms/receivers';
import { schemeAndHost } from '@selvbetjent/oslonokkelen';

const NOBODY: ReceiversFile = { receivers: [] };

export type AccessConfig = ReturnType<typeof readAccessConfig>;

/** Reads the environment once; throws ConfigurationError with all its faults. */
export function readAccessConfig(source: NodeJS.ProcessEnv = process.env) {
  return readEnvironment((env) => {
    const host = env.host('HOST', '127.0.0.1');
    const port = env.port('ACCESS_PORT', 8081);
    const portalPort = env.port('PORT', 8080);
    // Without a back end there are no keys, and so no token opens anything.
    const backendUrl = env.url('OSLONOKKELEN_BACKEND_URL', ['http', 'https'], '');
    const receiversFile = env.text('ALARM_RECEIVERS_FILE', '');
    const { receivers, from } = receiversFile ? receiversIn(receiversFile, env.faults) : NOBODY;
    return {
      host,
      port,
      logLevel: env.logLevel(),
      databaseUrl: env.url('DATABASE_URL', ['postgres', 'postgresql']),
      natsUrl: env.url('NATS_URL', ['nats', 'tls']),
      mqttUrl: env.url('MQTT_URL', ['mqtt', 'mqtts']),
      mqttProtocol: env.oneOf('MQTT_PROTOCOL', ['4', '5'], '4') === '5' ? (5 as const) : (4 as const),
      issuer: env.url('OSLONOKKELEN_ISSUER', ['http', 'https'], backendUrl && schemeAndHost(backendUrl)),
      keysUrl: env.url('OSLONOKKELEN_KEYS_URL', ['http', 'https'], backendUrl && `${backendUrl}/adapter/v2/keys`),
      publicUrl: env.url('ADAPTER_PUBLIC_URL', ['http', 'https'], `http://127.0.0.1:${port}`),
      /** Residents' pages; the station's page is `<portal>/stasjon/<id>`. */
      portalUrl: env.url('PORTAL_PUBLIC_URL', ['http', 'https'], `http://127.0.0.1:${portalPort}`),
      /** Keys identifiers that must not be kept readable (request ids, token ids). */
      encryptionKey: env.secret('ENCRYPTION_KEY'),
      /** Who is told of alarms; nobody while the file isn't named. */
      alarmReceivers: receivers,
      /** Through which server, and in whose name; null while no receiver wants mail. */
      mail: mailOptions(env, receivers.some(({ mail }) => mail) ? from : undefined),
      /** More commands than this to one door within a minute are refused, temporarily. */
      unlocksPerDoorMinute: env.integer('UNLOCKS_PER_DOOR_MINUTE', { fallback: 60, min: 1, max: 6_000 }),
      /** With a simulated back end, only simulated doors are offered and opened. */
      simulator: env.flag('SIMULATOR', 'off'),
    };
  }, source);
}

function receiversIn(path: string, faults: string[]): ReceiversFile {
  try {
    return readReceivers(path);
  } catch (error) {
    faults.push(`ALARM_RECEIVERS_FILE: ${path}: ${(error as Error).message}`);
    return NOBODY;
  }
}

/** Somebody who waits for mail that nobody can send would wait in vain: required as soon as a receiver has an address. */
function mailOptions(env: EnvironmentReader, from: string | undefined): MailOptions | null {
  const smtpUrl = env.url('SMTP_URL', ['smtp', 'smtps'], from ? undefined : '');
  return from ? { smtpUrl, from } : null;
}
