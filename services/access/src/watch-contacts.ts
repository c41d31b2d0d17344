import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '@selvbetjent/platform';
import { Gauge, register } from 'prom-client';
import { StationStore } from './station.store';

const SILENCE = 'selvbetjent_station_contact_seconds';

/** Measures how long ago the owner of the hours confirmed them; the alarm about it is `hours_unconfirmed`. */
@Injectable()
export class WatchContacts {
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
      this.silence.set({ station: station.stationId }, (now.getTime() - contactAt.getTime()) / 1_000);
    }
  }
}
