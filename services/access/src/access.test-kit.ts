import { type StationChanged } from '@selvbetjent/contracts';
import { type RunningService, startService } from '@selvbetjent/platform';
import { SimulatedBackend } from '@selvbetjent/simulation';
import { freePort, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { describeAccess } from './access.module';
import { readAccessConfig } from './config';
import { KeepStation } from './keep-station';

/** Access in this process with real components and a simulated back end. */
export interface AccessSystem {
  infrastructure: Infrastructure;
  access: RunningService;
  backend: SimulatedBackend;
  stop(): Promise<void>;
}

export async function startAccess(): Promise<AccessSystem> {
  const infrastructure = await startInfrastructure();
  let backend: SimulatedBackend | null = null;
  const keyServer = await serveKeys(() => backend?.keySet() ?? { keys: [] });
  const backendUrl = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
  const port = await freePort();
  const adapterUrl = `http://127.0.0.1:${port}`;
  backend = await SimulatedBackend.start({ adapterUrl, issuer: backendUrl });
  const config = readAccessConfig({
    ACCESS_PORT: String(port),
    LOG_LEVEL: 'silent',
    DATABASE_URL: infrastructure.databaseUrl,
    NATS_URL: infrastructure.natsUrl,
    MQTT_URL: infrastructure.mqttUrl,
    OSLONOKKELEN_BACKEND_URL: backendUrl,
    ENCRYPTION_KEY: 'only-for-these-tests',
    SIMULATOR: 'on',
  });
  const access = await startService(describeAccess(config));
  return {
    infrastructure,
    access,
    backend,
    stop: async () => {
      await access.close();
      keyServer.close();
      await infrastructure.stop();
    },
  };
}

async function serveKeys(keySet: () => unknown): Promise<Server> {
  const server = createServer((_request, response) => response.end(JSON.stringify(keySet())));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A station with one container and one door, `<id>-ombruk`, with these hours for all time. */
export function aStation(stationId: string, hours: string, more: Partial<StationChanged> = {}): StationChanged {
  return {
    stationId,
    revision: 1,
    name: `${stationId} minigjenbruksstasjon`,
    district: 'Alna',
    address: 'Trosterudveien, Oslo',
    location: { latitude: 59.9375, longitude: 10.8665 },
    timeZone: 'Europe/Oslo',
    help: {
      phone: '22 00 00 00',
      text: { nb: 'Døren kan alltid åpnes innenfra.', en: 'The door always opens from inside.' },
    },
    simulated: true,
    hoursVersion: 1,
    openingHours: [{ validFrom: '2023-01-16', hours }],
    exceptions: [],
    closures: [],
    containers: [
      {
        id: 'ombruk',
        name: 'Ombrukscontainer',
        stream: 'reuse',
        fraction: 'mixed-reuse',
        capacityKg: 1500,
        access: 'self-service',
        doors: [{ id: `${stationId}-ombruk`, dialect: 'selvbetjent', exposed: true }],
        scales: [],
      },
    ],
    ...more,
  };
}

/** As if the owner's snapshot had come. */
export function keep(system: AccessSystem, station: StationChanged): Promise<void> {
  return system.access.app.get(KeepStation).execute(station);
}
