import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  decodeDoorResult,
  decodeDoorState,
  decodeOnline,
  type DeviceTopic,
  type DoorState,
  encodeAck,
  encodeResend,
  parseTopic,
  topicFilter,
  topicOf,
} from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { DeviceLink, type DeviceMessage } from './doors/device-link';
import { LiveDoors } from './doors/live-doors';
import { DoorClocks } from './door-clocks';
import { HearDoor } from './hear-door';
import { InTurn } from './in-turn';
import { OncePerHour } from './once-per-hour';

/** What doors say over MQTT. A payload that can't be read is dropped, and logged once an hour and topic; the door sends its changes again anyway. */
@Injectable()
export class DoorListener {
  private readonly logger = new Logger(DoorListener.name);
  private readonly unreadable: OncePerHour;
  private readonly turns = new InTurn(this.logger);

  constructor(
    @Inject(DeviceLink) private readonly link: Pick<DeviceLink, 'listen' | 'publish'>,
    @Inject(LiveDoors) private readonly live: LiveDoors,
    @Inject(HearDoor) private readonly door: Pick<HearDoor, 'state' | 'online' | 'result' | 'afterResult'>,
    @Inject(DoorClocks) private readonly clocks: DoorClocks,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.unreadable = new OncePerHour(() => clock.now().getTime());
    link.listen([topicFilter('state'), topicFilter('result'), topicFilter('online')], (message) =>
      this.receive(message),
    );
  }

  private receive(message: DeviceMessage): void {
    const topic = parseTopic(message.topic);
    if (!topic) return;
    const receivedAt = this.clock.now();
    const { stationId, deviceId } = topic;
    const address = { stationId, doorId: deviceId };
    if (topic.channel === 'state') {
      const decoded = decodeDoorState(message.payload);
      if (!decoded.ok) return this.drop(message, decoded.reason);
      if (message.retained) return;
      this.live.hear(address, decoded.message);
      this.turns.run(deviceId, () => this.hearState(topic, decoded.message, receivedAt));
    } else if (topic.channel === 'result') {
      const decoded = decodeDoorResult(message.payload);
      if (!decoded.ok) return this.drop(message, decoded.reason);
      if (message.retained) return;
      this.live.hearResult(address, decoded.message);
      // At once: an answer that someone waits for must not queue behind the database.
      const isLate = !this.door.result(deviceId, decoded.message);
      this.turns.run(deviceId, () => this.door.afterResult(topic, decoded.message, isLate));
    } else if (topic.channel === 'online') {
      const decoded = decodeOnline(message.payload);
      if (!decoded.ok) return this.drop(message, decoded.reason);
      this.live.hearOnline(address, decoded.message);
      this.turns.run(deviceId, () => this.door.online(topic, decoded.message));
    }
  }

  private async hearState(from: DeviceTopic, state: DoorState, receivedAt: Date): Promise<void> {
    const { stationId, deviceId } = from;
    const correct = await this.clocks.dating(deviceId, state, receivedAt);
    const settled = await this.door.state(from, { state, receivedAt, correct });
    if (!settled) return this.clocks.forget(deviceId);
    await this.clocks.keep(deviceId);
    const topic = topicOf(stationId, deviceId, 'ack');
    const { boot } = state;
    if (settled.seq > 0) this.link.publish(topic, encodeAck({ boot, seq: settled.seq }));
    if (settled.missing.length > 0) this.link.publish(topic, encodeResend({ boot, resend: settled.missing }));
  }

  private drop({ topic }: DeviceMessage, reason: string): void {
    if (this.unreadable.isDue(topic)) this.logger.warn(`Unreadable messages on ${topic}: ${reason}`);
  }
}
