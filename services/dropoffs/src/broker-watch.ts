import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { type IPublishPacket, type MqttClient } from 'mqtt';
import { ContestedSession } from './domain/contested-session';
import { ListenerStateStore } from './listener-state.store';

/** Where Mosquitto says how many messages it has dropped because queues were full. */
const DROPPED_TOPIC = '$SYS/broker/publish/messages/dropped';
const SESSION_TAKEN_OVER = 142;

/** Notices what the broker does to the listener: drops messages, gives our session to somebody else. */
@Injectable()
export class BrokerWatch {
  private readonly logger = new Logger(BrokerWatch.name);
  private readonly session = new ContestedSession();
  private brokerDropped: number | null = null;
  private wasContested = false;

  constructor(
    @Inject(ListenerStateStore) private readonly states: ListenerStateStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  watch(client: MqttClient): void {
    let isUp = false;
    client.on('connect', () => {
      isUp = true;
      client.subscribe(DROPPED_TOPIC, { qos: 0 }, () => undefined /* a broker need not have it */);
    });
    client.on('close', () => {
      if (isUp) this.session.ended(this.clock.now().getTime());
      isUp = false;
    });
    client.on('disconnect', ({ reasonCode }) => {
      if (reasonCode === SESSION_TAKEN_OVER) this.session.told(this.clock.now().getTime());
    });
  }

  /** @returns whether the packet was the broker's own, and no scale's. */
  hears({ topic, payload }: IPublishPacket): boolean {
    if (topic !== DROPPED_TOPIC) return false;
    const dropped = Number(payload.toString());
    if (!Number.isSafeInteger(dropped) || dropped < 0) return true;
    if (this.brokerDropped !== null && dropped > this.brokerDropped) {
      this.logger.error(
        { dropped },
        'The broker drops messages: its queues are too short, or something receives too slowly',
      );
    }
    this.brokerDropped = dropped;
    return true;
  }

  /** For staff and for the metrics of every replica. */
  async note(connected: boolean): Promise<void> {
    const now = this.clock.now();
    const contested = this.session.isContested(now.getTime());
    if (contested && !this.wasContested) {
      this.logger.error('Our session at the broker ends again and again: does another client use our client id?');
    }
    this.wasContested = contested;
    await this.states.keep({ connected, contested, brokerDropped: this.brokerDropped }, now);
  }
}
