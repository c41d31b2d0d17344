import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Fault } from './fault.mjs';
import { root } from './paths.mjs';
import { portVariables } from './ports.mjs';
import { hostOf, isLoopback } from './urls.mjs';

const httpUrls = [
  'OSLONOKKELEN_BACKEND_URL',
  'OSLONOKKELEN_ISSUER',
  'OSLONOKKELEN_KEYS_URL',
  'ADAPTER_PUBLIC_URL',
  'PORTAL_PUBLIC_URL',
  'OIDC_ISSUER',
];
const serverUrls = {
  DATABASE_URL: ['postgres:', 'postgresql:'],
  NATS_URL: ['nats:', 'tls:'],
  MQTT_URL: ['mqtt:', 'mqtts:'],
  SMTP_URL: ['smtp:', 'smtps:'],
};
const choices = {
  SIMULATOR: ['on', 'off'],
  LOG_LEVEL: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
  MQTT_PROTOCOL: ['4', '5'],
};
const wholeNumbers = ['RAW_RETENTION_DAYS'];
const secretNames = ['ENCRYPTION_KEY', 'SESSION_SECRET'];
const shortestSecret = 16;
const realServers = ['DATABASE_URL', 'NATS_URL', 'MQTT_URL', ...httpUrls.filter((name) => name.startsWith('OSLO'))];

/**
 * Reads and checks everything that the start itself depends on.
 * @throws {Fault} with one line for every fault at once
 */
export function readEnvironment(environment) {
  const trimmed = Object.entries(environment).map(([name, value]) => [name, value.trim()]);
  const env = Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
  const host = env.HOST ?? '127.0.0.1';
  const loopback = isLoopback(host);
  const real = realServers.filter((name) => env[name] !== undefined);
  if (env.ADAPTER_PUBLIC_URL && !isLoopback(hostOf(env.ADAPTER_PUBLIC_URL) ?? '')) real.push('ADAPTER_PUBLIC_URL');
  const simulator = env.SIMULATOR === undefined ? loopback && real.length === 0 : env.SIMULATOR === 'on';

  const faults = [
    ...hostFaults(host),
    ...portFaults(env),
    ...urlFaults(env),
    ...choiceFaults(env),
    ...secretFaults(env, loopback),
    ...signInFaults(env, loopback, host),
    ...simulatorFaults(env, real, loopback, host),
    ...fileFaults(env),
  ];
  if (env.MQTT_PROTOCOL === '5' && !env.MQTT_URL) {
    faults.push('MQTT_PROTOCOL=5 needs MQTT_URL: the embedded broker speaks MQTT 3.1.1 (4) only.');
  }
  if (faults.length > 0) throw new Fault(faults.join('\n'));

  return {
    host,
    simulator,
    dataDir: env.DATA_DIR ? resolve(env.DATA_DIR) : resolve(root, '.data'),
    stationsFile: env.STATIONS_FILE ? resolve(env.STATIONS_FILE) : resolve(root, 'deploy/stations/stations.yaml'),
    wantedPorts: Object.fromEntries(
      Object.entries(portVariables).map(([name, [variable]]) => [name, env[variable] && Number(env[variable])]),
    ),
    databaseUrl: env.DATABASE_URL,
    natsUrl: env.NATS_URL,
    mqttUrl: env.MQTT_URL,
    backendUrl: env.OSLONOKKELEN_BACKEND_URL,
    backendKnown: simulator || Boolean(env.OSLONOKKELEN_BACKEND_URL || env.OSLONOKKELEN_KEYS_URL),
    demoSignIn: !env.OIDC_ISSUER,
    env,
  };
}

function hostFaults(host) {
  return /^[a-z0-9.:[\]-]+$/i.test(host) ? [] : [`HOST=${host} is no host name or address.`];
}

