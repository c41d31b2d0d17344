import { Inject, Injectable, Logger } from '@nestjs/common';
import { type DeviceTopic } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { Counter, register } from 'prom-client';
import { doorsOf, type PlacedDoor, StationStore } from './station.store';

const UNKNOWN_MESSAGES = 'selvbetjent_unknown_device_messages_total';
const HOUR_MS = 3_600_000;
/** Names of strangers that are remembered, so that each is told of once an hour. */
const MAX_STRANGERS = 1_000;

/**
 * The doors that our stations have, kept at hand: every message asks, and anyone on the broker may send. Read again by each
 * sweep and after each change of a station, so that a stranger costs no query at all.
 */
@Injectable()
export class KnownDoors {
  private readonly logger = new Logger(KnownDoors.name);
  private doors: Promise<Map<string, PlacedDoor>> | null = null;
  private readonly noticedAtMs = new Map<string, number>();
  private readonly unknownMessages: Counter;

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    const help = 'MQTT messages of devices that no station has';
    const known = register.getSingleMetric(UNKNOWN_MESSAGES) as Counter | undefined;
    this.unknownMessages = known ?? new Counter({ name: UNKNOWN_MESSAGES, help, labelNames: ['channel'] });
  }

  async refresh(): Promise<void> {
    const all = this.read();
    await all;
    this.doors = all;
    const limitMs = this.clock.now().getTime() - HOUR_MS;
    for (const [name, noticedAtMs] of this.noticedAtMs) if (noticedAtMs <= limitMs) this.noticedAtMs.delete(name);
  }

  /** @returns the door that speaks there, or null for a stranger. Rejects when the doors were never read and can't be now. */
  async speakingAt(topic: DeviceTopic): Promise<PlacedDoor | null> {
    const { stationId, deviceId, channel } = topic;
    this.doors ??= this.read();
    const doors = await this.doors.catch((error: unknown) => {
      this.doors = null;
      throw error;
    });
    const place = doors.get(deviceId);
    if (place?.station.stationId === stationId) return place;
    this.unknownMessages.inc({ channel });
    this.noticeStranger(`${stationId}/${deviceId}`);
    return null;
  }

  private async read(): Promise<Map<string, PlacedDoor>> {
    return new Map(doorsOf(await this.stations.all()).map((place) => [place.door.id, place]));
  }

  private noticeStranger(name: string): void {
    const nowMs = this.clock.now().getTime();
    const noticedAtMs = this.noticedAtMs.get(name);
    if (noticedAtMs !== undefined && nowMs - noticedAtMs < HOUR_MS) return;
    if (noticedAtMs === undefined && this.noticedAtMs.size >= MAX_STRANGERS) return;
    this.noticedAtMs.set(name, nowMs);
    this.logger.warn(`An unknown device speaks: ${name}; its messages are counted and dropped for an hour`);
  }
}
