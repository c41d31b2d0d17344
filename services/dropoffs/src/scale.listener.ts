import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database, type Transaction } from '@selvbetjent/database';
import { topicFilter } from '@selvbetjent/devices';
import { WakeUp } from '@selvbetjent/platform';
import { connect, type MqttClient } from 'mqtt';
import { BrokerWatch } from './broker-watch';
import { DropoffsOptions } from './options';
import { ScaleIntake } from './scale-intake';
import { ScaleRegistry } from './scale-registry';

const CLIENT_ID = 'selvbetjent-dropoffs';
const CHECK_MS = 5_000;
const STANDBY_MS = 1_000;
const RECONNECT_MS = 1_000;
/** How long an MQTT 5 broker keeps our session while we are away. */
const SESSION_SECONDS = 7 * 86_400;

/**
 * Listens to all scales: one process at a time (the others stand by), under one client id whose session the broker keeps.
 * The broker hears of a message's arrival only after its commit.
 */
@Injectable()
export class ScaleListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ScaleListener.name);
  private readonly waking = new WakeUp();
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  private client: MqttClient | null = null;
  private subscribed = new Set<string>();

  constructor(
    @Inject(DropoffsOptions) private readonly options: DropoffsOptions,
    @Inject(Database) private readonly database: Database,
    @Inject(ScaleRegistry) private readonly registry: ScaleRegistry,
    @Inject(ScaleIntake) private readonly intake: ScaleIntake,
    @Inject(BrokerWatch) private readonly broker: BrokerWatch,
  ) {}

  onApplicationBootstrap(): void {
    this.registry.onChange(() => this.waking.wake());
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.waking.wake();
    await this.running;
  }

  /** The topic filters that the broker has confirmed. */
  get subscriptions(): ReadonlySet<string> {
    return this.subscribed;
  }

  /** Rejects while we are the active one and the broker doesn't answer. */
  ping(): Promise<void> {
    const isDeaf = this.client !== null && !this.client.connected;
    return isDeaf ? Promise.reject(new Error('The MQTT broker is not connected')) : Promise.resolve();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.database.withLock('scale-listener', (query) => this.listenWhileLocked(query));
      } catch (error) {
        if (!this.stopped) this.logger.warn(`Listening to scales pauses: ${(error as Error).message}`);
      }
      if (!this.stopped) await this.waking.wait(STANDBY_MS);
    }
  }

  private async listenWhileLocked(query: Transaction['query']): Promise<void> {
    const client = this.connect();
    this.client = client;
    try {
      while (!this.stopped) {
        if (client.connected) await this.subscribe(client);
        await query('SELECT 1 /* the lock lives as long as this connection */');
        await this.broker.note(client.connected);
        await this.waking.wait(CHECK_MS);
      }
    } finally {
      this.client = null;
      await client.endAsync(true);
      await this.intake.idle();
    }
  }

  private connect(): MqttClient {
    const { mqttUrl, mqttProtocol } = this.options;
    const client = connect(mqttUrl, {
      protocolVersion: mqttProtocol,
      clientId: CLIENT_ID,
      clean: false,
      resubscribe: false,
      reconnectPeriod: RECONNECT_MS,
      queueQoSZero: false,
      ...(mqttProtocol === 5 && { properties: { sessionExpiryInterval: SESSION_SECONDS } }),
    });
    client.on('connect', () => {
      this.subscribed = new Set();
      this.waking.wake();
    });
    client.on('error', (error) => this.logger.warn(`MQTT: ${error.message}`));
    this.broker.watch(client);
    this.intake.attach(client);
    return client;
  }

  private async subscribe(client: MqttClient): Promise<void> {
    const wanted = [topicFilter('readings'), ...(await this.registry.foreignTopics())];
    const unwanted = [...this.subscribed].filter((topic) => !wanted.includes(topic));
    const missing = wanted.filter((topic) => !this.subscribed.has(topic));
    for (const topic of unwanted) await this.change(topic, () => client.unsubscribeAsync(topic));
    for (const topic of missing) await this.change(topic, () => client.subscribeAsync(topic, { qos: 1 }));
  }

  private async change(topic: string, request: () => Promise<unknown>): Promise<void> {
    const isSubscribed = this.subscribed.has(topic);
    try {
      await request();
      if (isSubscribed) this.subscribed.delete(topic);
      else this.subscribed.add(topic);
    } catch (error) {
      this.logger.warn(`The subscription to ${topic} could not be changed: ${(error as Error).message}`);
    }
  }
}
