import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readAccessConfig } from '../services/access/src/config';
import { readDropoffsConfig } from '../services/dropoffs/src/config';
import { readPortalConfig } from '../services/portal/src/config';
import { readSimulatorConfig } from '../services/simulator/src/config';
import { readStationsConfig } from '../services/stations/src/config';
import { readTonnageConfig } from '../services/tonnage/src/config';
import { root } from './local/paths.mjs';
import { portVariables } from './local/ports.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const readers = {
  access: readAccessConfig,
  stations: readStationsConfig,
  dropoffs: readDropoffsConfig,
  tonnage: readTonnageConfig,
  portal: readPortalConfig,
};
const names = Object.keys(readers);
const servers = ['postgres', 'nats', 'mosquitto'];

const exampleLines = [...read('deploy/env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)];
/** env.example as somebody fills it in. */
const filled = Object.fromEntries(
  exampleLines.map(([, name, value]) => [
    name,
    value ||
      (/URL|ISSUER/.test(name)
        ? `${name === 'SMTP_URL' ? 'smtps' : 'https'}://${name.toLowerCase().replaceAll('_', '-')}.example.no`
        : `filled-in-${name}`),
  ]),
);
const composeText = read('docker-compose.yml');
const interpolated = composeText.replaceAll(/\$\{([A-Z_]+)(?::[-?][^}]*)?\}/g, (_, name) => filled[name] ?? '');
const { services } = parse(interpolated, { merge: true });
const environmentOf = (name) => ({
  ...services[name].environment,
  ...(name === 'access' && { ALARM_RECEIVERS_FILE: join(root, 'deploy/alarm-receivers.yaml') }),
  ...(name === 'stations' && { STATIONS_FILE: join(root, 'deploy/stations/stations.yaml') }),
});

/** @returns the variables that the reader asks for, with this environment */
function askedBy(reader, environment) {
  const asked = new Set();
  const source = new Proxy(environment, { get: (target, name) => (asked.add(name), target[name]) });
  try {
    reader(source);
  } catch {
    // Faults are no matter here: all variables are asked for first.
  }
  return asked;
}

/** What `npm start` itself looks at. */
function askedByLauncher() {
  const code = ['environment.mjs', 'ports.mjs'].map((file) => read(`deploy/local/${file}`)).join('\n');
  return new Set(code.match(/\b(?:HOST|PORT|SIMULATOR|[A-Z]+(?:_[A-Z]+)+)\b/g));
}

const withSignIn = { OIDC_ISSUER: 'https://id.example.no' };
const askedAnywhere = new Set([
  ...[...Object.values(readers), readSimulatorConfig].flatMap((reader) => [
    ...askedBy(reader, {}),
    ...askedBy(reader, withSignIn),
  ]),
  ...askedByLauncher(),
]);

describe('variables', () => {
  test('the table in README.md has those that are read, and no others', () => {
    const section = read('README.md').split('\n## Environment\n')[1].split('\n## ')[0];
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    const documented = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
    expect([...documented].sort()).toEqual([...askedAnywhere].sort());
  });

  test('env.example has those that docker-compose.yml asks for, and no others', () => {
    const asked = [...composeText.matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name]) => name);
    expect([...new Set(asked)].sort()).toEqual(exampleLines.map(([, name]) => name).sort());
  });

  test.each(names)('%s gets from docker-compose.yml what it reads, and nothing that it does not', (name) => {
    const environment = environmentOf(name);
    const asked = askedBy(readers[name], environment);
    expect(Object.keys(environment).filter((variable) => !asked.has(variable))).toEqual([]);
    const ports = Object.values(portVariables).map(([variable]) => variable);
    const unset = [...asked].filter((variable) => !(variable in environment) && !ports.includes(variable));
    // Where the image has its web app, the default is right.
    expect(unset).toEqual(name === 'portal' ? ['PORTAL_WEB_ROOT'] : []);
  });

  test.each(names)('%s finds no fault in the filled in env.example', (name) => {
    expect(() => readers[name](environmentOf(name))).not.toThrow();
  });

  test.each(names)('%s finds each fault of an empty one at once', (name) => {
    const required = ['DATABASE_URL', 'NATS_URL'];
    expect(() => readers[name]({})).toThrow(new RegExp(required.join('[^]*')));
  });
});

