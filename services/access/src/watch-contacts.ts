import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { Gauge, register } from 'prom-client';
import { contactAfter } from './domain/contact';
import { StationStore } from './station.store';

const SILENCE = 'selvbetjent_station_contact_seconds';

/** Sees to it that lost contact with the owner of the hours is noticed, once per loss; the doors go on obeying what we know. */
@Injectable()
export class WatchContacts {
  private readonly logger = new Logger(WatchContacts.name);
  private readonly lost = new Set<string>();
  private readonly silence: Gauge;

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    const help = 'Time since the owner last confirmed our copy of a station';
    const known = register.getSingleMetric(SILENCE) as Gauge | undefined;
    this.silence = known ?? new Gauge({ name: SILENCE, help, labelNames: ['station'] });
  }

  async execute(): Promise<void> {
    const now = this.clock.now();
    for (const { station, contactAt } of await this.stations.all()) {
      const { stationId } = station;
      this.silence.set({ station: stationId }, (now.getTime() - contactAt.getTime()) / 1_000);
      const isLost = contactAfter(contactAt, now) !== 'kept';
      if (isLost && !this.lost.has(stationId)) {
        const since = contactAt.toISOString();
        this.logger.error(`The hours of ${stationId} are unconfirmed since ${since}; obeyed for 7 days, then closed`);
      }
      if (isLost) this.lost.add(stationId);
      else this.lost.delete(stationId);
    }
  }
}