function portFaults(env) {
  const faults = [];
  const owners = new Map();
  for (const [variable] of Object.values(portVariables)) {
    const value = env[variable];
    if (value === undefined) continue;
    if (!/^\d{1,5}$/.test(value) || Number(value) > 65535) {
      faults.push(`${variable}=${value} is no port: give a whole number from 1 to 65535 (0 takes any free one).`);
    } else if (value !== '0' && owners.has(Number(value))) {
      faults.push(`${variable} and ${owners.get(Number(value))} are both ${value}: give each its own port.`);
    } else {
      owners.set(Number(value), variable);
    }
  }
  return faults;
}

function urlFaults(env) {
  const faults = [];
  for (const [name, schemes] of Object.entries(serverUrls).filter(([name]) => env[name] !== undefined)) {
    const host = hostOf(env[name]);
    const isRight = host && !host.includes(',') && schemes.includes(new URL(env[name]).protocol);
    // The value may carry a password: it is not repeated.
    if (!isRight) faults.push(`${name} is no URL of the kind ${schemes[0]}//host:port, of one server.`);
    else if (env[name].startsWith('smtp:') && !isLoopback(host)) {
      faults.push(`${name} must be smtps: plain smtp is for this machine only.`);
    }
  }
  for (const name of httpUrls.filter((name) => env[name] !== undefined)) {
    const host = hostOf(env[name]);
    if (!host || !/^https?:/.test(env[name])) faults.push(`${name}=${env[name]} is no http(s) URL.`);
    else if (env[name].startsWith('http:') && !isLoopback(host)) {
      faults.push(`${name}=${env[name]} must be https: plain http is for this machine only.`);
    }
  }
  return faults;
}

function choiceFaults(env) {
  const wrongChoices = Object.entries(choices)
    .filter(([name, allowed]) => env[name] !== undefined && !allowed.includes(env[name]))
    .map(([name, allowed]) => `${name}=${env[name]} is unknown: use one of ${allowed.join(', ')}.`);
  const wrongNumbers = wholeNumbers
    .filter((name) => env[name] !== undefined && !/^[1-9]\d{0,5}$/.test(env[name]))
    .map((name) => `${name}=${env[name]} is no whole number above 0.`);
  return [...wrongChoices, ...wrongNumbers];
}

function secretFaults(env, loopback) {
  return secretNames.flatMap((name) => {
    if (env[name] === undefined) {
      return loopback ? [] : [`${name} is required when HOST isn't loopback: make one with "openssl rand -base64 32".`];
    }
    return env[name].length < shortestSecret ? [`${name} is shorter than ${shortestSecret} characters.`] : [];
  });
}

function signInFaults(env, loopback, host) {
  const faults = [];
  if (!env.OIDC_ISSUER && !loopback) {
    faults.push(`OIDC_ISSUER is required with HOST=${host}: the embedded demo log-in works on loopback only.`);
  }
  if (env.OIDC_ISSUER && !env.OIDC_CLIENT_ID) faults.push('OIDC_CLIENT_ID is required with OIDC_ISSUER.');
  if (!env.OIDC_ISSUER && (env.OIDC_CLIENT_ID || env.OIDC_CLIENT_SECRET)) {
    faults.push('OIDC_CLIENT_ID and OIDC_CLIENT_SECRET mean nothing without OIDC_ISSUER: set it, or unset them.');
  }
  return faults;
}

function simulatorFaults(env, real, loopback, host) {
  if (env.SIMULATOR !== 'on') return [];
  const remote = real.filter((name) => !isLoopback(hostOf(env[name]) ?? ''));
  const faults = remote.map((name) => `SIMULATOR=on is refused together with a remote ${name}: unset one of them.`);
  if (!loopback) faults.push(`SIMULATOR=on is refused with HOST=${host}: simulated keys are for loopback only.`);
  return faults;
}

function fileFaults(env) {
  return ['STATIONS_FILE', 'ALARM_RECEIVERS_FILE']
    .filter((name) => env[name] && !existsSync(resolve(env[name])))
    .map((name) => `${name}=${env[name]} does not exist.`);
}