describe('processes', () => {
  test('every service has its own in docker-compose.yml, but the simulator, which serves its own machine only', () => {
    const all = readdirSync(join(root, 'services')).filter((name) =>
      existsSync(join(root, 'services', name, 'src/main.ts')),
    );
    expect([...names, 'simulator'].sort()).toEqual(all.sort());
    expect(Object.keys(services).sort()).toEqual([...names, ...servers].sort());
    for (const name of names) expect(services[name].command).toEqual([`dist/services/${name}/src/main.js`]);
  });

  test.each([...names, ...servers])('%s is confined, watched and started again', (name) => {
    expect(services[name]).toMatchObject({
      restart: 'unless-stopped',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      logging: { options: { 'max-size': '10m' } },
      healthcheck: { test: expect.anything(), interval: expect.anything() },
    });
  });

  test('only the adapter, the portal and MQTT by TLS are published, on this machine unless .env says otherwise', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? []);
    expect(published.sort()).toEqual(['127.0.0.1:8080:8080', '127.0.0.1:8081:8081', '127.0.0.1:8883:8883']);
    expect(services.postgres.networks).toEqual(['inside']);
    expect(services.nats.networks).toEqual(['inside']);
  });

  test('database role, NATS and MQTT log-in of a service are its own', () => {
    expect(
      [...read('deploy/postgres/create-roles.sh').matchAll(/^create (\w+) "\$(\w+)"/gm)].map(([, ...role]) => role),
    ).toEqual(names.map((name) => [name, `${name.toUpperCase()}_PASSWORD`]));
    for (const name of names) {
      const { DATABASE_URL, NATS_URL, MQTT_URL } = services[name].environment;
      expect(new URL(DATABASE_URL).username).toBe(`selvbetjent_${name}`);
      for (const url of [NATS_URL, MQTT_URL].filter(Boolean)) expect(new URL(url).username).toBe(name);
      for (const url of [DATABASE_URL, NATS_URL, MQTT_URL].filter(Boolean)) {
        expect(new URL(url).password).toBe(filled[`${name.toUpperCase()}_PASSWORD`]);
      }
    }
  });
});

describe('ports', () => {
  test.each(names)('%s is published and asked for its health where it listens', (name) => {
    const { port, host } = readers[name](environmentOf(name));
    expect(host).toBe('0.0.0.0');
    expect(services[name].healthcheck.test.at(-1)).toContain(`http://127.0.0.1:${port}/`);
    for (const published of services[name].ports ?? []) expect(published.split(':').at(-1)).toBe(String(port));
    expect(port).toBe(portVariables[name][1]);
  });

  test('the portal asks the others for their health where they listen', () => {
    const expected = names
      .filter((name) => name !== 'portal')
      .map((name) => [name, `http://${name}:${portVariables[name][1]}`]);
    expect(readPortalConfig(environmentOf('portal')).services).toEqual(Object.fromEntries(expected));
  });

  test('database and brokers listen where their clients look', () => {
    const [nats, mqtt, postgres] = [portVariables.nats, portVariables.mqtt, portVariables.postgres].map(([, port]) =>
      String(port),
    );
    expect(read('deploy/nats/nats.conf')).toContain(`listen: "0.0.0.0:${nats}"`);
    expect(read('deploy/mosquitto/mosquitto.conf')).toMatch(new RegExp(`^listener ${mqtt}$`, 'm'));
    for (const name of names) {
      const { DATABASE_URL, NATS_URL, MQTT_URL } = services[name].environment;
      expect(new URL(DATABASE_URL).host).toBe(`postgres:${postgres}`);
      expect(new URL(NATS_URL).host).toBe(`nats:${nats}`);
      if (MQTT_URL) expect(new URL(MQTT_URL).host).toBe(`mosquitto:${mqtt}`);
    }
  });
});
