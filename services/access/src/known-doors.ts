import { Inject, Injectable, Logger } from '@nestjs/common';
import { type DeviceTopic } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { Counter, register } from 'prom-client';
import { OncePerHour } from './once-per-hour';
import { doorsOf, type PlacedDoor, StationStore } from './station.store';

const UNKNOWN_MESSAGES = 'selvbetjent_unknown_device_messages_total';

/** By `<station>/<device>`. */
interface Known {
  doors: Map<string, PlacedDoor>;
  scales: Set<string>;
}

/**
 * The doors that our stations have, kept at hand: every message asks, and anyone on the broker may send. Read again every
 * two seconds and after each change of a station, so that a stranger costs no query at all.
 */
@Injectable()
export class KnownDoors {
  private readonly logger = new Logger(KnownDoors.name);
  private known: Promise<Known> | null = null;
  private listener: (doors: PlacedDoor[]) => void = () => undefined;
  private readonly strangers: OncePerHour;
  private readonly unknownMessages: Counter;

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) clock: Clock,
  ) {
    this.strangers = new OncePerHour(() => clock.now().getTime());
    const help = 'MQTT messages of devices that no station has';
    const known = register.getSingleMetric(UNKNOWN_MESSAGES) as Counter | undefined;
    this.unknownMessages = known ?? new Counter({ name: UNKNOWN_MESSAGES, help, labelNames: ['channel'] });
  }

  /** Told of all doors whenever they have been read again. */
  onRead(listener: (doors: PlacedDoor[]) => void): void {
    this.listener = listener;
  }

  async refresh(): Promise<void> {
    const known = this.read();
    const { doors } = await known;
    this.known = known;
    this.listener([...doors.values()]);
  }

  async all(): Promise<PlacedDoor[]> {
    this.known ??= this.read();
    return [...(await this.known).doors.values()];
  }

  /**
   * @returns the door that speaks there, or null for a stranger, and for a scale, which is none of our business. Rejects when
   * the stations were never read and can't be now.
   */
  async speakingAt({ stationId, deviceId, channel }: DeviceTopic): Promise<PlacedDoor | null> {
    this.known ??= this.read();
    const { doors, scales } = await this.known.catch((error: unknown) => {
      this.known = null;
      throw error;
    });
    const name = `${stationId}/${deviceId}`;
    const place = doors.get(name);
    if (place || scales.has(name)) return place ?? null;
    this.unknownMessages.inc({ channel });
    this.noticeStranger(name);
    return null;
  }

  private async read(): Promise<Known> {
    const copies = await this.stations.all();
    const scales = copies.flatMap(({ station: { stationId, containers } }) =>
      containers.flatMap((container) => container.scales.map(({ id }) => `${stationId}/${id}`)),
    );
    const doors = doorsOf(copies).map((place) => [`${place.station.stationId}/${place.door.id}`, place] as const);
    return { doors: new Map(doors), scales: new Set(scales) };
  }

  private noticeStranger(name: string): void {
    if (!this.strangers.isDue(name)) return;
    this.logger.warn(`An unknown device speaks: ${name}; its messages are counted and dropped`);
  }
}
