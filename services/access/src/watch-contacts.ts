import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { Gauge } from 'prom-client';
import { StationStore } from './station.store';

const silence = new Gauge({
  name: 'selvbetjent_station_contact_seconds',
  help: 'Time since the owner last confirmed our copy of a station',
  labelNames: ['station'],
});

/** Measures how long ago the owner of the hours confirmed them; the alarm about it is `hours_unconfirmed`. */
@Injectable()
export class WatchContacts {
  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(): Promise<void> {
    const now = this.clock.now();
    for (const { station, contactAt } of await this.stations.all()) {
      silence.set({ station: station.stationId }, (now.getTime() - contactAt.getTime()) / 1_000);
    }
  }
}
