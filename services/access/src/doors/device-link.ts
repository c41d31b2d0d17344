import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { connect, type MqttClient } from 'mqtt';
import { Socket } from 'node:net';
import { type Monotonic, realMonotonic } from './monotonic';

const RECONNECT_MS = 1_000;

export interface DeviceMessage {
  topic: string;
  payload: Uint8Array;
  retained: boolean;
}

/**
 * The MQTT connection of the door path. Every reconnect is a new client with a clean session and an empty store, so that
 * nothing that was meant for an earlier moment can leave later.
 */
@Injectable()
export class DeviceLink implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeviceLink.name);
  private client: MqttClient | null = null;
  private reconnecting: NodeJS.Timeout | null = null;
  private stopped = false;
  private topics: string[] = [];
  private receive: (message: DeviceMessage) => void = () => undefined;
  private watched: string[] = [];
  private receiveWatched: (message: DeviceMessage) => void = () => undefined;
  /** When the present connection was made, by the monotonic clock. */
  connectedAtMs: number | null = null;

  constructor(
    private readonly url: string,
    private readonly protocolVersion: 4 | 5 = 4,
    private readonly time: Pick<Monotonic, 'nowMs'> = realMonotonic,
  ) {}

  /** Topics and reader of all later connections; to be called before the application starts. */
  listen(topics: string[], receive: (message: DeviceMessage) => void): void {
    this.topics = topics;
    this.receive = receive;
  }

  /** A second reader, whose topics come and go with the registry; the first one's messages reach it too. @returns what sets them. */
  watch(receive: (message: DeviceMessage) => void): (topics: string[]) => void {
    this.receiveWatched = receive;
    return (topics) => {
      const [gone, added] = [without(this.watched, topics), without(topics, this.watched)];
      this.watched = topics;
      if (!this.client?.connected) return;
      if (gone.length > 0) this.client.unsubscribe(gone);
      if (added.length > 0) this.subscribe(this.client, added);
    };
  }

  onApplicationBootstrap(): void {
    this.open();
  }

  /** Not before the attempts under way have had their results. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.reconnecting) clearTimeout(this.reconnecting);
    await this.client?.endAsync(true).catch(() => undefined);
  }

  get connected(): boolean {
    return this.client?.connected ?? false;
  }

  /** Rejects while the broker doesn't answer. */
  ping(): Promise<void> {
    return this.connected ? Promise.resolve() : Promise.reject(new Error('The MQTT broker is not connected'));
  }

  /**
   * Never retained and never kept for later; a broker that speaks MQTT 5 also drops it after `ttlMs` by itself.
   * @returns false when it surely did not leave.
   */
  publish(topic: string, payload: string, ttlMs?: number): boolean {
    if (!this.client?.connected) return false;
    const isExpiring = this.protocolVersion === 5 && ttlMs !== undefined;
    const properties = isExpiring ? { messageExpiryInterval: Math.ceil(ttlMs / 1_000) } : undefined;
    this.client.publish(topic, payload, { qos: 1, retain: false, properties }, (error) => {
      if (error) this.logger.warn(`${topic} was not delivered to the broker: ${error.message}`);
    });
    return true;
  }

  /** As `publish`, with QoS 0: no broker keeps it even for a device whose session it keeps. */
  publishOnce(topic: string, payload: string): boolean {
    if (!this.client?.connected) return false;
    this.client.publish(topic, payload, { qos: 0, retain: false });
    return true;
  }

  private open(): void {
    const client = connect(this.url, {
      protocolVersion: this.protocolVersion,
      clean: true,
      reconnectPeriod: 0,
      queueQoSZero: false,
      connectTimeout: 5_000,
      keepalive: 10,
    });
    this.client = client;
    client.on('connect', () => {
      this.connectedAtMs = this.time.nowMs();
      // A command is one small packet; waiting for more would cost the resident 40 ms.
      if (client.stream instanceof Socket) client.stream.setNoDelay(true);
      this.subscribe(client, [...this.topics, ...this.watched]);
    });
    client.on('message', (topic, payload, { retain: retained }) => {
      this.receive({ topic, payload, retained });
      this.receiveWatched({ topic, payload, retained });
    });
    client.on('error', (error) => this.logger.warn(`MQTT: ${error.message}`));
    client.on('close', () => this.reopen(client));
  }

  private subscribe(client: MqttClient, topics: string[]): void {
    client.subscribe(
      topics,
      { qos: 1 },
      (error) => error && this.logger.error(`MQTT subscription failed: ${error.message}`),
    );
  }

  private reopen(client: MqttClient): void {
    if (client !== this.client) return;
    this.connectedAtMs = null;
    this.client = null;
    client.end(true);
    if (!this.stopped) this.reconnecting = setTimeout(() => this.open(), RECONNECT_MS);
  }
}

function without(topics: readonly string[], others: readonly string[]): string[] {
  return topics.filter((topic) => !others.includes(topic));
}
