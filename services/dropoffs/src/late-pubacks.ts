import { type IPublishPacket, type MqttClient } from 'mqtt';

/** Tells the broker that a message is committed; safe to call when its connection is gone. */
export type Confirm = () => void;

interface Arrival {
  messageId: number;
  isCommitted: boolean;
}

const PUBACK = 0x40;

/**
 * PUBACKs after commits, without holding back the messages behind. MQTT.js sends the PUBACK of a message when it asks for the next one; so it is
 * shown every QoS 1 message as QoS 0, and the PUBACKs go out from here, in the order in which the messages came (MQTT 3.1.1, 4.6).
 */
export class LatePubacks {
  private readonly owed = new WeakMap<IPublishPacket, number>();
  private stream: MqttClient['stream'] | null = null;
  private arrivals: Arrival[] = [];

  constructor(private readonly client: MqttClient) {
    client.on('packetreceive', (packet) => {
      if (packet.cmd !== 'publish' || packet.qos !== 1 || packet.messageId === undefined) return;
      this.owed.set(packet, packet.messageId);
      packet.qos = 0;
    });
  }

  /** @returns null for a message that MQTT.js itself would confirm: then it must not ask for the next one before the commit. */
  confirmationOf(packet: IPublishPacket): Confirm | null {
    const messageId = this.owed.get(packet);
    if (messageId === undefined) return packet.qos === 0 ? () => undefined : null;
    const { stream } = this.client;
    if (stream !== this.stream) [this.stream, this.arrivals] = [stream, []];
    const arrival: Arrival = { messageId, isCommitted: false };
    this.arrivals.push(arrival);
    return () => {
      arrival.isCommitted = true;
      if (stream === this.client.stream && stream === this.stream) this.send(stream);
    };
  }

  private send(stream: MqttClient['stream']): void {
    const firstOpen = this.arrivals.findIndex(({ isCommitted }) => !isCommitted);
    const committed = this.arrivals.splice(0, firstOpen < 0 ? this.arrivals.length : firstOpen);
    if (committed.length === 0 || stream.destroyed) return;
    stream.write(Buffer.from(committed.flatMap(({ messageId }) => [PUBACK, 2, messageId >> 8, messageId & 0xff])));
  }
}
