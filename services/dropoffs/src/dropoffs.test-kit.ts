import { StationChanged, VisitClosed, VisitOpened } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type RunningService, startService } from '@selvbetjent/platform';
import {
  caughtUp,
  type FactSource,
  type Infrastructure,
  startFactSource,
  startInfrastructure,
} from '@selvbetjent/testing';
import { connectAsync, type MqttClient } from 'mqtt';
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type DropoffsConfig, readDropoffsConfig } from './config';
import { describeDropoffs } from './dropoffs.module';
import { ScaleListener } from './scale.listener';

export const TROSTERUD: StationChanged = {
  stationId: 'trosterud',
  revision: 1,
  name: 'Trosterud minigjenbruksstasjon',
  district: 'Alna',
  address: 'Trosterudveien, Oslo',
  location: { latitude: 59.9375, longitude: 10.8665 },
  timeZone: 'Europe/Oslo',
  help: { phone: '22 00 00 00', text: { nb: 'Ring oss.', en: 'Call us.' } },
  simulated: false,
  hoursVersion: 1,
  openingHours: [{ validFrom: '2023-01-16', hours: 'Mo-Fr 09:00-16:00' }],
  exceptions: [],
  closures: [],
  containers: [
    container('ombruk', { id: 'ombruk-vekt', dialect: 'selvbetjent', resolutionGrams: 100, maxKg: 3000 }),
    container('metall', {
      id: 'metall-vekt',
      dialect: 'tasmota-hx711',
      topic: 'tele/vekt1/SENSOR',
      resolutionGrams: 100,
      maxKg: 3000,
    }),
    container('metall2', {
      id: 'metall2-vekt',
      dialect: 'tasmota-hx711',
      topic: 'home/TASMOTA-WEIGHTSCALE/tele/SENSOR',
      resolutionGrams: 100,
      maxKg: 3000,
    }),
  ],
};

function container(
  id: string,
  scale: StationChanged['containers'][number]['scales'][number],
): StationChanged['containers'][number] {
  return {
    id,
    name: id,
    stream: 'reuse',
    fraction: 'mixed-reuse',
    capacityKg: 1500,
    access: 'self-service',
    doors: [],
    scales: [scale],
  };
}

/** The service on real brokers and a real database, with the owners of its facts beside it and a device's MQTT client. */
export interface DropoffsSystem {
  infrastructure: Infrastructure;
  service: RunningService;
  access: FactSource;
  stations: FactSource;
  device: MqttClient;
  query: Database['query'];
  caughtUp(): Promise<void>;
  /** Ends only the service; safe to repeat. */
  closeService(): Promise<void>;
  stop(): Promise<void>;
}

export function configOf(infrastructure: Infrastructure): DropoffsConfig {
  return readDropoffsConfig({
    DATABASE_URL: infrastructure.databaseUrl,
    NATS_URL: infrastructure.natsUrl,
    MQTT_URL: infrastructure.mqttUrl,
    DROPOFFS_PORT: '0',
    LOG_LEVEL: 'silent',
  });
}

export async function startDropoffs(): Promise<DropoffsSystem> {
  const infrastructure = await startInfrastructure();
  const [access, stations, service] = await Promise.all([
    startFactSource('access', infrastructure),
    startFactSource('stations', infrastructure),
    startService(describeDropoffs(configOf(infrastructure))),
  ]);
  const device = await connectAsync(infrastructure.mqttUrl, { protocolVersion: 4 });
  await stations.publish(StationChanged, TROSTERUD);
  await until(async () => (await fetch(`${service.url}/health/ready`)).status === 200);
  const database = service.app.get(Database);
  let closing: Promise<void> | null = null;
  const system: DropoffsSystem = {
    infrastructure,
    service,
    access,
    stations,
    device,
    query: (sql, parameters) => database.query(sql, parameters),
    caughtUp: () => caughtUp(infrastructure),
    closeService: () => (closing ??= service.close()),
    stop: async () => {
      await device.endAsync(true);
      await Promise.all([access.stop(), stations.stop(), system.closeService()]);
      await infrastructure.stop();
    },
  };
  await listening(system);
  return system;
}

/** Resolves once the broker delivers every kind of topic to the service. */
async function listening(system: DropoffsSystem): Promise<void> {
  const listener = system.service.app.get(ScaleListener);
  await until(() => listener.subscriptions.size === TROSTERUD.containers.length);
}

export function readingsTopic(deviceId: string): string {
  return `selvbetjent/v1/trosterud/${deviceId}/readings`;
}

/** A UUID that is the same for the same name. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The two facts of a visit, as `access` would publish them. */
export function visitFacts(
  name: string,
  containerId: string,
  { openedAt, closedAt }: { openedAt: string; closedAt: string },
): { opened: VisitOpened; closed: VisitClosed } {
  const visit = { visitId: idOf(name), stationId: 'trosterud', containerId, openedAt, attemptIds: [] };
  return {
    opened: { ...visit, revision: 1 },
    closed: { ...visit, closedAt, closedBy: 'doors', revision: 2 },
  };
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It never came true');
    await delay(20);
  }
}
