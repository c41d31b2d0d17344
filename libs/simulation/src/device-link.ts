import { Socket } from 'node:net';
import { connect, type IClientPublishOptions, type MqttClient } from 'mqtt';
import { type NativeChannel, nativeTopic } from './native-dialect';
import type { SimulationEnvironment } from './simulation-environment';

export interface DeviceLinkOptions {
  mqttUrl: string;
  stationId: string;
  deviceId: string;
  /** Channels that the device listens to. */
  listensTo: readonly NativeChannel[];
  environment: SimulationEnvironment;
  /** Whether messages wait for the next connection, on both sides: what a good device never does. */
  isQueueing?: () => boolean;
  /** All messages of the device as they go over the air, for a log. */
  onTraffic?: (message: TrafficMessage) => void;
}

export interface TrafficMessage {
  at: Date;
  direction: 'sent' | 'received';
  topic: string;
  payload: string;
}

export interface DeviceLinkHandlers {
  /** Subscribed and ready to publish. */
  onUp(): void;
  onMessage(channel: NativeChannel, payload: string, retained: boolean): void;
}

/** A device's way to the broker and back. */
export interface DeviceChannel {
  readonly connected: boolean;
  /** Connects and reconnects until `down()`. */
  up(boot: string): void;
  /** Drops the connection as a power cut or a dead radio does. */
  down(): Promise<void>;
  /** @returns whether the broker took it. */
  send(channel: NativeChannel, body: object, options?: { retain?: boolean }): Promise<boolean>;
}

const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;
const KEEPALIVE_SECONDS = 15;

/**
 * A device's connection: MQTT 3.1.1, clean session, a will on `online`. Each connection is a client of its own, so that
 * nothing is carried over from the one before: unless `isQueueing` plays a bad device, no queued message is ever sent late,
 * and none is kept for us by the broker.
 */
export class DeviceLink implements DeviceChannel {
  private client: MqttClient | undefined;
  private retry: unknown;
  private isWanted = false;
  private boot = '';
  private isUp = false;
  private queued: { channel: NativeChannel; body: object; retain: boolean }[] = [];
  /** MQTT.js never calls back for a message whose connection is gone. */
  private readonly unanswered = new Set<(isTaken: boolean) => void>();

  constructor(
    private readonly options: DeviceLinkOptions,
    private readonly handlers: DeviceLinkHandlers,
  ) {}

  get connected(): boolean {
    return this.isUp;
  }

  /** Connects and reconnects until `down()`. */
  up(boot: string): void {
    this.boot = boot;
    if (this.isWanted) return;
    this.isWanted = true;
    this.open();
  }

  /** Drops the connection as a power cut or a dead radio does: without goodbye, so the broker publishes the will. */
  async down(): Promise<void> {
    this.isWanted = false;
    this.options.environment.clearTimeout(this.retry);
    await this.drop();
  }

  /** Publishes with QoS 1. @returns whether the broker took it; false at once while there is no connection. */
  async send(channel: NativeChannel, body: object, { retain = false } = {}): Promise<boolean> {
    const client = this.client;
    if (!client || !this.isUp) {
      if (this.options.isQueueing?.()) this.queued.push({ channel, body, retain });
      return false;
    }
    const topic = this.topic(channel);
    const payload = JSON.stringify(body);
    this.log('sent', topic, payload);
    const options: IClientPublishOptions = { qos: 1, retain };
    return new Promise((resolve) => {
      this.unanswered.add(resolve);
      client.publish(topic, payload, options, (error) => {
        this.unanswered.delete(resolve);
        resolve(!error);
      });
    });
  }

  private open(): void {
    const client = connect(this.options.mqttUrl, {
      protocolVersion: 4,
      clientId: this.options.deviceId,
      username: this.options.deviceId,
      clean: !this.options.isQueueing?.(),
      keepalive: KEEPALIVE_SECONDS,
      connectTimeout: CONNECT_TIMEOUT_MS,
      reconnectPeriod: 0,
      queueQoSZero: false,
      resubscribe: false,
      will: {
        topic: this.topic('online'),
        payload: Buffer.from(JSON.stringify({ boot: this.boot, online: false })),
        qos: 1,
        retain: true,
      },
    });
    this.client = client;
    client.on('error', () => undefined);
    client.on('close', () => this.onClosed(client));
    client.on('message', (topic, payload, packet) => this.onMessage(client, topic, payload, packet.retain));
    client.on('connect', () => void this.onConnected(client));
  }

  private async onConnected(client: MqttClient): Promise<void> {
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    const topics = this.options.listensTo.map((channel) => this.topic(channel));
    try {
      if (topics.length > 0) await client.subscribeAsync(topics, { qos: 1 });
    } catch {
      client.end(true);
      return;
    }
    if (client !== this.client || !client.connected) return;
    this.isUp = true;
    void this.send('online', { boot: this.boot, online: true }, { retain: true });
    for (const { channel, body, retain } of this.queued.splice(0)) void this.send(channel, body, { retain });
    this.handlers.onUp();
  }

  private onMessage(client: MqttClient, topic: string, payload: Buffer, retained: boolean): void {
    if (client !== this.client) return;
    const channel = this.options.listensTo.find((candidate) => this.topic(candidate) === topic);
    if (channel === undefined) return;
    const text = payload.toString('utf8');
    this.log('received', topic, text);
    this.handlers.onMessage(channel, text, retained);
  }

  private onClosed(client: MqttClient): void {
    if (client !== this.client) return;
    this.forget();
    if (!this.isWanted) return;
    const { environment } = this.options;
    environment.clearTimeout(this.retry);
    this.retry = environment.setTimeout(() => this.isWanted && !this.client && this.open(), RECONNECT_MS);
  }

  private async drop(): Promise<void> {
    const client = this.client;
    this.forget();
    if (client) await client.endAsync(true);
  }

  private forget(): void {
    this.client = undefined;
    this.isUp = false;
    for (const resolve of this.unanswered) resolve(false);
    this.unanswered.clear();
  }

  private topic(channel: NativeChannel): string {
    return nativeTopic(this.options.stationId, this.options.deviceId, channel);
  }

  private log(direction: 'sent' | 'received', topic: string, payload: string): void {
    this.options.onTraffic?.({ at: this.options.environment.now(), direction, topic, payload });
  }
}
