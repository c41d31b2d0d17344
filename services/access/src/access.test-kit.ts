import { type StationChanged } from '@selvbetjent/contracts';
import { type RunningService, startService } from '@selvbetjent/platform';
import { type SigningJwk } from '@selvbetjent/oslonokkelen';
import { SimulatedBackend, type SimulatedDoor, volatileMemory } from '@selvbetjent/simulation';
import { freePort, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { Database } from '@selvbetjent/database';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeAccess } from './access.module';
import { readAccessConfig } from './config';
import { type Monotonic } from './doors/monotonic';
import { KeepStation } from './keep-station';

const PROGRAM = resolve(__dirname, '../../../dist/services/access/src/main.js');

/** Access in this process with real components and a simulated back end. */
export interface AccessSystem {
  infrastructure: Infrastructure;
  access: RunningService;
  backend: SimulatedBackend;
  /** One more process on the same database, with the same back end. */
  startReplica(): Promise<{ access: RunningService; backend: SimulatedBackend }>;
  /** The same as a process of its own, from what has been built. */
  startProcess(): Promise<{ child: ChildProcess; backend: SimulatedBackend }>;
  stop(): Promise<void>;
}

/**
 * @param more environment beyond the usual
 * @param time by which doors are alive or silent; attempts go by the real one
 */
export async function startAccess(more: Record<string, string> = {}, time?: Monotonic): Promise<AccessSystem> {
  const infrastructure = await startInfrastructure();
  let backend: SimulatedBackend | null = null;
  const keyServer = await serveKeys(() => backend?.keySet() ?? { keys: [] });
  const backendUrl = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}`;
  const memory = volatileMemory<SigningJwk>();
  const replicas = new Set<RunningService>();
  const world = async () => {
    const adapterUrl = `http://127.0.0.1:${await freePort()}`;
    backend = await SimulatedBackend.start({ adapterUrl, issuer: backendUrl, memory });
    const env = {
      ACCESS_PORT: new URL(adapterUrl).port,
      LOG_LEVEL: 'silent',
      DATABASE_URL: infrastructure.databaseUrl,
      NATS_URL: infrastructure.natsUrl,
      MQTT_URL: infrastructure.mqttUrl,
      OSLONOKKELEN_BACKEND_URL: backendUrl,
      ENCRYPTION_KEY: 'only-for-these-tests',
      SIMULATOR: 'on',
      ...more,
    };
    return { backend, env, adapterUrl };
  };
  const startReplica = async () => {
    const { backend, env } = await world();
    const service = await startService(describeAccess(readAccessConfig(env), time));
    const close = (): Promise<void> => {
      replicas.delete(access);
      return service.close();
    };
    const access: RunningService = { ...service, close };
    replicas.add(access);
    return { access, backend };
  };
  const startProcess = async () => {
    const { backend, env, adapterUrl } = await world();
    const child = spawn(process.execPath, [PROGRAM], { env, stdio: 'inherit' });
    await until(() =>
      fetch(`${adapterUrl}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return { child, backend };
  };
  return {
    infrastructure,
    ...(await startReplica()),
    startReplica,
    startProcess,
    stop: async () => {
      await Promise.all([...replicas].map((access) => access.close()));
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
export function keep(system: AccessSystem, station: StationChanged, sentAt = new Date()): Promise<void> {
  return system.access.app.get(KeepStation).handle(station, sentAt);
}

export function sqlOf<Row>(system: AccessSystem, query: string, parameters: unknown[] = []): Promise<Row[]> {
  return system.access.app.get(Database).query<Row>(query, parameters);
}

/** A door of `<stationId>-ombruk` that access has heard of since it was powered on. */
export async function powerOnDoor(system: AccessSystem, door: SimulatedDoor, doorId: string): Promise<void> {
  const bootOf = async (): Promise<string | undefined> =>
    (await sqlOf<{ boot: string }>(system, 'SELECT boot FROM doors WHERE door_id = $1', [doorId]))[0]?.boot;
  const before = await bootOf();
  door.powerOn();
  await until(async () => (await bootOf()) !== before);
}

/** Resolves when it holds; rejects after two minutes, far above any real wait. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It never came true');
    await delay(20);
  }
}
