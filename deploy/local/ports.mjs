import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Fault } from './fault.mjs';

/** Every listener: its name in ports.json, its variable, its default. */
export const portVariables = {
  portal: ['PORT', 8080],
  access: ['ACCESS_PORT', 8081],
  stations: ['STATIONS_PORT', 8082],
  dropoffs: ['DROPOFFS_PORT', 8083],
  tonnage: ['TONNAGE_PORT', 8084],
  simulator: ['SIMULATOR_PORT', 8085],
  mqtt: ['MQTT_PORT', 1883],
  nats: ['NATS_PORT', 4222],
  postgres: ['POSTGRES_PORT', 5432],
};

/**
 * Finds a port for each listener: an explicit one exactly, else the default one, else a free one.
 * @param {{ name: string, host: string, wanted?: number }[]} listeners `wanted` is what the variable says; 0 asks for any free port
 * @returns {Promise<Record<string, number>>}
 */
export async function choosePorts(listeners) {
  const held = [];
  const ports = {};
  const faults = [];
  const hold = async (name, host, port) => {
    const server = await listen(host, port);
    held.push(server);
    ports[name] = server.address().port;
  };
  try {
    for (const { name, host, wanted } of listeners.filter(({ wanted }) => wanted !== undefined)) {
      await hold(name, host, wanted).catch((error) => faults.push(whyNot(portVariables[name][0], host, wanted, error)));
    }
    for (const { name, host } of listeners.filter(({ wanted }) => wanted === undefined)) {
      await hold(name, host, portVariables[name][1])
        .catch(() => hold(name, host, 0))
        .catch((error) => faults.push(whyNot(portVariables[name][0], host, 0, error)));
    }
    if (faults.length > 0) throw new Fault([...new Set(faults)].join('\n'));
    return ports;
  } finally {
    await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  }
}

/** Any free port on `host`, below those that systems give to outgoing connections: one of these could take it before its server listens. */
export async function freePort(host = '127.0.0.1') {
  for (;;) {
    const server = await listen(host, randomInt(10_000, 32_768)).catch((error) => {
      if (error.code !== 'EADDRINUSE') throw error;
    });
    if (!server) continue;
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

function listen(host, port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

function whyNot(variable, host, port, error) {
  if (error.code === 'EADDRINUSE') {
    return `${variable}=${port} is taken on ${host}: stop what listens there, choose another, or unset it for a free one.`;
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return `HOST=${host} is not an address of this machine: use 127.0.0.1, 0.0.0.0 or one of its own.`;
  }
  if (error.code === 'EACCES') return `${variable}=${port} needs administrator rights: choose a port above 1023.`;
  return `${variable}=${port} can't be opened on ${host}: ${error.message}`;
}
