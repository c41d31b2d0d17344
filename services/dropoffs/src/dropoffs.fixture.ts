import { DropOffRecorded, StationChanged, VisitClosed } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { type RunningService, startService } from '@selvbetjent/platform';
import { caughtUp, type FactSource, type Infrastructure, startFactSource, startInfrastructure } from '@selvbetjent/testing';
import { connectAsync, type MqttClient } from 'mqtt';
import { createHash } from 'node:crypto';
import { readDropoffsConfig } from './config';
import { describeDropoffs } from './dropoffs.module';

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
  stop(): Promise<void>;
}

export async function startDropoffs(): Promise<DropoffsSystem> {
  const infrastructure = await startInfrastructure();
  const config = readDropoffsConfig({
    DATABASE_URL: infrastructure.databaseUrl,
    NATS_URL: infrastructure.natsUrl,
    MQTT_URL: infrastructure.mqttUrl,
    DROPOFFS_PORT: '0',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
  });
  const [access, stations, service] = await Promise.all([
    startFactSource('access', infrastructure),
    startFactSource('stations', infrastructure),
    startService(describeDropoffs(config)),
  ]);
  const device = await connectAsync(infrastructure.mqttUrl, { protocolVersion: 4 });
  await stations.publish(StationChanged, TROSTERUD);
  await until(async () => (await fetch(`${service.url}/health/ready`)).status === 200);
  await until(() => subscribed(device));
  const database = service.app.get(Database);
  return {
    infrastructure,
    service,
    access,
    stations,
    device,
    query: (sql, parameters) => database.query(sql, parameters),
    caughtUp: () => caughtUp(infrastructure),
    stop: async () => {
      await device.endAsync(true);
      await Promise.all([access.stop(), stations.stop(), service.close()]);
      await infrastructure.stop();
    },
  };
}
