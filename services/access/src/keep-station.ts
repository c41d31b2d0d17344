import { Inject, Injectable } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { StationStore } from './station.store';

/** Replaces our copy of a station unless it is newer; the same revision again proves the contact, as of when its owner sent it. */
@Injectable()
export class KeepStation {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  execute(station: StationChanged, sentAt: Date): Promise<void> {
    const contactAt = new Date(Math.min(sentAt.getTime(), this.clock.now().getTime()));
    return this.database.transaction((tx) => this.stations.keep(tx, station, contactAt));
  }
}
