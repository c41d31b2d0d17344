import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { DatabaseModule } from '@selvbetjent/database';
import { FactServer, NatsLink } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { connect } from 'nats';
import { setTimeout as delay } from 'node:timers/promises';
import { readDropoffsConfig } from './config';
import { describeDropoffs } from './dropoffs.module';
import { ScaleListener } from './scale.listener';

let system: Infrastructure;

beforeAll(async () => {
  system = await startInfrastructure();
});

afterAll(() => system?.stop());

it('ends consumers, then MQTT, then NATS, then the database, each before the next', async () => {
  const steps: string[] = [];
  follow(FactServer.prototype, 'close', 'consumers', steps);
  follow(ScaleListener.prototype, 'beforeApplicationShutdown', 'mqtt', steps);
  follow(NatsLink.prototype, 'onApplicationShutdown', 'nats', steps);
  follow(DatabaseModule.prototype, 'onApplicationShutdown', 'database', steps);
  const service = await start();
  await untilConsuming();
  await service.close();
  const once = [...new Set(steps)];
  const order = ['consumers', 'mqtt', 'nats', 'database'];
  expect(once).toEqual(order.flatMap((step) => [`${step} begin`, `${step} ended`]));
});

function start(): Promise<RunningService> {
  const { databaseUrl, mqttUrl, natsUrl } = system;
  const servers = { DATABASE_URL: databaseUrl, MQTT_URL: mqttUrl, NATS_URL: natsUrl };
  return startService(describeDropoffs(readDropoffsConfig({ DROPOFFS_PORT: '0', LOG_LEVEL: 'silent', ...servers })));
}

/** Resolves once each of our consumers waits for messages. */
async function untilConsuming(): Promise<void> {
  const nats = await connect({ servers: system.natsUrl });
  const manager = await nats.jetstreamManager();
  let waiting = 0;
  while (waiting < 4) {
    waiting = 0;
    for await (const { config } of manager.streams.list()) {
      const consumers = await manager.consumers.list(config.name).next();
      waiting += consumers.filter(({ name, num_waiting }) => name.startsWith('dropoffs') && num_waiting > 0).length;
    }
    await delay(20);
  }
  await nats.close();
}

/** Notes when the method begins and when it has ended. */
function follow<Name extends string>(
  prototype: Record<Name, () => Promise<void>>,
  method: Name,
  step: string,
  steps: string[],
): void {
  const original = prototype[method];
  prototype[method] = jest.fn(async function (this: unknown) {
    steps.push(`${step} begin`);
    await original.call(this as never);
    steps.push(`${step} ended`);
  });
}
