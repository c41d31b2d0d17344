import { Inject, Injectable, Logger } from '@nestjs/common';
import { encodeAck, encodeResend, topicOf } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { type IPublishPacket, type MqttClient } from 'mqtt';
import { BrokerWatch } from './broker-watch';
import { LatePubacks } from './late-pubacks';
import { ReadAhead, type WaitingMessage } from './read-ahead';
import { RebirthRequests } from './rebirth-requests';
import { type DecodedMessage, ReceiveScaleMessage } from './receive-scale-message';
import { type Receipt } from './record-readings';

/** What one transaction takes in. */
interface Batch {
  waiting: readonly WaitingMessage[];
  decoded: readonly DecodedMessage[];
}

/**
 * What the broker delivers, in batches of one transaction each: while one is being committed the next one is decoded, and more gathers. The broker (PUBACK) and the
 * device (`ack`) hear of a message only after its commit.
 */
@Injectable()
export class ScaleIntake {
  private readonly logger = new Logger(ScaleIntake.name);
  private readonly ahead = new ReadAhead();
  private working: Promise<void> | null = null;
  /** Lets MQTT.js read on. */
  private readOn: (() => void) | null = null;

  constructor(
    @Inject(ReceiveScaleMessage) private readonly receive: ReceiveScaleMessage,
    @Inject(RebirthRequests) private readonly rebirths: RebirthRequests,
    @Inject(BrokerWatch) private readonly broker: BrokerWatch,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  attach(client: MqttClient): void {
    const pubacks = new LatePubacks(client);
    client.handleMessage = (packet, done) => this.take(client, { packet, pubacks, done });
    // What wasn't committed comes again.
    client.on('close', () => {
      this.ahead.clear();
      this.goOn();
    });
  }

  /** Resolves when nothing is being committed. */
  async idle(): Promise<void> {
    this.ahead.clear();
    await this.working;
  }

  private take(
    client: MqttClient,
    { packet, pubacks, done }: { packet: IPublishPacket; pubacks: LatePubacks; done: () => void },
  ): void {
    if (this.broker.hears(packet)) return done();
    const confirm = pubacks.confirmationOf(packet);
    if (packet.retain) {
      confirm?.();
      return done();
    }
    const message = { topic: packet.topic, payload: Buffer.from(packet.payload), receivedAt: this.clock.now() };
    this.ahead.put({ message, confirm: confirm ?? done });
    this.working ??= this.work(client);
    if (!confirm) return;
    if (this.ahead.isFull) this.readOn = done;
    else done();
  }

  private async work(client: MqttClient): Promise<void> {
    // What is in the socket's buffer comes first: it may go along.
    await new Promise(setImmediate);
    let batch = await this.decodeNext(client);
    while (batch.waiting.length > 0) {
      const following = this.decodeNext(client);
      const isIn = await this.takeIn(client, batch);
      if (!this.ahead.isFull) this.goOn();
      batch = await following;
      // Nothing was waiting then, or it goes back to the broker like what came before it.
      if (batch.waiting.length === 0 || !isIn) batch = await this.decodeNext(client);
    }
    this.working = this.ahead.isEmpty ? null : this.work(client);
  }

  private async decodeNext(client: MqttClient): Promise<Batch> {
    const waiting = this.ahead.next();
    try {
      return { waiting, decoded: await this.receive.decode(waiting.map(({ message }) => message)) };
    } catch (error) {
      this.giveBack(client, error);
      return { waiting: [], decoded: [] };
    }
  }

  /** @returns whether it is committed */
  private async takeIn(client: MqttClient, { waiting, decoded }: Batch): Promise<boolean> {
    try {
      const receipts = await this.receive.record(decoded);
      for (const { confirm } of waiting) confirm();
      for (const receipt of receipts) this.answer(client, receipt);
      this.askForBirths(client);
      return true;
    } catch (error) {
      this.giveBack(client, error);
      return false;
    }
  }

  private giveBack(client: MqttClient, error: unknown): void {
    this.logger.warn(`The database does not answer, what is not committed goes back to the broker: ${String(error)}`);
    this.ahead.clear();
    client.stream.destroy();
  }

  private goOn(): void {
    const readOn = this.readOn;
    this.readOn = null;
    readOn?.();
  }

  /** Never awaited: waiting for the broker inside the handler would wait for ever. A lost answer is given again to the repetition. */
  private answer(client: MqttClient, { scale, ack, resend }: Receipt): void {
    if (scale.dialect !== 'selvbetjent' || !client.connected) return;
    const topic = topicOf(scale.stationId, scale.deviceId, 'ack');
    const warn = (error?: Error) => error && this.logger.warn(`${topic}: ${error.message}`);
    if (ack.seq > 0) client.publish(topic, encodeAck(ack), { qos: 1 }, warn);
    if (resend) client.publish(topic, encodeResend(resend), { qos: 1 }, warn);
  }

  /** Those who aren't there hear nothing: nobody keeps a command for them. */
  private askForBirths(client: MqttClient): void {
    for (const { topic, payload } of this.rebirths.take()) {
      client.publish(
        topic,
        Buffer.from(payload),
        { qos: 0 },
        (error) => error && this.logger.warn(`${topic}: ${error.message}`),
      );
    }
  }
}
