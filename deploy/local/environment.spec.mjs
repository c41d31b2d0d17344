import { readEnvironment } from './environment.mjs';

const keys = { ENCRYPTION_KEY: 'k'.repeat(32), SESSION_SECRET: 's'.repeat(32) };
const signIn = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'selvbetjent' };

test('without variables everything is embedded, on loopback, with the simulator', () => {
  const settings = readEnvironment({});
  expect(settings).toMatchObject({ host: '127.0.0.1', simulator: true, demoSignIn: true, backendKnown: true });
  expect(settings.databaseUrl ?? settings.natsUrl ?? settings.mqttUrl).toBeUndefined();
});

test('an empty variable counts as unset', () => {
  expect(readEnvironment({ SIMULATOR: ' ', PORT: '', MQTT_URL: '' })).toMatchObject({ simulator: true });
});

test.each([
  ['a real broker', { MQTT_URL: 'mqtts://broker.example.org' }],
  ['a real broker on this machine', { MQTT_URL: 'mqtt://127.0.0.1:1883' }],
  ['a real database', { DATABASE_URL: 'postgres://u:p@db.example.org/x' }],
  ['a real NATS', { NATS_URL: 'nats://nats.example.org' }],
  ['a real back end', { OSLONOKKELEN_BACKEND_URL: 'https://nokkel.example.org' }],
  ['an adapter that others reach', { ADAPTER_PUBLIC_URL: 'https://stasjon.example.org' }],
  ['a host that others reach', { HOST: '0.0.0.0', ...keys, ...signIn }],
])('with %s the simulator is off unless asked for', (_, env) => {
  expect(readEnvironment(env).simulator).toBe(false);
});

test('the simulator may be switched on beside servers on this machine', () => {
  const env = { SIMULATOR: 'on', MQTT_URL: 'mqtt://localhost', NATS_URL: 'nats://[::1]:4223' };
  expect(readEnvironment(env).simulator).toBe(true);
});

test.each([
  [
    { SIMULATOR: 'on', MQTT_URL: 'mqtts://broker.example.org' },
    /SIMULATOR=on is refused together with a remote MQTT_URL/,
  ],
  [{ SIMULATOR: 'on', NATS_URL: 'nats://n2.example.org' }, /remote NATS_URL/],
  [{ NATS_URL: 'nats://localhost,nats://n2.example.org' }, /NATS_URL is no URL of the kind nats:/],
  [{ MQTT_URL: 'ws://localhost:9001' }, /MQTT_URL is no URL of the kind mqtt:/],
  [{ SMTP_URL: 'smtp://post.example.org' }, /SMTP_URL must be smtps/],
  [{ HOST: 'this machine', ...keys, ...signIn }, /HOST=this machine is no host name/],
  [{ PORTAL_PUBLIC_URL: 'http://stasjon.example.org' }, /PORTAL_PUBLIC_URL.* must be https/],
  [{ SIMULATOR: 'on', HOST: '0.0.0.0', ...keys, ...signIn }, /SIMULATOR=on is refused with HOST=0\.0\.0\.0/],
  [{ SIMULATOR: 'yes' }, /SIMULATOR=yes is unknown: use one of on, off/],
  [{ HOST: '192.168.1.5', ...keys }, /OIDC_ISSUER is required with HOST=192\.168\.1\.5/],
  [{ HOST: '0.0.0.0', ...signIn }, /ENCRYPTION_KEY is required[^]*SESSION_SECRET is required/],
  [{ ENCRYPTION_KEY: 'short' }, /ENCRYPTION_KEY is shorter than 16/],
  [{ PORT: '80x' }, /PORT=80x is no port/],
  [{ PORT: '70000' }, /PORT=70000 is no port/],
  [{ PORT: '9000', NATS_PORT: '9000' }, /NATS_PORT and PORT are both 9000/],
  [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL is no URL of the kind postgres:/],
  [{ OSLONOKKELEN_KEYS_URL: 'http://nokkel.example.org/keys' }, /OSLONOKKELEN_KEYS_URL.* must be https/],
  [{ OIDC_ISSUER: 'id.example.org', OIDC_CLIENT_ID: 'x' }, /OIDC_ISSUER=id\.example\.org is no http/],
  [{ OIDC_ISSUER: 'https://id.example.org' }, /OIDC_CLIENT_ID is required/],
  [{ MQTT_PROTOCOL: '5' }, /MQTT_PROTOCOL=5 needs MQTT_URL/],
  [{ RAW_RETENTION_DAYS: '0' }, /RAW_RETENTION_DAYS=0/],
  [{ STATIONS_FILE: '/does/not/exist.yaml' }, /STATIONS_FILE=\/does\/not\/exist\.yaml does not exist/],
])('%j is refused', (env, message) => {
  expect(() => readEnvironment(env)).toThrow(message);
});

test('all faults are told at once, and no password is repeated', () => {
  const env = { PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://user:hemmelig@host' };
  expect(() => readEnvironment(env)).toThrow(/PORT=x[^]*DATABASE_URL[^]*LOG_LEVEL=loud/);
  expect(() => readEnvironment(env)).not.toThrow(/hemmelig/);
});
